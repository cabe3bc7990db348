package model

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

// decimal is what a number looks like (SEMANTICS section 2, numbers and times).
var decimal = regexp.MustCompile(`^([+-]?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$`)

// mostPower is beyond what a number may have before or behind its point.
const mostPower = 100_000

// Number is the number that a text is: the decimal itself if that is an int64,
// else the nearest that is an int64 or a finite float64, of two the even one.
func Number(text string) (*big.Rat, bool) {
	parts := decimal.FindStringSubmatch(text)
	if parts == nil {
		return nil, false
	}
	digits := strings.TrimLeft(parts[2]+parts[3], "0")
	if digits == "" {
		return new(big.Rat), true
	}
	power, err := strconv.Atoi("0" + strings.TrimLeft(parts[4], "+-"))
	if err != nil || power > mostPower {
		power = mostPower // what it is worth is seen below
	}
	if strings.HasPrefix(parts[4], "-") {
		power = -power
	}
	power -= len(parts[3])
	// The size decides about what would be too long to write out.
	switch size := len(digits) + power; {
	case size > 310:
		return nil, false
	case size < -330:
		return new(big.Rat), true
	}
	whole, _ := new(big.Int).SetString(digits, 10)
	x := new(big.Rat).SetInt(whole)
	ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(power, -power))), nil))
	if power < 0 {
		x.Quo(x, ten)
	} else {
		x.Mul(x, ten)
	}
	if parts[1] == "-" {
		x.Neg(x)
	}
	return nearest(x)
}

// nearest is x, or the nearest number there is.
func nearest(x *big.Rat) (*big.Rat, bool) {
	if x.IsInt() && x.Num().IsInt64() {
		return x, true
	}
	f, _ := x.Float64()
	if math.IsInf(f, 0) {
		return nil, false
	}
	if size := math.Abs(f); size < 1<<53 || size >= 1<<63 && !roundsToInt64(x) {
		return new(big.Rat).SetFloat64(f), true
	}
	// Integers lie closer together than floats there.
	return new(big.Rat).SetInt(roundHalfEven(x)), true
}

// roundsToInt64 reports whether the nearest integer is an int64.
func roundsToInt64(x *big.Rat) bool { return roundHalfEven(x).IsInt64() }

func roundHalfEven(x *big.Rat) *big.Int {
	whole, rest := new(big.Int).DivMod(x.Num(), x.Denom(), new(big.Int)) // rest is never negative
	switch c := rest.Lsh(rest, 1).Cmp(x.Denom()); {
	case c > 0, c == 0 && whole.Bit(0) == 1:
		whole.Add(whole, big.NewInt(1))
	}
	return whole
}

// CanonicalNumber is the canonical form of a number.
func CanonicalNumber(n *big.Rat) string {
	if n == nil {
		return ""
	}
	if n.IsInt() && n.Num().IsInt64() {
		return n.Num().String()
	}
	f, _ := n.Float64()
	switch size := math.Abs(f); {
	case size >= 1e21, size < 1e-6:
		return strconv.FormatFloat(f, 'e', -1, 64)
	case n.IsInt():
		return n.Num().String()
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}
