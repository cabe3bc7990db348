package engine

import "github.com/tagdex/tagdex/resource"

// Batch is an ordered list of changes that become visible at once, as one
// version, or not at all. The zero value is empty and ready to use. A Batch
// is for one goroutine; after Apply it may be used again.
type Batch struct {
	// Sequence is the host's own number for this batch, such as an offset in
	// its log; 0 means none. It must be above that of the last batch applied
	// (see ErrStaleSequence); Snapshot.Sequence tells which that is.
	Sequence uint64

	changes []change
}

// change is an upsert, or the deletion of resource.ID.
type change struct {
	resource resource.Resource
	delete   bool
}

// Upsert adds the insertion of r, or the replacement of the resource with the
// same id in its place. The Tags slice must not be changed before Apply has
// returned; it is not kept longer. The texts are kept, not copied.
func (b *Batch) Upsert(r resource.Resource) {
	b.changes = append(b.changes, change{resource: r})
}

// Delete adds the removal of the resource with the id. That it is not there
// is no error. A later Upsert of the same id inserts at the end.
func (b *Batch) Delete(id string) {
	b.changes = append(b.changes, change{resource: resource.Resource{ID: id}, delete: true})
}

// Len is the number of changes.
func (b *Batch) Len() int { return len(b.changes) }

// Reset empties the batch, keeping its memory, and clears Sequence.
func (b *Batch) Reset() {
	clear(b.changes)
	b.changes, b.Sequence = b.changes[:0], 0
}

// Applied tells what a write did.
type Applied struct {
	Inserted int
	Replaced int
	Deleted  int    // resources that were there
	Version  uint64 // the number of the version published
}
