package query

import (
	"cmp"
	"math"
	"strconv"
	"time"
)

// Point is what properties are compared with by order: an integer or a time.
// Points are comparable by ==. The zero Point is neither, and what an Expr has
// that compares with none.
type Point struct {
	kind Kind
	n    int64
}

// The first and the last second that a time can be, as Unix time: texts of
// the documented form have four digits for the year.
const (
	minTime = -62167219200
	maxTime = 253402300799
)

// Integer is the point n.
func Integer(n int64) Point { return Point{kind: KindInteger, n: n} }

// Time is the second that t is in; what is before the year 0 or after 9999 is
// moved to the nearest second that is not.
func Time(t time.Time) Point { return Seconds(t.Unix()) }

// Seconds is Time by the seconds since 1970, UTC.
func Seconds(unix int64) Point {
	return Point{kind: KindTime, n: min(max(unix, minTime), maxTime)}
}

// Kind is KindInteger or KindTime.
func (p Point) Kind() Kind { return p.kind }

// Number is the integer, or the time as seconds since 1970, UTC.
func (p Point) Number() int64 { return p.n }

// String returns the point as the text form writes it.
func (p Point) String() string { return string(p.append(nil)) }

func (p Point) append(b []byte) []byte {
	if p.kind == KindTime {
		return time.Unix(p.n, 0).UTC().AppendFormat(b, "2006-01-02T15:04:05Z")
	}
	return strconv.AppendInt(b, p.n, 10)
}

func (p Point) compare(q Point) int {
	return cmp.Or(cmp.Compare(p.kind, q.kind), cmp.Compare(p.n, q.n))
}

// lowest and highest are the ends of the points of a kind.
func (k Kind) lowest() Point {
	if k == KindTime {
		return Point{k, minTime}
	}
	return Point{k, math.MinInt64}
}

func (k Kind) highest() Point {
	if k == KindTime {
		return Point{k, maxTime}
	}
	return Point{k, math.MaxInt64}
}

// next and before are the neighbours of a point that is not the end.
func (p Point) next() Point   { return Point{p.kind, p.n + 1} }
func (p Point) before() Point { return Point{p.kind, p.n - 1} }

// ParsePoint reads a point: an integer of decimal digits, with a minus or
// without, or a time as ParseTime reads it.
func ParsePoint(text string) (Point, bool) {
	if n, ok := parseInteger(text); ok {
		return Integer(n), true
	}
	if unix, ok := ParseTime(text); ok {
		return Seconds(unix), true
	}
	return Point{}, false
}

func parseInteger(text string) (int64, bool) {
	if text == "" || text[0] == '+' {
		return 0, false
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// ParseTime reads a time in one of three forms, all of them UTC, and returns
// it as seconds since 1970 (SEMANTICS section 2, properties):
//
//	2024-01-31
//	2024-01-31T10:00:00Z
//	2024-01-31 10:00:00
//
// Nothing else is a time: no fractions of seconds, no leap seconds, no offsets.
func ParseTime(text string) (unix int64, ok bool) {
	clock := text[min(len(text), len("2024-01-31")):]
	year, ok1 := digits(text, 0, 4)
	month, ok2 := digits(text, 5, 2)
	day, ok3 := digits(text, 8, 2)
	if !ok1 || !ok2 || !ok3 || text[4] != '-' || text[7] != '-' {
		return 0, false
	}
	var hour, minute, second int
	switch {
	case clock == "":
	case len(clock) == len("T10:00:00Z") && clock[0] == 'T' && clock[9] == 'Z',
		len(clock) == len(" 10:00:00") && clock[0] == ' ':
		hour, ok1 = digits(clock, 1, 2)
		minute, ok2 = digits(clock, 4, 2)
		second, ok3 = digits(clock, 7, 2)
		if !ok1 || !ok2 || !ok3 || clock[3] != ':' || clock[6] != ':' {
			return 0, false
		}
	default:
		return 0, false
	}
	if month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59 {
		return 0, false
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, 0, time.UTC)
	if t.Day() != day {
		return 0, false // a 31st of April would be the 1st of May
	}
	return t.Unix(), true
}

// digits reads n decimal digits of text.
func digits(text string, from, n int) (int, bool) {
	if len(text) < from+n {
		return 0, false
	}
	number := 0
	for _, c := range []byte(text[from : from+n]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		number = number*10 + int(c-'0')
	}
	return number, true
}
