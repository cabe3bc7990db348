package query

import (
	"cmp"
	"math"
	"time"

	"github.com/tagdex/tagdex/internal/scalar"
)

// Scalar is what properties are compared with by order: a number or a time
// (SEMANTICS section 2, numbers and times). Scalars are comparable by ==. The
// zero Scalar is neither, and compares with nothing: a comparison by order with
// it selects no resource.
type Scalar struct {
	high int64 // of the rank; taken apart, it leaves room for the kind
	low  uint16
	kind Kind
}

func scalarOf(kind Kind, r scalar.Rank) Scalar { return Scalar{high: r.High, low: r.Low, kind: kind} }

// rank is the place of s in the order of its kind.
func (s Scalar) rank() scalar.Rank { return scalar.Rank{High: s.high, Low: s.low} }

// Integer is the number n.
func Integer(n int64) Scalar { return scalarOf(KindNumber, scalar.OfInt(n)) }

// Float is the number f. What is no number, NaN and the infinities, is the zero
// Scalar.
func Float(f float64) Scalar {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Scalar{}
	}
	return scalarOf(KindNumber, scalar.OfFloat(f))
}

// Time is the microsecond that t is in; what is before the year 0 or after 9999
// is moved to the nearest that is not.
func Time(t time.Time) Scalar { return scalarOf(KindTime, scalar.OfTime(t)) }

// ParseScalar reads a decimal or a time, as SEMANTICS section 2, numbers and
// times, says what those are. No text is both.
func ParseScalar(text string) (Scalar, bool) {
	if r, ok := scalar.ParseNumber(text); ok {
		return scalarOf(KindNumber, r), true
	}
	if r, ok := scalar.ParseTime(text); ok {
		return scalarOf(KindTime, r), true
	}
	return Scalar{}, false
}

// Kind is KindNumber or KindTime, and KindText of the zero Scalar.
func (s Scalar) Kind() Kind { return s.kind }

// Time is the time that s is, UTC; of a number it means nothing.
func (s Scalar) Time() time.Time { return s.rank().Time() }

// String returns the scalar as the text form writes it: a number in its
// canonical form, a time in UTC.
func (s Scalar) String() string { return string(s.append(nil)) }

func (s Scalar) append(b []byte) []byte {
	if s.kind == KindTime {
		return scalar.AppendTime(b, s.rank())
	}
	return scalar.AppendNumber(b, s.rank())
}

func (s Scalar) compare(other Scalar) int {
	return cmp.Or(cmp.Compare(s.kind, other.kind), s.rank().Compare(other.rank()))
}

// lowest and highest are the ends of the scalars of a kind.
func (k Kind) lowest() scalar.Rank {
	if k == KindTime {
		return scalar.FirstTime
	}
	return scalar.OfFloat(-math.MaxFloat64)
}

func (k Kind) highest() scalar.Rank {
	if k == KindTime {
		return scalar.LastTime
	}
	return scalar.OfFloat(math.MaxFloat64)
}
