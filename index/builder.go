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
// one Freeze or Discard.
type Builder struct {
	v       Version
	st      stamp
	naming  naming
	tagging tagging
	// Scratch, kept between calls.
	grams, oldGrams []gram
	words, oldWords []nameWord
	values, keys    []uint32
	list            []byte
	lists           pieces // of term ids
	interning       interning

	firstNew   uint32 // the first ordinal of this Builder
	found      []foundProperty
	mismatches map[string]int // by property, see Mismatches
	unordered  []uint32       // renamed, and not in the order of names since
}

// Builder starts the version after v. Costs nothing in proportion to v. Two
// Builders of one version must not work at the same time; one after the other
// may, and the first may have been dropped.
func (v *Version) Builder() *Builder {
	b := &Builder{v: *v, st: stamp(v.number + 1)}
	b.naming.grams, b.naming.words, b.naming.st = &b.v.grams, &b.v.words, b.st
	b.tagging.from = v.next
	b.v.number++
	b.startProperties()
	return b
}

// Freeze returns the version built. The Builder must not be used after.
func (b *Builder) Freeze() *Version {
	b.settleTags()
	b.v.tags.mergeFresh(b.st)
	b.settleProperties()
	b.settleOrders()
	b.naming.settle() // last: a second core may still be at it
	v := b.v          // a copy, so that it does not keep the scratch alive
	return &v
}

// Discard drops what was built; no trace of it is left when it returns. After
// Freeze it does nothing.
func (b *Builder) Discard() { b.naming.drop() }

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
	h := b.v.hashID(r.ID)
	ord, replaced := b.v.ordinal(h, r.ID)
	if replaced {
		b.replace(ord, r)
		b.noteUnfit(ord)
		return true, nil
	}
	if b.v.next == math.MaxUint32 {
		return false, ErrOrdinals
	}
	b.insert(r, h)
	return false, nil
}

// Retag replaces a resource that is there by one that differs in its tags
// alone. It costs what Upsert does.
func (b *Builder) Retag(r *resource.Resource) {
	if ord, ok := b.v.Ordinal(r.ID); ok {
		b.replace(ord, r)
	}
}

// Delete removes the resource with the id and reports whether it was there.
// Its ordinal is not given out again. Costs as an insertion.
func (b *Builder) Delete(id string) bool {
	ord, ok := b.v.Ordinal(id)
	if !ok {
		return false
	}
	b.settleTags()
	rec := b.v.Record(ord)
	b.values = rec.termList().appendTo(b.values[:0])
	b.keys = b.appendKeys(b.keys[:0], b.values)
	b.removeTerms(ord, b.values, b.keys)
	b.unname(ord, fold.String(rec.Name()))
	b.v.tagged.remove(ord, b.st, tagLayout)
	b.changeProperties(ord, rec.Detail(), "")
	for f := range NumFields {
		b.leaveOrder(f, ord)
	}
	b.v.live.remove(ord, b.st, tagLayout)
	b.v.ids.remove(b.v.hashID(id), ord, b.st)
	b.v.records.release(ord, b.st)
	return true
}

func (b *Builder) insert(r *resource.Resource, hash uint32) {
	ord := b.v.next
	b.v.next++
	rec := b.v.records.edit(ord, b.st)
	*rec = b.newRecord(r)
	if b.tagging.tags += len(r.Tags); b.tagging.tags > taggingMax {
		b.settleTags()
	}
	b.naming.insert(ord, rec.Name())
	b.v.live.add(ord, b.st, tagLayout)
	b.setTagged(ord, r)
	b.v.ids.insert(hash, ord, b.st, b.v.hashAt)
}

func (b *Builder) replace(ord uint32, r *resource.Resource) {
	b.settleTags()
	rec := b.newRecord(r)
	old := b.v.records.edit(ord, b.st)
	before, after := old.termList().appendTo(nil), rec.termList().appendTo(nil)
	keysBefore, keysAfter := b.appendKeys(nil, before), b.appendKeys(nil, after)
	// Added first, so that a term in both is never forgotten in between.
	b.addTerms(ord, difference(after, before, cmp.Compare[uint32]), difference(keysAfter, keysBefore, cmp.Compare[uint32]))
	b.removeTerms(ord, difference(before, after, cmp.Compare[uint32]), difference(keysBefore, keysAfter, cmp.Compare[uint32]))
	b.rename(ord, old.Name(), rec.Name())
	b.setTagged(ord, r)
	b.changeProperties(ord, old.Detail(), rec.Detail())
	if old.Name() == rec.Name() {
		*old = rec
		return
	}
	b.v.renamed = b.v.number
	b.leaveOrder(FieldName, ord)
	*old = rec
	b.renamed(ord)
}

// newRecord interns the tags of r.
func (b *Builder) newRecord(r *resource.Resource) Record {
	b.list = appendTerms(b.list[:0], b.interning.intern(&b.v.tags, r.Tags, b.st))
	return recordOf(r, termList(b.lists.keepBytes(b.list)))
}

// appendKeys appends the keys of values.
func (b *Builder) appendKeys(keys, values []uint32) []uint32 {
	for _, id := range values {
		keys = append(keys, b.v.tags.entries.at(id).owner.key())
	}
	return keys
}

func (b *Builder) addTerms(ord uint32, values, keys []uint32) {
	for _, id := range values {
		b.v.tags.add(id, ord, b.st, tagLayout)
	}
	for _, id := range keys {
		b.v.tags.add(id, ord, b.st, tagLayout)
	}
}

func (b *Builder) removeTerms(ord uint32, values, keys []uint32) {
	for _, id := range values {
		b.v.tags.remove(id, ord, b.st, tagLayout)
	}
	for _, id := range keys {
		b.v.tags.remove(id, ord, b.st, tagLayout)
	}
}

// rename moves an ordinal from the grams and words of one name to another's.
// Names that fold alike touch nothing.
func (b *Builder) rename(ord uint32, from, to string) {
	if from == to {
		return
	}
	if from, to = fold.String(from), fold.String(to); from == to {
		return
	}
	b.naming.settle()
	b.grams, b.oldGrams = appendGrams(b.grams[:0], to), appendGrams(b.oldGrams[:0], from)
	for _, g := range difference(b.grams, b.oldGrams, cmp.Compare[gram]) {
		b.v.grams.edit(g, b.st).posting.add(ord, b.st, gramLayout)
	}
	for _, g := range difference(b.oldGrams, b.grams, cmp.Compare[gram]) {
		b.v.grams.remove(g, ord, b.st)
	}
	b.words, b.oldWords = appendWords(b.words[:0], to), appendWords(b.oldWords[:0], from)
	// Added last, so that a word that goes makes room.
	b.v.words.remove(difference(b.oldWords, b.words, compareWords), ord, b.st)
	b.v.words.add(difference(b.words, b.oldWords, compareWords), ord, b.st)
}

// unname takes an ordinal out of the postings of its folded name.
func (b *Builder) unname(ord uint32, name string) {
	b.naming.settle()
	b.oldGrams = appendGrams(b.oldGrams[:0], name)
	for _, g := range b.oldGrams {
		b.v.grams.remove(g, ord, b.st)
	}
	b.oldWords = appendWords(b.oldWords[:0], name)
	b.v.words.remove(b.oldWords, ord, b.st)
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
