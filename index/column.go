package index

import "math/bits"

// Column gives, for each ordinal, the place of its value in a list of the
// values of one key: what the postings say, turned round. It is made from one
// Version and never changed.
type Column struct {
	// By ordinal: 1 + the place, or 0. One of the two is used.
	narrow []uint16
	wide   []uint32
}

// Column turns the values of a key round: two bytes an ordinal, four where
// there are many values. Costs a look at each ordinal of their postings.
func (v *Version) Column(values []Term) *Column {
	if len(values) < 1<<16 {
		return &Column{narrow: turn[uint16](values, v.next)}
	}
	return &Column{wide: turn[uint32](values, v.next)}
}

// Bytes is how much memory a column takes.
func (c *Column) Bytes() int { return 2*len(c.narrow) + 4*len(c.wide) }

func turn[T uint16 | uint32](values []Term, size uint32) []T {
	places := make([]T, size)
	var ords []uint32
	for i, t := range values {
		ords = t.Posting.AppendTo(ords[:0])
		for _, ord := range ords {
			places[ord] = T(i + 1)
		}
	}
	return places
}

// Tally counts small numbers. It is for one goroutine, and may be used again
// after Reset.
type Tally struct {
	Counts []uint32 // by number
	Met    []uint32 // the numbers whose count is not 0, in no order
}

// Grow makes room for the numbers below n.
func (t *Tally) Grow(n int) {
	if len(t.Counts) < n {
		t.Counts = make([]uint32, n)
	}
}

// Reset sets every count to 0.
func (t *Tally) Reset() {
	for _, n := range t.Met {
		t.Counts[n] = 0
	}
	t.Met = t.Met[:0]
}

// Add counts a number.
func (t *Tally) Add(n uint32) {
	if t.Counts[n] == 0 {
		t.Met = append(t.Met, n)
	}
	t.Counts[n]++
}

// Count adds the places of the values that a block's ordinals have, each plus
// one, to a tally that has room for them; 0 for an ordinal without a value.
func (c *Column) Count(block int, b *Block, t *Tally) {
	if c.wide != nil {
		tally(c.wide, block, b, t)
	} else {
		tally(c.narrow, block, b, t)
	}
}

func tally[T uint16 | uint32](places []T, block int, b *Block, t *Tally) {
	for i, w := range b {
		if w == 0 {
			continue
		}
		base := block<<BlockBits | i<<6
		for ; w != 0; w &= w - 1 {
			t.Add(uint32(places[base+bits.TrailingZeros64(w)]))
		}
	}
}
