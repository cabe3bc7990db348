package index

import "slices"

// Keep leaves in ords, which are sorted, those that are in the set, in their
// place. It costs a few nanoseconds for each of them, or for each ordinal of
// the set in between where those are not many more.
func (p Posting) Keep(ords []uint32) []uint32 { return p.choose(ords, true) }

// Drop leaves in ords, which are sorted, those that are not in the set. Costs
// as Keep.
func (p Posting) Drop(ords []uint32) []uint32 { return p.choose(ords, false) }

func (p Posting) choose(ords []uint32, want bool) []uint32 {
	switch {
	case p.set == nil:
		var one [1]uint32
		one[0] = p.only
		return merge(ords[:0], ords, one[:p.n], 0, want)
	case !p.isChunked():
		return merge(ords[:0], ords, p.list(), 0, want)
	}
	kept := ords[:0]
	for len(ords) > 0 {
		block := int(ords[0] >> BlockBits)
		n := sameBlock(ords)
		c := p.set.large.chunk(block)
		switch {
		case c == nil && want:
		case c == nil:
			kept = append(kept, ords[:n]...)
		default:
			kept = c.choose(kept, ords[:n], block, want)
		}
		ords = ords[n:]
	}
	return kept
}

// sameBlock is how many ordinals from the first on lie in its block: the step
// doubles as long as it stays there, and the last one is cut in halves.
func sameBlock(ords []uint32) int {
	last := ords[0] | lowMask
	if ords[len(ords)-1] <= last {
		return len(ords)
	}
	in, out := 0, 1
	for ords[out] <= last {
		in, out = out, min(2*out, len(ords)-1)
	}
	for in+1 < out {
		if middle := (in + out) / 2; ords[middle] <= last {
			in = middle
		} else {
			out = middle
		}
	}
	return out
}

// searchFrom is how many times longer one of two lists must be for its items
// to be searched instead of walked over.
const searchFrom = 16

// merge appends to kept the ordinals that are in a sorted list, to whose items
// base is added, or those that are not. It may overwrite ords, and kept may
// begin where they do.
func merge[T uint16 | uint32](kept, ords []uint32, list []T, base uint32, want bool) []uint32 {
	switch {
	case len(ords) > searchFrom*len(list):
		return mergeFew(kept, ords, list, base, want)
	case len(list) > searchFrom*len(ords):
		return search(kept, ords, list, base, want)
	case want:
		return intersect(kept, ords, list, base)
	}
	return subtract(kept, ords, list, base)
}

// mergeFew is merge for a list that is far shorter than ords.
func mergeFew[T uint16 | uint32](kept, ords []uint32, list []T, base uint32, want bool) []uint32 {
	for _, item := range list {
		ord := base + uint32(item)
		at, found := slices.BinarySearch(ords, ord)
		if !want {
			kept = append(kept, ords[:at]...)
		} else if found {
			kept = append(kept, ord)
		}
		if ords = ords[at:]; found {
			ords = ords[1:]
		}
	}
	if !want {
		kept = append(kept, ords...)
	}
	return kept
}

// search is merge for a list that is far longer than ords.
func search[T uint16 | uint32](kept, ords []uint32, list []T, base uint32, want bool) []uint32 {
	for i, ord := range ords {
		at, found := slices.BinarySearch(list, T(ord-base))
		if found == want {
			kept = append(kept, ord)
		}
		if list = list[at:]; len(list) == 0 {
			if !want {
				kept = append(kept, ords[i+1:]...)
			}
			break
		}
	}
	return kept
}

// twoWalks is from how many ordinals on it pays to walk over the halves of a
// list side by side: each step waits for the one before, but not for those of
// the other half.
const twoWalks = 64

// intersect walks over both lists. Which of them goes on is arithmetic, not a
// branch, since nobody could predict it. It overwrites ords.
func intersect[T uint16 | uint32](kept, ords []uint32, list []T, base uint32) []uint32 {
	if len(ords) < twoWalks {
		return append(kept, ords[:walk(ords, list, base, 0, 0, 0)]...)
	}
	middle := len(ords) / 2
	at, _ := slices.BinarySearch(list, T(ords[middle]-base))
	ords1, ords2, list1, list2 := ords[:middle], ords[middle:], list[:at], list[at:]
	n1, i1, j1, n2, i2, j2 := 0, 0, 0, 0, 0, 0
	for i1 < len(ords1) && j1 < len(list1) && i2 < len(ords2) && j2 < len(list2) {
		ord1, ord2 := ords1[i1], ords2[i2]
		a1, b1, a2, b2 := ord1-base, uint32(list1[j1]), ord2-base, uint32(list2[j2])
		ords1[n1], ords2[n2] = ord1, ord2
		n1, i1, j1 = n1+bit(a1 == b1), i1+bit(a1 <= b1), j1+bit(b1 <= a1)
		n2, i2, j2 = n2+bit(a2 == b2), i2+bit(a2 <= b2), j2+bit(b2 <= a2)
	}
	kept = append(kept, ords1[:walk(ords1, list1, base, n1, i1, j1)]...)
	return append(kept, ords2[:walk(ords2, list2, base, n2, i2, j2)]...)
}

// walk goes on where n of the first i ordinals are among the first j of a list.
// Those that are in it come to the front; it returns how many.
func walk[T uint16 | uint32](ords []uint32, list []T, base uint32, n, i, j int) int {
	for i < len(ords) && j < len(list) {
		ord := ords[i]
		a, b := ord-base, uint32(list[j])
		ords[n] = ord
		n, i, j = n+bit(a == b), i+bit(a <= b), j+bit(b <= a)
	}
	return n
}

// subtract is intersect for what is not in the list.
func subtract[T uint16 | uint32](kept, ords []uint32, list []T, base uint32) []uint32 {
	n := len(kept)
	kept = kept[:n+min(len(ords), cap(kept)-n)]
	i, j := 0, 0
	for i < len(ords) && j < len(list) {
		ord := ords[i]
		a, b := ord-base, uint32(list[j])
		kept[n] = ord
		n, i, j = n+bit(a < b), i+bit(a <= b), j+bit(b <= a)
	}
	return append(kept[:n], ords[i:]...)
}

// bitsFrom is from how many items on, of both lists, a bitset of one is made: to
// set bits and to test them, no step waits for the one before.
const bitsFrom = 10

// chooseOffsets is choose for a chunk of offsets.
func (c *chunk) chooseOffsets(kept, ords []uint32, block int, want bool) []uint32 {
	n, m := len(ords), int(c.n)
	if n+m < bitsFrom || n > searchFrom*m || m > searchFrom*n {
		return merge(kept, ords, c.offsets(), uint32(block)<<BlockBits, want)
	}
	var b Block
	c.or(&b)
	return chooseBits(kept, ords, &b, want)
}

// chooseBits is merge for a bitset.
func chooseBits(kept, ords []uint32, b *Block, want bool) []uint32 {
	n := len(kept)
	kept = kept[:n+min(len(ords), cap(kept)-n)]
	out := uint64(bit(!want))
	for _, ord := range ords {
		low := ord & lowMask
		kept[n] = ord
		n += int(b[low>>6]>>(low&63)&1 ^ out)
	}
	return kept[:n]
}

// bit is 1 for true. It compiles to no branch.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Without leaves in ords those that are not in a list. Both are sorted.
func Without(ords, list []uint32) []uint32 { return merge(ords[:0], ords, list, 0, false) }
