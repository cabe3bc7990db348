package index

import (
	"slices"

	"github.com/tagdex/tagdex/resource"
)

// interning looks up the tags of one resource side by side.
type interning struct {
	found []wanted
	ids   []uint32
	keys  int
	near  *[nearKeys]uint32 // 1 + the id of a key met last, by hash; nil at first
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
		n.found = append(n.found, wanted{owner: o, text: t.Value})
	}
	// Nothing is made until all that are there are found.
	d.findAll(n.found)
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
