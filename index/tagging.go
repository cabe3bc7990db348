package index

import "math/bits"

// tagging is which resources inserted by a Builder are not in the postings of
// their terms yet: those from an ordinal on. They enter all at once, before
// anything is removed and before the Builder freezes, so that of many a
// posting is written in one go, with the length it needs.
type tagging struct {
	from uint32 // the first ordinal that is not in
	tags int    // of those that are not
}

const (
	taggingFew   = 256 // these are put in one by one
	taggingShare = 64  // and so are fewer than one to so many terms
)

// taggingMax is how many tags are sorted at a time, in twelve bytes each. A
// variable for tests.
var taggingMax = 1 << 24

// settleTags puts every resource inserted into the postings of its terms.
func (b *Builder) settleTags() {
	from, next := b.tagging.from, b.v.next
	b.tagging = tagging{from: next}
	if n := next - from; n <= taggingFew || n < b.v.tags.next/taggingShare {
		for ord := from; ord < next; ord++ {
			b.values = b.v.Record(ord).termList().appendTo(b.values[:0])
			b.keys = b.appendKeys(b.keys[:0], b.values)
			b.addTerms(ord, b.values, b.keys)
		}
		return
	}
	for from < next {
		to := from
		for tags := 0; to < next && tags < taggingMax; to++ {
			tags += b.v.Record(to).termList().len()
		}
		b.tagAll(from, to)
		from = to
	}
}

// tagAll is settleTags for many, from an ordinal on up to another. It reports
// false, and leaves postings that cannot be used, if a resource has a tag or a
// key twice or a key for a tag, which Upsert has ruled out.
func (b *Builder) tagAll(from, to uint32) (ok bool) {
	tags := b.sortTags(from, to)
	for id := range b.v.tags.next {
		if run := tags.of(id); len(run) > 0 {
			e := b.v.tags.entries.edit(id, b.st)
			if e.owner == 0 || !ascends(run) {
				return false
			}
			b.tagOne(e, run)
		}
	}
	return b.tagKeys(&tags, from, to)
}

// tagOne appends a run to a term's posting.
func (b *Builder) tagOne(e *entry, run []uint32) {
	p := e.posting()
	p.appendRun(run, b.st, tagLayout)
	e.setPosting(p)
}

// tagKeys is tagAll for the keys, which have what their values have.
func (b *Builder) tagKeys(tags *grouped, from, to uint32) (ok bool) {
	entries := &b.v.tags.entries
	keys := tags.byKey(entries)
	u := newKeyUnion(from, to)
	for key := range b.v.tags.next {
		if values := keys.of(key); len(values) > 0 {
			run, disjoint := u.unite(tags, values)
			if !disjoint {
				return false
			}
			b.tagOne(entries.edit(key, b.st), run)
		}
	}
	return true
}

// grouped are numbers by another number: ordinals by term, values by key.
type grouped struct {
	ends  []uint32 // of each group in items, where it begins as the one before ends
	items []uint32
}

func (g *grouped) of(group uint32) []uint32 {
	if group == 0 {
		return g.items[:g.ends[0]]
	}
	return g.items[g.ends[group-1]:g.ends[group]]
}

// partsAtOnce is how many parts of something larger than the caches are written
// to side by side, as a power of two, and tagPartTerms how many terms a part has
// at least, as one too: what is known of them stays near.
const (
	partsAtOnce  = 9
	tagPartTerms = 11
)

// sortTags lists the ordinals from one on, up to another, under each of the tags
// they have. They are sorted by part of the terms first, as each part's terms
// are near, and all of them are not.
func (b *Builder) sortTags(from, to uint32) grouped {
	n := b.v.tags.next
	shift := max(tagPartTerms, bits.Len32(n)-partsAtOnce)
	var next [1 << partsAtOnce]uint32
	for ord := from; ord < to; ord++ {
		terms := b.v.Record(ord).termList()
		for i := range terms.len() {
			next[terms.at(i)>>shift]++
		}
	}
	type tag struct{ id, ord uint32 }
	tags := make([]tag, sums(next[:]))
	for ord := from; ord < to; ord++ {
		terms := b.v.Record(ord).termList()
		for i := range terms.len() {
			id := terms.at(i)
			at := &next[id>>shift]
			tags[*at] = tag{id, ord}
			*at++
		}
	}
	g := grouped{ends: make([]uint32, n), items: make([]uint32, len(tags))}
	for _, t := range tags {
		g.ends[t.id]++
	}
	sums(g.ends)
	for _, t := range tags {
		at := &g.ends[t.id]
		g.items[*at] = t.ord
		*at++
	}
	return g
}

// sums puts in place of each number the sum of those before, and returns that
// of all.
func sums(numbers []uint32) uint32 {
	sum := uint32(0)
	for i, n := range numbers {
		numbers[i] = sum
		sum += n
	}
	return sum
}

// byKey lists the terms that some resource has under their keys.
func (g *grouped) byKey(entries *vector[entry, [largeLeaf]entry]) grouped {
	k := grouped{ends: make([]uint32, len(g.ends))}
	owners := make([]owner, len(g.ends))
	for id := range owners {
		if len(g.of(uint32(id))) > 0 {
			owners[id] = entries.at(uint32(id)).owner
			k.ends[owners[id].key()]++
		}
	}
	k.items = make([]uint32, sums(k.ends))
	for id, owner := range owners {
		if owner != 0 {
			at := &k.ends[owner.key()]
			k.items[*at] = uint32(id)
			*at++
		}
	}
	return k
}
