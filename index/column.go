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

// gather finds the numbers below n that were counted without Add.
func (t *Tally) gather(n int) {
	for i, count := range t.Counts[:n] {
		if count > 0 {
			t.Met = append(t.Met, uint32(i))
		}
	}
}

// fewValues is up to how many values all counts are looked at in the end,
// which costs less than to note each value when it is met first.
const fewValues = 1 << 12

// Count adds, for the resources of a selection that key has too, the places of
// their values, each plus one, to a tally that has room for all of them. tmp is
// scratch, and stop ends it early.
func (c *Column) Count(t *Tally, s Selection, key Posting, values int, tmp *Block, stop func(block int) bool) {
	for block, b := range s {
		if stop(block) {
			break
		}
		if b != nil && key.Fill(block, tmp) && tmp.And(b) {
			c.block(t, block, tmp, values)
		}
	}
	if c.plain(values) {
		t.gather(values + 1)
	}
}

func (c *Column) plain(values int) bool { return values < fewValues && c.wide == nil }

func (c *Column) block(t *Tally, block int, b *Block, values int) {
	switch {
	case c.wide != nil:
		tally(c.wide, block, b, t)
	case c.plain(values):
		countPlain(t.Counts[:values+1], c.narrow, block, b)
	default:
		tally(c.narrow, block, b, t)
	}
}

// CountOrds is Count for a list of ordinals, whatever values they have: 0 is
// counted for those that have none.
func (c *Column) CountOrds(t *Tally, ords []uint32) {
	if c.wide != nil {
		for _, ord := range ords {
			t.Add(c.wide[ord])
		}
		return
	}
	for _, ord := range ords {
		t.Add(uint32(c.narrow[ord]))
	}
}

func tally[T uint16 | uint32](places []T, block int, b *Block, t *Tally) {
	for i, w := range b {
		if w == 0 {
			continue
		}
		some := places[block<<BlockBits|i<<6:]
		for ; w != 0; w &= w - 1 {
			t.Add(uint32(some[bits.TrailingZeros64(w)]))
		}
	}
}

// countPlain is tally without a call for each ordinal.
func countPlain(counts []uint32, places []uint16, block int, b *Block) {
	for i, w := range b {
		if w == 0 {
			continue
		}
		some := places[block<<BlockBits|i<<6:]
		for ; w != 0; w &= w - 1 {
			counts[some[bits.TrailingZeros64(w)]]++
		}
	}
}
