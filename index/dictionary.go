package index

import (
	"hash/maphash"
	"slices"
	"strings"

	"github.com/google/btree"
)

// dictionary maps the terms of tags to postings. A term is a key (key=*) or a
// value under a key (key=value).
//
// Finding a term is a hash lookup. An edit of a posting that exists copies
// nothing of the dictionary but the path to its entry; a new term costs one
// more path in the hash table and, in an ordered dictionary, one in the tree.
// A term whose posting becomes empty is forgotten and its id used again: ids
// mean something only within one version.
type dictionary struct {
	seed    maphash.Seed
	entries vector[entry]
	table   table
	next    uint32 // ids handed out
	free    uint32 // 1 + the first id that may be used again
	order   *btree.BTreeG[*term]
	shared  bool    // order belongs to an older version too
	fresh   []*term // made by a Builder, not in order yet
}

// entry is a term and its posting. A free entry has no term, and its
// posting's only names the next free one as free does.
type entry struct {
	term    *term
	posting Posting
}

// term is a key (owner is nil) or a value under the key owner. Never changed.
type term struct {
	owner *term
	value string
	id    uint32
}

const treeDegree = 32

func newDictionary() dictionary {
	return dictionary{seed: maphash.MakeSeed(), order: btree.NewG(treeDegree, termLess)}
}

// termLess orders by key, the key itself before its values, then by value.
func termLess(a, b *term) bool {
	if a.owner == b.owner && a.owner != nil {
		return a.value < b.value
	}
	if c := strings.Compare(a.key(), b.key()); c != 0 {
		return c < 0
	}
	return a.owner == nil && b.owner != nil
}

// key is the key that the term is, or is under.
func (t *term) key() string {
	if t.owner != nil {
		return t.owner.value
	}
	return t.value
}

// hash of a value under the key with the id owner+1, or of a key.
func (d *dictionary) hash(owner *term, value string) uint32 {
	h := maphash.String(d.seed, value)
	if owner != nil {
		h ^= (uint64(owner.id) + 1) * 0x9e3779b97f4a7c15
	}
	return uint32(h ^ h>>32)
}

// find returns the entry of a term for reading, or nil.
func (d *dictionary) find(owner *term, value string) *entry {
	h := d.hash(owner, value)
	for b := d.table.bucket(h); b != nil; b = b.more {
		for _, s := range b.slots[:b.n] {
			if s.hash != h {
				continue
			}
			if e := d.entries.at(s.id); e.term.owner == owner && e.term.value == value {
				return e
			}
		}
	}
	return nil
}

// intern returns the term, made first if need be. The value is copied then,
// so that it does not keep a caller's larger buffer alive.
func (d *dictionary) intern(owner *term, value string, st stamp) *term {
	if e := d.find(owner, value); e != nil {
		return e.term
	}
	t := &term{owner: owner, value: strings.Clone(value), id: d.newID(st)}
	*d.entries.edit(t.id, st) = entry{term: t}
	d.table.insert(d.hash(owner, value), t.id, st)
	d.fresh = append(d.fresh, t)
	return t
}

func (d *dictionary) newID(st stamp) uint32 {
	if d.free == 0 {
		d.next++
		return d.next - 1
	}
	id := d.free - 1
	d.free = d.entries.edit(id, st).posting.only
	return id
}

// forget drops a term whose posting has become empty.
func (d *dictionary) forget(t *term, st stamp) {
	d.table.remove(d.hash(t.owner, t.value), t.id, st)
	*d.entries.edit(t.id, st) = entry{posting: Posting{only: d.free}}
	d.free = t.id + 1
	if d.order.Has(t) {
		d.ownOrder().Delete(t)
	}
}

// ownOrder returns the tree for writing. Clone is constant time and lets the
// copy share its nodes until they are written.
func (d *dictionary) ownOrder() *btree.BTreeG[*term] {
	if d.shared {
		d.order, d.shared = d.order.Clone(), false
	}
	return d.order
}

// add puts ord into the posting of a term.
func (d *dictionary) add(t *term, ord uint32, st stamp, lay layout) {
	d.entries.edit(t.id, st).posting.add(ord, st, lay)
}

// remove takes ord out of the posting of a term, and forgets the term if it
// was the last.
func (d *dictionary) remove(t *term, ord uint32, st stamp, lay layout) {
	p := &d.entries.edit(t.id, st).posting
	p.remove(ord, st, lay)
	if p.n == 0 {
		d.forget(t, st)
	}
}

// posting of a term that is in the dictionary.
func (d *dictionary) posting(t *term) Posting { return d.entries.at(t.id).posting }

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
