package index

// tagging is which resources inserted by a Builder are not in the postings of
// their terms yet: those from an ordinal on. They enter all at once, before
// anything is removed and before the Builder freezes, so that of many a
// posting is written in one go, with the length it needs.
type tagging struct {
	from uint32 // the first ordinal that is not in
	tags int    // of those that are not
}

// taggingSlot is of one term, by id.
type taggingSlot struct {
	owner owner
	end   uint32 // of its run in the list of ordinals, as far as it is written
}

const (
	taggingFew   = 256 // these are put in one by one
	taggingShare = 64  // and so are fewer than one to so many terms
)

// taggingMax is how many tags are sorted at a time, in eight bytes each. A
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

// tagAll is settleTags for many, from an ordinal on up to another.
func (b *Builder) tagAll(from, to uint32) {
	slots := make([]taggingSlot, b.v.tags.next)
	for id := range slots {
		slots[id].owner = b.v.tags.entries.at(uint32(id)).owner
	}
	for ord := from; ord < to; ord++ {
		terms := b.v.Record(ord).termList()
		for i := range terms.len() {
			slot := &slots[terms.at(i)]
			slot.end++
			slots[slot.owner.key()].end++
		}
	}
	b.tagCounted(slots, from, to)
}

// tagCounted is tagAll where it is known how many of the resources have each
// term: that is the end of its slot, at first.
func (b *Builder) tagCounted(slots []taggingSlot, from, to uint32) {
	ords := b.sortByTerm(slots, from, to)
	start := uint32(0)
	for id, slot := range slots {
		if start < slot.end {
			e := b.v.tags.entries.edit(uint32(id), b.st)
			p := e.posting()
			p.appendRun(ords[start:slot.end], b.st, tagLayout)
			e.setPosting(p)
		}
		start = slot.end
	}
}

// sortByTerm lists the ordinals from one on, up to another, under each of
// their terms: those of a term end at its slot's end, and begin where those
// of the slot before end.
func (b *Builder) sortByTerm(slots []taggingSlot, from, to uint32) []uint32 {
	// From how many there are to where each begins.
	sum := uint32(0)
	for id := range slots {
		n := slots[id].end
		slots[id].end = sum
		sum += n
	}
	ords := make([]uint32, sum)
	for ord := from; ord < to; ord++ {
		terms := b.v.Record(ord).termList()
		for i := range terms.len() {
			slot := &slots[terms.at(i)]
			ords[slot.end] = ord
			slot.end++
			key := &slots[slot.owner.key()]
			ords[key.end] = ord
			key.end++
		}
	}
	return ords
}
