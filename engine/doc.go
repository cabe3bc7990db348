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
// Any number of goroutines may read beside a writer. Readers take no lock:
// they load one pointer and own what it leads to for as long as they like.
// Writers of one collection wait for each other. No goroutine outlives a call:
// a bulk load uses a second one while it lasts. What a version no longer
// shares with a newer one is freed when the last snapshot of it is dropped;
// nothing needs to be closed.
//
// Errors wrap the sentinels of this package, or the context's error, so that
// errors.Is holds through every call. A call that fails changes nothing.
package engine
