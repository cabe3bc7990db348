package index

import (
	"cmp"
	"errors"
	"math"

	"github.com/tagdex/tagdex/internal/fold"
	"github.com/tagdex/tagdex/resource"
)

// ErrOrdinals means that every ordinal has been given out: compaction makes
// room.
var ErrOrdinals = errors.New("ordinals are used up")

// Builder makes the next Version from one. It is for one goroutine, and for
// one Freeze; dropping it without Freeze leaves no trace.
type Builder struct {
	v  Version
	st stamp
	// Scratch, kept between calls.
	grams, oldGrams []gram
	terms           []*term
}

// Builder starts the version after v. Costs nothing in proportion to v.
func (v *Version) Builder() *Builder {
	b := &Builder{v: *v, st: stamp(v.number + 1)}
	b.v.number++
	b.v.tags.shared = true
	return b
}

// Freeze returns the version built. The Builder must not be used after.
func (b *Builder) Freeze() *Version {
	b.v.tags.mergeFresh()
	return &b.v
}

// SetSequence notes the host's number of the batch.
func (b *Builder) SetSequence(n uint64) { b.v.sequence = n }

// Len is how many resources there are now.
func (b *Builder) Len() int { return b.v.live.Len() }

// Upsert inserts a valid resource, or replaces the one with its id in its
// place. The texts of r are kept, not copied; its Tags slice is not kept.
//
// An insertion edits one posting for each tag, key and gram of the name; a
// replacement only those that differ. Each posting edited for the first time
// by this Builder costs a copy of its list, or of its chunk (2 KiB at most)
// and a pointer for every 16,384 ordinals.
func (b *Builder) Upsert(r *resource.Resource) (replaced bool, err error) {
	ord, replaced := b.v.Ordinal(r.ID)
	if replaced {
		b.replace(ord, r)
		return true, nil
	}
	if b.v.next == math.MaxUint32 {
		return false, ErrOrdinals
	}
	b.insert(r)
	return false, nil
}

// Delete removes the resource with the id and reports whether it was there.
// Its ordinal is not given out again. Costs as an insertion.
func (b *Builder) Delete(id string) bool {
	ord, ok := b.v.Ordinal(id)
	if !ok {
		return false
	}
	rec := b.v.Record(ord)
	b.terms = b.appendTerms(b.terms[:0], rec.terms)
	b.removeTerms(ord, b.terms)
	b.setName(ord, rec, nil)
	b.v.tagged.remove(ord, b.st, tagLayout)
	b.v.live.remove(ord, b.st, tagLayout)
	b.v.ids.remove(b.v.hashID(id), ord, b.st)
	b.v.records.release(ord, b.st)
	return true
}

func (b *Builder) insert(r *resource.Resource) {
	ord := b.v.next
	b.v.next++
	rec := b.newRecord(r, nil)
	b.terms = b.appendTerms(b.terms[:0], rec.terms)
	b.addTerms(ord, b.terms)
	b.setName(ord, nil, rec)
	b.v.live.add(ord, b.st, tagLayout)
	b.setTagged(ord, r)
	b.v.ids.insert(b.v.hashID(r.ID), ord, b.st)
	*b.v.records.edit(ord, b.st) = rec
}

func (b *Builder) replace(ord uint32, r *resource.Resource) {
	old := b.v.Record(ord)
	rec := b.newRecord(r, old)
	before, after := b.appendTerms(nil, old.terms), b.appendTerms(nil, rec.terms)
	// Added first, so that a term in both is never forgotten in between.
	added := difference(after, before, compareTerms)
	removed := difference(before, after, compareTerms)
	b.addTerms(ord, added)
	b.removeTerms(ord, removed)
	b.setName(ord, old, rec)
	b.setTagged(ord, r)
	*b.v.records.edit(ord, b.st) = rec
}

// newRecord interns the tags of r. What an older record of the same id holds
// already is shared with it.
func (b *Builder) newRecord(r *resource.Resource, old *Record) *Record {
	rec := &Record{ID: r.ID, Name: r.Name, Detail: r.Detail}
	switch {
	case old != nil && old.Name == r.Name:
		rec.Folded = old.Folded
	default:
		rec.Folded = fold.String(r.Name)
	}
	if len(r.Tags) > 0 {
		rec.terms = make([]uint32, len(r.Tags))
	}
	for i, t := range r.Tags {
		key := b.v.tags.intern(nil, t.Key, b.st)
		rec.terms[i] = b.v.tags.intern(key, t.Value, b.st).id
	}
	return rec
}

// appendTerms appends the terms of tags, values and keys.
func (b *Builder) appendTerms(terms []*term, ids []uint32) []*term {
	for _, id := range ids {
		t := b.v.tags.entries.at(id).term
		terms = append(terms, t, t.owner)
	}
	return terms
}

func compareTerms(x, y *term) int { return cmp.Compare(x.id, y.id) }

func (b *Builder) addTerms(ord uint32, terms []*term) {
	for _, t := range terms {
		b.v.tags.add(t, ord, b.st, tagLayout)
	}
}

func (b *Builder) removeTerms(ord uint32, terms []*term) {
	for _, t := range terms {
		b.v.tags.remove(t, ord, b.st, tagLayout)
	}
}

// setName moves an ordinal from the grams of one record to those of another;
// nil has none. Names that fold alike touch nothing.
func (b *Builder) setName(ord uint32, from, to *Record) {
	if from != nil && to != nil && from.Folded == to.Folded {
		return
	}
	b.grams, b.oldGrams = b.grams[:0], b.oldGrams[:0]
	if to != nil {
		b.grams = appendGrams(b.grams, to.Folded)
	}
	if from != nil {
		b.oldGrams = appendGrams(b.oldGrams, from.Folded)
	}
	if from == nil || to == nil {
		b.addGrams(ord, b.grams)
		b.removeGrams(ord, b.oldGrams)
		return
	}
	b.addGrams(ord, difference(b.grams, b.oldGrams, cmp.Compare[gram]))
	b.removeGrams(ord, difference(b.oldGrams, b.grams, cmp.Compare[gram]))
}

func (b *Builder) addGrams(ord uint32, grams []gram) {
	for _, g := range grams {
		b.v.grams.edit(g, b.st).posting.add(ord, b.st, gramLayout)
	}
}

func (b *Builder) removeGrams(ord uint32, grams []gram) {
	for _, g := range grams {
		b.v.grams.remove(g, ord, b.st)
	}
}

// setTagged keeps the set of tagged resources.
func (b *Builder) setTagged(ord uint32, r *resource.Resource) {
	for _, t := range r.Tags {
		if !resource.IsSystem(t.Key) {
			b.v.tagged.add(ord, b.st, tagLayout)
			return
		}
	}
	b.v.tagged.remove(ord, b.st, tagLayout)
}
