// Package engine is what embedders import: collections of tagged resources,
// changed in atomic batches and queried through snapshots.
//
// Four nouns:
//
//   - a [Collection] holds the resources of one project and one type;
//   - a [Batch] is a list of changes that become visible at once or not at all;
//   - a [Snapshot] is one immutable version: it answers the same for ever;
//   - a [Registry] holds many collections, and no query crosses from one to
//     another.
//
// Any number of goroutines may read beside a writer, and no read waits for a
// write: a reader loads one pointer and owns what it leads to for as long as it
// likes. Of a Collection and of a Snapshot only Facets takes a lock, its
// snapshot's, for as long as a look into a map, or a note there, takes; it is
// not held while anything is counted, and writers do not know it. The other
// reads wait for nothing: what a query finds worth keeping for the next one
// (Options.UnionBytes) is put into its place by who finds the place free, and
// by nobody else. A Registry looks collections up under a lock that is held for
// one look into a map, or while a load publishes what it has made. Something is
// made once, and waited for by who comes at that moment, only by the first use
// of a zero Collection or Snapshot, and of the table of case folding.
//
// Writers of one collection wait for each other. No goroutine outlives a call:
// a bulk load uses a second one while it lasts. What a version no longer
// shares with a newer one is freed when the last snapshot of it is dropped;
// nothing needs to be closed.
//
// Errors wrap the sentinels of this package, or the context's error, so that
// errors.Is holds through every call. A call that fails changes nothing.
package engine
