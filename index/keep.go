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

// sameBlock is how many ordinals from the first on lie in its block.
func sameBlock(ords []uint32) int {
	last := ords[0] | lowMask
	if ords[len(ords)-1] <= last {
		return len(ords)
	}
	n := 1
	for ords[n] <= last {
		n++
	}
	return n
}

// searchFrom is how many times longer one of two lists must be for its items
// to be searched instead of walked over.
const searchFrom = 16

// merge appends to kept the ordinals that are in a sorted list, to whose items
// base is added, or those that are not. kept may begin where ords does.
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

// intersect walks over both lists. Which of them goes on is arithmetic, not a
// branch, since nobody could predict it.
func intersect[T uint16 | uint32](kept, ords []uint32, list []T, base uint32) []uint32 {
	n := len(kept)
	kept = kept[:n+min(len(ords), cap(kept)-n)]
	i, j := 0, 0
	for i < len(ords) && j < len(list) {
		ord := ords[i]
		a, b := ord-base, uint32(list[j])
		kept[n] = ord
		n, i, j = n+bit(a == b), i+bit(a <= b), j+bit(b <= a)
	}
	return kept[:n]
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
