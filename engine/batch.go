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
	// MaxTags limits how many tags SetTags may leave a resource with, system
	// tags not counted; 0: no limit. A resource that has more already may keep
	// them, and change their values. Upsert is not limited.
	MaxTags int

	changes []change
}

// change is what is done to the resource with the id resource.ID. To remove
// tags, their keys stand in resource.Tags.
type change struct {
	resource resource.Resource
	kind     changeKind
}

type changeKind uint8

const (
	upsert changeKind = iota
	remove
	setTags
	removeTags
)

// Upsert adds the insertion of r, or the replacement of the resource with the
// same id in its place. The Tags slice must not be changed before Apply has
// returned; it is not kept longer. The texts are kept, not copied.
func (b *Batch) Upsert(r resource.Resource) {
	b.changes = append(b.changes, change{resource: r})
}

// Delete adds the removal of the resource with the id. That it is not there
// is no error. A later Upsert of the same id inserts at the end.
func (b *Batch) Delete(id string) {
	b.changes = append(b.changes, change{resource: resource.Resource{ID: id}, kind: remove})
}

// SetTags gives tags to the resource with the id: a key that it has gets the
// new value where it stands, others go to the end in their order. An id that
// is not there fails the batch with ErrNotFound, a tag that is not valid or a
// key given twice with ErrInvalidResource, too many tags (see MaxTags) with
// ErrTooManyTags. The slice must not be changed before Apply has returned; it
// is not kept longer.
//
// The tags that the resource has are read when the batch is applied, by the
// one writer there is, so that no edit is lost between two of them. The change
// costs a look at each tag of the resource; postings are edited only for those
// that differ, and the name is not touched.
func (b *Batch) SetTags(id string, tags ...resource.Tag) {
	b.changes = append(b.changes, change{resource: resource.Resource{ID: id, Tags: tags}, kind: setTags})
}

// RemoveTags takes the tags with the keys from the resource with the id; the
// others keep their order. A key that it does not have is no error, and
// Applied tells how many it had; an id that is not there fails the batch with
// ErrNotFound. Costs as SetTags.
func (b *Batch) RemoveTags(id string, keys ...string) {
	tags := make([]resource.Tag, len(keys))
	for i, key := range keys {
		tags[i].Key = key
	}
	b.changes = append(b.changes, change{resource: resource.Resource{ID: id, Tags: tags}, kind: removeTags})
}

// Len is the number of changes.
func (b *Batch) Len() int { return len(b.changes) }

// Reset empties the batch, keeping its memory, and clears Sequence and
// MaxTags.
func (b *Batch) Reset() {
	clear(b.changes)
	*b = Batch{changes: b.changes[:0]}
}

// Applied tells what a write did.
type Applied struct {
	Inserted int
	Replaced int
	Deleted  int // resources that were there

	TagsAdded   int // by SetTags: keys that the resource did not have
	TagsChanged int // by SetTags: keys that had another value
	TagsRemoved int // by RemoveTags: keys that were there

	// KindMismatches are how many of the resources that were upserted have a
	// value of a declared property that is not of its kind when the write is
	// done, by property; nil: none have. See Options.Properties. The map is the
	// caller's.
	KindMismatches map[string]int

	Version uint64 // the number of the version published
}
