package index

import (
	"hash/maphash"
	"slices"
	"strings"
)

// dictionary maps the terms of tags to postings. A term is a key (key=*) or a
// value under a key (key=value), and is named by its id, the place of its
// entry.
//
// Finding a term is a hash lookup. An edit of a posting that exists copies
// nothing of the dictionary but the path to its entry; a new term costs one
// more path in the hash table and one in the order. A term whose posting
// becomes empty is forgotten and its id used again: ids mean something only
// within one version.
type dictionary struct {
	seed    maphash.Seed
	entries vector[entry, [largeLeaf]entry]
	table   table
	next    uint32 // ids handed out
	free    uint32 // 1 + the first id that may be used again
	order   ordered
	fresh   []uint32 // made by a Builder, not in order yet
	texts   *pieces  // of a Builder
}

// owner is 0 for a key, and one more than the id of its key for a value.
type owner uint32

func ownerOf(key uint32) owner { return owner(key) + 1 }

// key is the id of the key that the owner is.
func (o owner) key() uint32 { return uint32(o) - 1 }

func newDictionary() dictionary { return dictionary{seed: maphash.MakeSeed()} }

// keyOf is the text of the key that a term is, or is under.
func (d *dictionary) keyOf(e *entry) string {
	if e.owner != 0 {
		return d.entries.at(e.owner.key()).value
	}
	return e.value
}

// less orders terms by key, the key itself before its values, then by value.
func (d *dictionary) less(a, b uint32) bool {
	x, y := d.entries.at(a), d.entries.at(b)
	if x.owner == y.owner && x.owner != 0 {
		return x.value < y.value
	}
	if c := strings.Compare(d.keyOf(x), d.keyOf(y)); c != 0 {
		return c < 0
	}
	return x.owner == 0 && y.owner != 0
}

// hash of a value under a key, or of a key.
func (d *dictionary) hash(o owner, value string) uint32 {
	h := maphash.String(d.seed, value) ^ uint64(o)*0x9e3779b97f4a7c15
	return uint32(h ^ h>>32)
}

// hashAt is the hash of a term that is there.
func (d *dictionary) hashAt(id uint32) uint32 {
	e := d.entries.at(id)
	return d.hash(e.owner, e.value)
}

// find returns the id and, for reading, the entry of a term; nil if there is
// none.
func (d *dictionary) find(o owner, value string) (uint32, *entry) {
	return d.findHash(d.hash(o, value), o, value)
}

func (d *dictionary) findHash(h uint32, o owner, value string) (uint32, *entry) {
	for b, print := d.table.bucket(h); b != nil; b = d.table.after(b) {
		for i, p := range b.prints[:b.n] {
			if p != print {
				continue
			}
			if e := d.entries.at(b.ids[i]); e.owner == o && e.value == value {
				return b.ids[i], e
			}
		}
	}
	return 0, nil
}

// intern returns the id of a term, made first if need be.
func (d *dictionary) intern(o owner, value string, st stamp) uint32 {
	h := d.hash(o, value)
	if id, e := d.findHash(h, o, value); e != nil {
		return id
	}
	return d.newTerm(h, o, value, st)
}

// newTerm makes a term that is not there. The value is copied, so that it does
// not keep a caller's larger buffer alive.
func (d *dictionary) newTerm(h uint32, o owner, value string, st stamp) uint32 {
	if d.texts == nil {
		d.texts = &pieces{}
	}
	id := d.newID(st)
	*d.entries.edit(id, st) = entry{value: d.texts.keep(value), owner: o}
	d.table.insert(h, id, st, d.hashAt)
	d.fresh = append(d.fresh, id)
	return id
}

func (d *dictionary) newID(st stamp) uint32 {
	if d.free == 0 {
		d.next++
		return d.next - 1
	}
	id := d.free - 1
	d.free = d.entries.at(id).nextFree()
	return id
}

// forget drops a term whose posting has become empty. The values of a key are
// forgotten before it, because their place in the order depends on it.
func (d *dictionary) forget(id uint32, st stamp) {
	e := d.entries.edit(id, st)
	d.table.remove(d.hash(e.owner, e.value), id, st)
	d.order.remove(id, d.less, st)
	*e = freeEntry(d.free)
	d.free = id + 1
	if d.table.entries == 0 { // nothing is left that ids are needed for
		d.entries, d.fresh, d.next, d.free = vector[entry, [largeLeaf]entry]{}, d.fresh[:0], 0, 0
	}
}

// add puts ord into the posting of a term.
func (d *dictionary) add(id, ord uint32, st stamp, lay layout) {
	e := d.entries.edit(id, st)
	p := e.posting()
	p.add(ord, st, lay)
	e.setPosting(p)
}

// remove takes ord out of the posting of a term, and forgets the term if it
// was the last.
func (d *dictionary) remove(id, ord uint32, st stamp, lay layout) {
	e := d.entries.edit(id, st)
	p := e.posting()
	p.remove(ord, st, lay)
	e.setPosting(p)
	if p.n == 0 {
		d.forget(id, st)
	}
}

// difference lists what is in a and not in b, each once. Both may be in any
// order, and are sorted in place.
func difference[T any](a, b []T, compare func(x, y T) int) []T {
	slices.SortFunc(a, compare)
	slices.SortFunc(b, compare)
	var only []T
	for i, x := range a {
		if i > 0 && compare(a[i-1], x) == 0 {
			continue
		}
		for len(b) > 0 && compare(b[0], x) < 0 {
			b = b[1:]
		}
		if len(b) == 0 || compare(b[0], x) != 0 {
			only = append(only, x)
		}
	}
	return only
}
