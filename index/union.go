package index

import (
	"math/bits"
	"slices"
	"unsafe"
)

// Union returns the ordinals of all the postings as one posting of its own,
// which belongs to no version: it may outlive those of the postings. It costs
// what looking at every block once costs, and Size bytes.
func Union(postings []Posting) Posting {
	total, blocks := 0, 0
	for _, p := range postings {
		total += p.Len()
		blocks = max(blocks, p.blocks())
	}
	if total <= listMax(uint32(max(blocks, 1)-1)<<BlockBits) {
		return unionList(postings, total)
	}
	s := &set{large: &large{chunks: make([]chunk, blocks)}}
	n := 0
	var scratch Block
	for block := range s.large.chunks {
		if !FillUnion(postings, block, &scratch) {
			continue
		}
		here := scratch.Len()
		if here >= int(tagLayout.dense) {
			bits := scratch
			s.large.chunks[block] = chunkOfBits(&bits, here)
		} else {
			s.large.chunks[block] = chunkOfOffsets(scratch.appendLow(make([]uint16, 0, here)))
		}
		s.large.chunks[block].pack(tagLayout)
		n += here
	}
	return Posting{n: uint32(n), set: s}
}

// FillUnion overwrites dst with the ordinals of a block that are in some of the
// postings, and reports whether there are any; if not, dst is undefined.
func FillUnion(postings []Posting, block int, dst *Block) bool {
	if len(postings) > 1 {
		if a, b := postings[0].Bits(block), postings[1].Bits(block); a != nil && b != nil {
			dst.SetOr(a, b)
			return orAll(postings[2:], block, dst, true)
		}
	}
	*dst = Block{}
	return orAll(postings, block, dst, false)
}

func orAll(postings []Posting, block int, dst *Block, any bool) bool {
	for _, p := range postings {
		any = p.Or(block, dst) || any
	}
	return any
}

// unionList is Union of few ordinals.
func unionList(postings []Posting, total int) Posting {
	list := make([]uint32, 0, total)
	for _, p := range postings {
		list = p.AppendTo(list)
	}
	slices.Sort(list)
	return ofSorted(slices.Compact(list))
}

// ofSorted is a posting of sorted ordinals, which it may keep.
func ofSorted(ords []uint32) Posting {
	switch n := len(ords); {
	case n == 0:
		return Posting{}
	case n == 1:
		return Single(ords[0])
	case n <= fewMax:
		s := &set{}
		copy(s.few[:], ords)
		return Posting{n: uint32(n), set: s}
	}
	return Posting{n: uint32(len(ords)), set: &set{large: &large{list: ords}}}
}

// blocks is how many blocks the ordinals may span.
func (p Posting) blocks() int {
	switch {
	case p.n == 0:
		return 0
	case p.set == nil:
		return int(p.only>>BlockBits) + 1
	case p.isChunked():
		return len(p.set.large.chunks)
	}
	return int(p.list()[p.n-1]>>BlockBits) + 1
}

// appendLow appends the ordinals of a block by their low bits.
func (b *Block) appendLow(dst []uint16) []uint16 {
	for i, w := range b {
		for ; w != 0; w &= w - 1 {
			dst = append(dst, uint16(i<<6+bits.TrailingZeros64(w)))
		}
	}
	return dst
}

// Size is how much memory the posting refers to, in bytes: near enough to keep
// an account by.
func (p Posting) Size() int {
	if p.set == nil {
		return 0
	}
	size := int(unsafe.Sizeof(*p.set))
	l := p.set.large
	if l == nil {
		return size
	}
	size += int(unsafe.Sizeof(*l)) + 4*cap(l.list) + int(unsafe.Sizeof(chunk{}))*cap(l.chunks)
	for i := range l.chunks {
		size += l.chunks[i].size()
	}
	return size
}
