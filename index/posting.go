package index

import "slices"

// Posting is a set of ordinals: the resources that have one term. It is a
// small value; the sets it refers to belong to a Version and are never
// written once that is published. The zero Posting is empty.
//
// One ordinal is kept in the value itself. A few are a sorted list, the fewest
// of them in the set itself. More are split by block, and each block has a
// chunk, whose form depends on how many they are and how they lie.
type Posting struct {
	n    uint32
	only uint32 // the ordinal, if n is 1 and set is nil
	set  *set
}

type set struct {
	stamp stamp
	few   [fewMax]uint32 // sorted, as many as the posting has; in use if large is nil
	large *large
}

// fewMax fills a set up to a size class of the allocator. Of the values that
// two resources or more have, most are that rare.
const fewMax = 8

type large struct {
	list   []uint32 // sorted; in use if chunks is nil
	chunks []chunk  // by block; the last is not empty
}

// Single is the set of one ordinal.
func Single(ord uint32) Posting { return Posting{n: 1, only: ord} }

// Len is the number of ordinals. It is stored, not counted.
func (p Posting) Len() int { return int(p.n) }

// Has reports whether ord is in the set. A bit test, or a binary search.
func (p Posting) Has(ord uint32) bool {
	if p.set == nil {
		return p.n == 1 && p.only == ord
	}
	if !p.isChunked() {
		_, ok := slices.BinarySearch(p.list(), ord)
		return ok
	}
	c := p.set.large.chunk(int(ord >> BlockBits))
	return c != nil && c.has(ord&lowMask)
}

// isChunked tells whether the ordinals are in chunks.
func (p Posting) isChunked() bool {
	return p.set != nil && p.set.large != nil && p.set.large.chunks != nil
}

// list is the ordinals of a set that is not chunked.
func (p Posting) list() []uint32 {
	if p.set.large == nil {
		return p.set.few[:p.n]
	}
	return p.set.large.list
}

// chunk is what there is of a block, for reading; nil if that is nothing.
func (l *large) chunk(block int) *chunk {
	if block >= len(l.chunks) || l.chunks[block].n == 0 {
		return nil
	}
	return &l.chunks[block]
}

// section is the part of a list posting that lies in a block. one is room for
// a posting that has no list.
func (p Posting) section(block int, one *[1]uint32) []uint32 {
	var all []uint32
	switch {
	case p.set != nil:
		all = p.list()
	case p.n == 1 && int(p.only>>BlockBits) == block:
		one[0] = p.only
		return one[:]
	}
	base := uint32(block) << BlockBits
	from, _ := slices.BinarySearch(all, base)
	to, found := slices.BinarySearch(all[from:], base|lowMask)
	if found {
		to++
	}
	return all[from : from+to]
}

// Bits is the bitset of a block, where the posting keeps one: nil if it holds
// little or nothing of the block. It must not be changed.
func (p Posting) Bits(block int) *Block {
	if !p.isChunked() {
		return nil
	}
	switch c := p.set.large.chunk(block); {
	case c == nil:
		return nil
	case c.n == BlockSize:
		return &allBits
	default:
		return c.bits()
	}
}

// BlockLen is how many ordinals lie in a block.
func (p Posting) BlockLen(block int) int {
	if p.isChunked() {
		if c := p.set.large.chunk(block); c != nil {
			return int(c.n)
		}
		return 0
	}
	var one [1]uint32
	return len(p.section(block, &one))
}

// Or puts the ordinals of a block into dst and reports whether there were
// any.
func (p Posting) Or(block int, dst *Block) bool {
	if p.isChunked() {
		c := p.set.large.chunk(block)
		if c == nil {
			return false
		}
		c.or(dst)
		return true
	}
	var one [1]uint32
	part := p.section(block, &one)
	for _, ord := range part {
		dst.Set(ord & lowMask)
	}
	return len(part) > 0
}

// Fill overwrites dst with the ordinals of a block; false means that there
// are none, and dst is undefined then.
func (p Posting) Fill(block int, dst *Block) bool {
	if p.isChunked() {
		c := p.set.large.chunk(block)
		if c == nil {
			return false
		}
		c.fill(dst)
		return true
	}
	*dst = Block{}
	return p.Or(block, dst)
}

// And keeps in dst what the posting holds of a block; false means that
// nothing is left, and dst is undefined then.
func (p Posting) And(block int, dst *Block) (mayHold bool) {
	if p.isChunked() {
		c := p.set.large.chunk(block)
		return c != nil && c.and(dst)
	}
	var one [1]uint32
	return keep(dst, p.section(block, &one))
}

// keep leaves in dst only ordinals of the list, given by their low bits.
func keep[T uint16 | uint32](dst *Block, list []T) bool {
	var kept Block
	any := false
	for _, ord := range list {
		low := uint32(ord) & lowMask
		if dst.Has(low) {
			kept.Set(low)
			any = true
		}
	}
	*dst = kept
	return any
}

// AndNot takes the ordinals of a block out of dst; false means that nothing
// is left, true that something may be.
func (p Posting) AndNot(block int, dst *Block) bool {
	if p.isChunked() {
		c := p.set.large.chunk(block)
		return c == nil || c.andNot(dst)
	}
	var one [1]uint32
	for _, ord := range p.section(block, &one) {
		dst.Clear(ord & lowMask)
	}
	return true
}

// AppendTo appends all ordinals in ascending order.
func (p Posting) AppendTo(dst []uint32) []uint32 {
	if p.set == nil {
		if p.n == 1 {
			dst = append(dst, p.only)
		}
		return dst
	}
	if !p.isChunked() {
		return append(dst, p.list()...)
	}
	for block := range p.set.large.chunks {
		dst = p.set.large.chunks[block].appendTo(dst, block)
	}
	return dst
}
