package index

import (
	"slices"

	"github.com/tagdex/tagdex/resource"
)

// interning looks up the tags of one resource together. A value that few have
// is in no near cache, nor is the way to it, so each step is taken for all
// tags before the next: the processor then waits for all of them at once.
type interning struct {
	found []found
	ids   []uint32
	keys  int
	near  *[nearKeys]uint32 // 1 + the id of a key met last, by hash; nil at first
}

// found is how far the look-up of one value has come.
type found struct {
	owner owner
	hash  uint32
	first *bucket
	print uint16
	id    uint32
	entry *entry // the first with the print, or nil
}

// nearKeys is how many keys are found again without a look-up, once there were
// as many.
const nearKeys = 1 << 9

// intern returns the ids of the values, made where need be, until it is
// called again.
func (n *interning) intern(d *dictionary, tags []resource.Tag, st stamp) []uint32 {
	n.found, n.ids = slices.Grow(n.found[:0], len(tags)), slices.Grow(n.ids[:0], len(tags))
	for _, t := range tags {
		o := ownerOf(n.key(d, t.Key, st))
		n.found = append(n.found, found{owner: o, hash: d.hash(o, t.Value)})
	}
	// Nothing is made from here until all that are there are found.
	for i := range n.found {
		f := &n.found[i]
		f.first, f.print = d.table.bucket(f.hash)
	}
	for i := range n.found {
		f := &n.found[i]
		f.id, f.entry = d.firstOf(f.first, f.print)
	}
	for i := range n.found {
		f := &n.found[i]
		if f.entry != nil && (f.entry.owner != f.owner || f.entry.value != tags[i].Value) { // two of one print
			f.id, f.entry = d.findHash(f.hash, f.owner, tags[i].Value)
		}
	}
	for i, f := range n.found {
		if f.entry == nil {
			f.id = d.newTerm(f.hash, f.owner, tags[i].Value, st)
		}
		n.ids = append(n.ids, f.id)
	}
	return n.ids
}

// key interns a key.
func (n *interning) key(d *dictionary, key string, st stamp) uint32 {
	if n.keys++; n.keys < nearKeys {
		return d.intern(0, key, st)
	}
	if n.near == nil {
		n.near = new([nearKeys]uint32)
	}
	near := &n.near[d.hash(0, key)%nearKeys]
	if *near > 0 {
		// The entry may have been forgotten, and be another's or free by now.
		if e := d.entries.at(*near - 1); e != nil && e.owner == 0 && e.value == key && key != "" {
			return *near - 1
		}
	}
	id := d.intern(0, key, st)
	*near = id + 1
	return id
}

// firstOf returns the first entry with a print, from a bucket on.
func (d *dictionary) firstOf(b *bucket, print uint16) (uint32, *entry) {
	for ; b != nil; b = d.table.after(b) {
		for i, p := range b.prints[:b.n] {
			if p == print {
				return b.ids[i], d.entries.at(b.ids[i])
			}
		}
	}
	return 0, nil
}
