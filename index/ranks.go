package index

import (
	"math"
	"math/bits"

	"github.com/tagdex/tagdex/internal/scalar"
)

// ranks are the ranks of a property by ordinal, and the zero Rank where none
// was set. The two parts of a Rank stand apart, because Low is 0 for all but
// integers of more than 53 bits: where there are none of those it takes no
// memory, and no look.
type ranks struct {
	highs vector[int64, [largeLeaf]int64]
	lows  vector[uint16, [largeLeaf]uint16]
	fine  int // how many have a Low
}

// at returns the rank of an ordinal.
func (r *ranks) at(ord uint32) scalar.Rank {
	var at scalar.Rank
	if high := r.highs.at(ord); high != nil {
		at.High = *high
	}
	if r.fine > 0 {
		if low := r.lows.at(ord); low != nil {
			at.Low = *low
		}
	}
	return at
}

// set gives a rank to an ordinal that has none.
func (r *ranks) set(ord uint32, to scalar.Rank, st stamp) {
	*r.highs.edit(ord, st) = to.High
	if to.Low != 0 {
		*r.lows.edit(ord, st) = to.Low
		r.fine++
	}
}

// release takes the rank from an ordinal.
func (r *ranks) release(ord uint32, st stamp) {
	if r.at(ord).Low != 0 {
		r.lows.release(ord, st)
		r.fine--
	}
	r.highs.release(ord, st)
}

// within keeps those of the ordinals of one leaf, which begins with base, whose
// rank is from first to last.
func (r *ranks) within(base uint32, ords uint64, first, last scalar.Rank) uint64 {
	low, high := first.High, last.High
	if r.fine == 0 && first.Low > 0 {
		if low == math.MaxInt64 {
			return 0
		}
		low++ // all that has this High is before first
	}
	if low > high {
		return 0
	}
	ords &= between(r.highs.leafAt(base), low, high)
	if r.fine == 0 {
		return ords
	}
	for rest := ords; rest != 0; rest &= rest - 1 {
		at := r.at(base + uint32(bits.TrailingZeros64(rest)))
		if at.Less(first) || last.Less(at) {
			ords &^= rest & -rest
		}
	}
	return ords
}

// between tells which of the numbers of a leaf, nil for zeroes, are in a range
// that is not empty.
func between(numbers *leaf[int64, [largeLeaf]int64], first, last int64) uint64 {
	if numbers == nil {
		if first <= 0 && 0 <= last {
			return ^uint64(0)
		}
		return 0
	}
	// One comparison: below first wraps round to far above.
	var w uint64
	span := uint64(last) - uint64(first)
	for i, n := range &numbers.items {
		var bit uint64
		if uint64(n)-uint64(first) <= span {
			bit = 1
		}
		w |= bit << i
	}
	return w
}
