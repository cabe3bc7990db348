// Package scalar reads the numbers and the times that properties and literals
// are, and gives each a place in their order (SEMANTICS section 2, numbers and
// times).
//
// A number is an int64 or a finite float64. A decimal that is neither is the
// nearest of them, so that reading keeps every order: of two decimals the
// smaller never becomes the larger. A time is an instant to the microsecond,
// in the years 0000 to 9999 of UTC.
package scalar

import (
	"cmp"
	"math"
	"strconv"
)

// Rank is the place of a number or of a time in the order of its kind: ranks
// compare by High, then by Low. The zero Rank is that of the number 0 and of
// the beginning of 1970.
//
// Of a time, High is its microseconds since 1970, UTC. Of a number, High is
// the largest float64 that is not above it, its bits arranged so that they
// compare as the floats do; Low is how far an int64 is above that float, which
// is 0 for every integer of 53 bits and at most 1023 for the others.
//
// Not every Rank is that of a number. Those in between serve as bounds: Next
// and Prev of a rank exclude what has it from a range.
type Rank struct {
	High int64
	Low  uint16
}

// The ends of all ranks.
var (
	MinRank = Rank{High: math.MinInt64}
	MaxRank = Rank{High: math.MaxInt64, Low: math.MaxUint16}
)

// Compare orders ranks.
func (r Rank) Compare(s Rank) int {
	if r.High != s.High {
		return cmp.Compare(r.High, s.High)
	}
	return cmp.Compare(r.Low, s.Low)
}

// Less reports whether r is before s.
func (r Rank) Less(s Rank) bool { return r.High < s.High || r.High == s.High && r.Low < s.Low }

// Min is the lesser of two ranks.
func Min(a, b Rank) Rank {
	if b.Less(a) {
		return b
	}
	return a
}

// Max is the greater of two ranks.
func Max(a, b Rank) Rank {
	if a.Less(b) {
		return b
	}
	return a
}

// Next is the rank right behind r, and MaxRank behind itself.
func (r Rank) Next() Rank {
	switch {
	case r.Low < math.MaxUint16:
		return Rank{r.High, r.Low + 1}
	case r.High < math.MaxInt64:
		return Rank{High: r.High + 1}
	}
	return r
}

// Prev is the rank right before r, and MinRank before itself.
func (r Rank) Prev() Rank {
	switch {
	case r.Low > 0:
		return Rank{r.High, r.Low - 1}
	case r.High > math.MinInt64:
		return Rank{r.High - 1, math.MaxUint16}
	}
	return r
}

// OfInt is the rank of a number that is an integer.
func OfInt(n int64) Rank {
	f := float64(n)
	if f >= -math.MinInt64 || int64(f) > n {
		f = math.Nextafter(f, math.Inf(-1))
	}
	return Rank{High: ordered(f), Low: uint16(n - int64(f))}
}

// OfFloat is the rank of a number that is a finite float.
func OfFloat(f float64) Rank { return Rank{High: ordered(f)} }

// ordered arranges the bits of a float so that they compare as the floats do.
// The two zeros are one number.
func ordered(f float64) int64 {
	if f == 0 {
		return 0
	}
	return turned(int64(math.Float64bits(f)))
}

// turned is its own inverse: negative floats have the bits of their absolute
// value, which run the other way.
func turned(bits int64) int64 {
	if bits < 0 {
		bits ^= math.MaxInt64
	}
	return bits
}

// Float is the number at a rank, or the float before it.
func (r Rank) Float() float64 { return math.Float64frombits(uint64(turned(r.High))) }

// Int is the number at a rank, if that is an int64.
func (r Rank) Int() (int64, bool) {
	f := r.Float()
	if f != math.Trunc(f) || f < math.MinInt64 || f >= -math.MinInt64 {
		return 0, false
	}
	return int64(f) + int64(r.Low), true
}

// IsNumber reports whether there is a number at a rank. Of times it tells
// whether there is one.
func (r Rank) IsNumber() bool {
	if r.Low == 0 {
		return true
	}
	n, ok := r.Int()
	return ok && OfInt(n) == r
}

// The sizes between which a number is written without exponent, as JavaScript
// and most writers of JSON do.
const (
	leastPlain = 1e-6
	mostPlain  = 1e21
)

// AppendNumber appends the canonical text of the number at a rank: an integer
// in decimal digits, another number by the fewest digits that are read as it;
// what is very large or very small has an exponent. Numbers are equal exactly
// if their canonical texts are.
func AppendNumber(dst []byte, r Rank) []byte {
	if n, ok := r.Int(); ok {
		return strconv.AppendInt(dst, n, 10)
	}
	f := r.Float()
	switch size := math.Abs(f); {
	case size >= mostPlain || size < leastPlain:
		return strconv.AppendFloat(dst, f, 'e', -1, 64)
	case f == math.Trunc(f):
		return strconv.AppendFloat(dst, f, 'f', 0, 64)
	}
	return strconv.AppendFloat(dst, f, 'f', -1, 64)
}
