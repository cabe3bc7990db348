package index

import (
	"math"
	"slices"
)

// Term is a key, or a value of a key, with the resources that have it.
type Term struct {
	text    string
	id      uint32
	owner   owner
	Posting Posting
}

func newTerm(id uint32, e *entry) Term {
	return Term{text: e.value, id: id, owner: e.owner, Posting: e.posting()}
}

// Text is the key, or the value.
func (t Term) Text() string { return t.text }

// Selection is a set of ordinals as an executor leaves it: by block, nil where
// a block holds nothing. It may be shorter than the Version has blocks.
type Selection []*Block

// In counts the ordinals of a posting that are in a selection. A block of a
// dense posting is one pass of a kernel, an ordinal of a sparse one a bit
// test.
func (p Posting) In(s Selection) int {
	n := 0
	switch {
	case p.set == nil:
		if p.n == 1 && s.has(p.only) {
			return 1
		}
	case p.isChunked():
		chunks := p.set.large.chunks
		for block, b := range s[:min(len(chunks), len(s))] {
			if c := &chunks[block]; c.n != 0 && b != nil {
				n += c.in(b)
			}
		}
	default:
		for _, ord := range p.list() {
			if s.has(ord) {
				n++
			}
		}
	}
	return n
}

func (s Selection) has(ord uint32) bool {
	block := ord >> BlockBits
	return int(block) < len(s) && s[block] != nil && s[block].Has(ord&lowMask)
}

// AppendIn appends the ordinals of a posting that are in a selection, in
// ascending order. tmp is scratch.
func (p Posting) AppendIn(dst []uint32, s Selection, tmp *Block) []uint32 {
	for block, b := range s {
		if b == nil || !p.Fill(block, tmp) || !tmp.And(b) {
			continue
		}
		dst = tmp.AppendTo(dst, block, 0, BlockSize)
	}
	return dst
}

// KeyTerm returns a key as a Term, or false if no resource has it.
func (v *Version) KeyTerm(key string) (Term, bool) {
	id, e := v.tags.find(0, key)
	if e == nil {
		return Term{}, false
	}
	return newTerm(id, e), true
}

// KeyTerms lists the keys, those of the most resources first. It looks at
// every term there is.
func (v *Version) KeyTerms() []Term {
	var terms []Term
	for id := range v.tags.next {
		if e := v.tags.entries.at(id); e != nil && e.owner == 0 && e.posting().n > 0 {
			terms = append(terms, newTerm(id, e))
		}
	}
	return bySize(terms)
}

// ValueTerms lists the values of a key, those of the most resources first; or
// it gives up, and returns false, when there are more than most.
func (v *Version) ValueTerms(key Term, most int) ([]Term, bool) {
	var terms []Term
	under := ownerOf(key.id)
	v.tags.order.from(func(id uint32) bool {
		e := v.tags.entries.at(id)
		return e.owner == under || v.tags.keyOf(e) > key.text
	}, func(id uint32) bool {
		e := v.tags.entries.at(id)
		if e.owner != under || len(terms) > most {
			return false
		}
		terms = append(terms, newTerm(id, e))
		return true
	})
	if len(terms) > most {
		return nil, false
	}
	return bySize(terms), true
}

// bySize orders terms by how many resources have them, the most first. Equal
// ones keep their order.
func bySize(terms []Term) []Term {
	// Sorting numbers is several times faster than sorting the terms.
	order := make([]uint64, len(terms))
	for i, t := range terms {
		order[i] = uint64(math.MaxUint32-t.Posting.n)<<32 | uint64(i)
	}
	slices.Sort(order)
	sorted := make([]Term, len(terms))
	for i, o := range order {
		sorted[i] = terms[uint32(o)]
	}
	return sorted
}

// TallyValues adds to a tally, for each ordinal, the id of the value that its
// resource has under the key, if it has one. The tally has room for Terms
// numbers. Costs a look at the resource and at each of its tags.
func (v *Version) TallyValues(t *Tally, key Term, ords []uint32) {
	under := ownerOf(key.id)
	for _, ord := range ords {
		terms := v.Record(ord).termList()
		for i := range terms.len() {
			id := terms.at(i)
			if v.tags.entries.at(id).owner == under {
				t.Add(id)
				break
			}
		}
	}
}

// TallyKeys adds to a tally, for each ordinal, the ids of the keys that its
// resource has. It costs as TallyValues.
func (v *Version) TallyKeys(t *Tally, ords []uint32) {
	for _, ord := range ords {
		terms := v.Record(ord).termList()
		for i := range terms.len() {
			t.Add(v.tags.entries.at(terms.at(i)).owner.key())
		}
	}
}

// TermOf returns the term with an id that TallyValues or TallyKeys gave.
func (v *Version) TermOf(id uint32) Term {
	return newTerm(id, v.tags.entries.at(id))
}

// IsKey tells a key from a value.
func (t Term) IsKey() bool { return t.owner == 0 }

// Terms is how many keys and values there are, or were at most.
func (v *Version) Terms() int { return int(v.tags.next) }
