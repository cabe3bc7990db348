package scalar

import (
	"math"
	"strconv"
	"strings"
)

// ParseNumber reads a decimal: an optional sign, digits, and an optional
// fraction and exponent, with nothing around them. Leading zeros may stand. It
// reports false for every other text, and for a decimal beyond the floats. It
// costs time in proportion to the text, little where that is a short integer.
func ParseNumber(text string) (Rank, bool) {
	if n, ok := shortInt(text); ok {
		return OfInt(n), true
	}
	d, ok := split(text)
	if !ok {
		return Rank{}, false
	}
	if r, ok := d.integer(); ok {
		return r, true
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return Rank{}, false
	}
	return OfFloat(f), true
}

// Canonical returns the canonical text (see AppendNumber) of the number that a
// text is, and whether it is one. Where that is the text itself, as of most
// integers, it costs no memory.
func Canonical(text string) (string, bool) {
	if n, ok := shortInt(text); ok && isCanonicalInt(text, n) {
		return text, true
	}
	r, ok := ParseNumber(text)
	if !ok {
		return "", false
	}
	var room [32]byte
	canonical := AppendNumber(room[:0], r)
	if string(canonical) == text {
		return text, true
	}
	return string(canonical), true
}

// IsNoncanonical reports whether a text is a decimal in another than the
// canonical form of its number. An equality with one, unlike others, does not
// hold for one text alone: "40.0" is asked for by it and the JSON number 40,
// whose text is "40".
func IsNoncanonical(text string) bool {
	canonical, ok := Canonical(text)
	return ok && canonical != text
}

// shortDigits is up to how many digits an integer surely fits 64 bits.
const shortDigits = 18

// shortInt reads what nearly all numbers are.
func shortInt(text string) (int64, bool) {
	digits := strings.TrimPrefix(text, "-")
	if len(digits) == 0 || len(digits) > shortDigits {
		return 0, false
	}
	n := int64(0)
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	if len(digits) < len(text) {
		n = -n
	}
	return n, true
}

// isCanonicalInt reports whether the text of an integer has neither leading
// zeros nor the sign of a zero.
func isCanonicalInt(text string, n int64) bool {
	digits := strings.TrimPrefix(text, "-")
	return n == 0 && text == "0" || n != 0 && digits[0] != '0'
}

// decimal is a decimal taken apart: 0.digits times ten to the power point. The
// digits neither begin nor end with a zero; there are none in zero.
type decimal struct {
	negative bool
	digits   []byte
	point    int
}

// split takes a decimal apart.
func split(text string) (decimal, bool) {
	var d decimal
	rest := text
	if rest != "" && (rest[0] == '-' || rest[0] == '+') {
		d.negative = rest[0] == '-'
		rest = rest[1:]
	}
	whole, rest := cutDigits(rest)
	if whole == "" {
		return decimal{}, false
	}
	fraction := ""
	if strings.HasPrefix(rest, ".") {
		if fraction, rest = cutDigits(rest[1:]); fraction == "" {
			return decimal{}, false
		}
	}
	exponent, ok := parseExponent(rest)
	if !ok {
		return decimal{}, false
	}
	d.digits = append(append(d.digits, whole...), fraction...)
	d.point = len(whole) + exponent
	for len(d.digits) > 0 && d.digits[0] == '0' {
		d.digits, d.point = d.digits[1:], d.point-1
	}
	for n := len(d.digits); n > 0 && d.digits[n-1] == '0'; n-- {
		d.digits = d.digits[:n-1]
	}
	return d, true
}

func cutDigits(s string) (digits, rest string) {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return s[:n], s[n:]
}

// maxExponent is beyond what any text may make good by its digits: longer ones
// are refused where they are stored or asked for.
const maxExponent = math.MaxInt32

// parseExponent reads what stands behind the digits: nothing, or an exponent.
func parseExponent(s string) (int, bool) {
	if s == "" {
		return 0, true
	}
	if s[0] != 'e' && s[0] != 'E' {
		return 0, false
	}
	s = s[1:]
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	digits, rest := cutDigits(s)
	if digits == "" || rest != "" {
		return 0, false
	}
	n := 0
	for _, c := range []byte(digits) {
		n = min(n*10+int(c-'0'), maxExponent)
	}
	if negative {
		n = -n
	}
	return n, true
}

// intDigits is how many digits the longest int64 has, and firstInexact the
// first integer that floats skip the neighbour of.
const (
	intDigits    = 19
	firstInexact = 1 << 53
)

// integer is the rank of a decimal that an int64 is nearest to: one that is an
// int64, or between two neighbours that are, of more than 53 bits. It reports
// false for the others, to which a float is.
func (d *decimal) integer() (Rank, bool) {
	if len(d.digits) == 0 {
		return Rank{}, true
	}
	if d.point < 1 || d.point > intDigits {
		return Rank{}, false
	}
	n := uint64(0)
	for i := range d.point {
		digit := byte('0')
		if i < len(d.digits) {
			digit = d.digits[i]
		}
		n = n*10 + uint64(digit-'0')
	}
	if d.point < len(d.digits) {
		if n < firstInexact {
			return Rank{}, false
		}
		n += d.roundUp(n)
	}
	return d.signed(n)
}

// roundUp is 1 if the digits behind the point are over a half, or are a half
// and n is odd.
func (d *decimal) roundUp(n uint64) uint64 {
	rest := d.digits[d.point:]
	if rest[0] > '5' || rest[0] == '5' && (len(rest) > 1 || n%2 == 1) {
		return 1
	}
	return 0
}

// signed is the rank of an integer by its absolute value, if that fits.
func (d *decimal) signed(n uint64) (Rank, bool) {
	switch {
	case n <= math.MaxInt64 && !d.negative:
		return OfInt(int64(n)), true
	case n <= math.MaxInt64:
		return OfInt(-int64(n)), true
	case n == 1<<63:
		f := math.Ldexp(1, 63)
		if d.negative {
			f = -f
		}
		return OfFloat(f), true
	}
	return Rank{}, false
}
