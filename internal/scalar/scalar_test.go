package scalar

import (
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// exact is the number that a rank is of, in the arithmetic of math/big.
func exact(r Rank) *big.Rat {
	sum := new(big.Rat).SetFloat64(r.Float())
	return sum.Add(sum, new(big.Rat).SetInt64(int64(r.Low)))
}

// edges are numbers around which the order could break.
func edges() []int64 {
	all := []int64{0, 1, -1, 10, math.MaxInt64, math.MinInt64, math.MaxInt64 - 1, math.MinInt64 + 1}
	for bit := 50; bit < 63; bit++ {
		for off := int64(-3); off <= 3; off++ {
			all = append(all, 1<<bit+off, -(1<<bit)-off)
		}
	}
	return append(all, math.MaxInt64-511, math.MaxInt64-512, math.MaxInt64-513, math.MaxInt64-1023, math.MaxInt64-1024)
}

func TestRanksOrderAsNumbersDo(t *testing.T) {
	floats := []float64{
		0, 0.1, -0.1, 1.5, 1e300, -1e300, math.MaxFloat64, -math.MaxFloat64, math.SmallestNonzeroFloat64, 0x1p53, 0x1p63, -0x1p63,
		0x1p63 + 2048, -0x1p63 - 2048, 0x1p62, 0x1p62 + 512,
	}
	var ranks []Rank
	var numbers []*big.Rat
	for _, n := range edges() {
		r := OfInt(n)
		got, ok := r.Int()
		require.True(t, ok, n)
		require.Equal(t, n, got)
		ranks, numbers = append(ranks, r), append(numbers, new(big.Rat).SetInt64(n))
	}
	for _, f := range floats {
		require.Equal(t, f, OfFloat(f).Float())
		ranks, numbers = append(ranks, OfFloat(f)), append(numbers, new(big.Rat).SetFloat64(f))
	}
	for i, r := range ranks {
		require.Zero(t, exact(r).Cmp(numbers[i]), "%v of %v", r, numbers[i])
		for j, s := range ranks {
			want := numbers[i].Cmp(numbers[j])
			require.Equal(t, want, r.Compare(s), "%v and %v", numbers[i], numbers[j])
			require.Equal(t, want < 0, r.Less(s))
			require.Equal(t, want <= 0, Min(r, s) == r)
			require.Equal(t, want >= 0, Max(r, s) == r)
		}
		require.True(t, r.Prev().Less(r) && r.Less(r.Next()))
		require.Equal(t, r, r.Next().Prev())
	}
	require.Equal(t, MaxRank, MaxRank.Next())
	require.Equal(t, MinRank, MinRank.Prev())
}

func TestParseNumber(t *testing.T) {
	for text, canonical := range map[string]string{
		"0": "0", "-0": "0", "+0": "0", "0.0": "0", "-0.000": "0", "0e999999999999": "0", "00": "0", "1e-400": "0",
		"40": "40", "40.0": "40", "4e1": "40", "4E+1": "40", "+40": "40", "0040": "40", "400e-1": "40", "0.4e2": "40",
		"-40": "-40", "-040.00": "-40", "1e3": "1000", "1000": "1000", "1.5": "1.5", "01.50": "1.5", "15e-1": "1.5",
		"9223372036854775807": "9223372036854775807", "-9223372036854775808": "-9223372036854775808",
		"9223372036854775807.0": "9223372036854775807", "9223372036854775806.5": "9223372036854775806",
		"9223372036854775807.5": "9223372036854775808",
		"9223372036854775808":   "9223372036854775808", "9223372036854775809": "9223372036854775808",
		"-9223372036854775809": "-9223372036854775808", "-9223372036854775808.5": "-9223372036854775808",
		"9007199254740993": "9007199254740993", "9007199254740993.4": "9007199254740993", "9007199254740993.5": "9007199254740994",
		"9007199254740992.5": "9007199254740992", "9007199254740992.51": "9007199254740993",
		"4503599627370495.5": "4503599627370495.5", "4503599627370497.5": "4503599627370498", "18446744073709551616": "18446744073709551616",
		"0.1": "0.1", "0.10000000000000000001": "0.1", "1e20": "100000000000000000000", "1e21": "1e+21", "1e-7": "1e-07",
		"000000000000000000000000007": "7", "7.00000000000000000000000000": "7", "22.040": "22.04",
		"1" + strings.Repeat("0", 300): "1e+300", "0." + strings.Repeat("0", 400) + "1": "0",
		"1" + strings.Repeat("0", 400) + "e-400": "1", "0." + strings.Repeat("0", 400) + "1e401": "1",
	} {
		r, ok := ParseNumber(text)
		require.True(t, ok, text)
		require.Equal(t, canonical, string(AppendNumber(nil, r)), text)
		got, ok := Canonical(text)
		require.True(t, ok, text)
		require.Equal(t, canonical, got, text)
	}
	for _, text := range []string{
		"", " ", "-", "+", "--1", "+-1", ".5", "5.", "-.5", "1e", "1e+", "1e1.5", "e1", "0x1f", "1_000", "1,000", " 5", "5 ",
		"Inf", "NaN", "infinity", "٣", "1e400", "-1e400", "1e99999999999999999999", "2024-01-31", "1.2.3", "5\n", "1d", "½",
	} {
		_, ok := ParseNumber(text)
		require.False(t, ok, "%q", text)
		_, ok = Canonical(text)
		require.False(t, ok, "%q", text)
	}
}

// nearest is what ParseNumber must make of a decimal, found by math/big: the
// nearest number that is an int64 or a float64, of two the even one.
func nearest(text string) *big.Rat {
	x, _ := new(big.Rat).SetString(text)
	size := new(big.Rat).Abs(x)
	inexact, end := new(big.Rat).SetInt64(1<<53), new(big.Rat).SetFloat64(0x1p63)
	if x.IsInt() && x.Num().IsInt64() {
		return x
	}
	if size.Cmp(inexact) < 0 || size.Cmp(end) >= 0 {
		f, _ := x.Float64()
		return new(big.Rat).SetFloat64(f)
	}
	doubled := new(big.Int).Quo(new(big.Int).Mul(size.Num(), big.NewInt(2)), size.Denom())
	whole := new(big.Int).Rsh(doubled, 1)
	if doubled.Bit(0) == 1 {
		half := new(big.Rat).Sub(size, new(big.Rat).SetInt(whole))
		if half.Cmp(big.NewRat(1, 2)) > 0 || whole.Bit(0) == 1 {
			whole.Add(whole, big.NewInt(1))
		}
	}
	if x.Sign() < 0 {
		whole.Neg(whole)
	}
	return new(big.Rat).SetInt(whole)
}

func FuzzNumber(f *testing.F) {
	for _, text := range []string{
		"0", "-0", "40", "40.0", "1e3", "9223372036854775807.5", "9007199254740993.5", "-9007199254740992.5", "18014398509481985.5",
		"1e308", "4.9e-324", "2.5e-324", "123456789012345678901234567890", "0.1", "-1e-7", "9223372036854776832", "1.7976931348623159e308",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, ok := ParseNumber(text)
		if !ok {
			return
		}
		canonical := string(AppendNumber(nil, r))
		again, ok := ParseNumber(canonical)
		require.True(t, ok, canonical)
		require.Equal(t, r, again, "%q is %s", text, canonical)
		if len(text) < 100 && !strings.ContainsAny(text, "eE") { // math/big writes an exponent out
			require.Zero(t, nearest(text).Cmp(exact(r)), "%q is %s", text, canonical)
		}
	})
}

func TestParseTime(t *testing.T) {
	for text, canonical := range map[string]string{
		"2024-01-31":                          "2024-01-31T00:00:00Z",
		"2024-01-31T10:00:00Z":                "2024-01-31T10:00:00Z",
		"2024-01-31 10:00:00":                 "2024-01-31T10:00:00Z",
		"2024-01-31T10:00:00":                 "2024-01-31T10:00:00Z",
		"2024-01-31t10:00:00z":                "2024-01-31T10:00:00Z",
		"2024-01-31 10:00:00z":                "2024-01-31T10:00:00Z",
		"2025-06-01T08:00:00.250Z":            "2025-06-01T08:00:00.25Z",
		"2025-06-01T08:00:00.250+08:00":       "2025-06-01T00:00:00.25Z",
		"2025-06-01T00:00:00-23:59":           "2025-06-01T23:59:00Z",
		"2025-06-01T00:00:00-00:00":           "2025-06-01T00:00:00Z",
		"2025-06-01 08:00:00.1":               "2025-06-01T08:00:00.1Z",
		"2025-06-01T08:00:00.123456789+05:30": "2025-06-01T02:30:00.123456Z",
		"2025-06-01T08:00:00.9999999Z":        "2025-06-01T08:00:00.999999Z",
		"2025-06-01T08:00:00.0000009Z":        "2025-06-01T08:00:00Z",
		"1969-12-31T23:59:59.999999Z":         "1969-12-31T23:59:59.999999Z",
		"1990-12-31T23:59:60Z":                "1991-01-01T00:00:00Z",
		"1990-12-31T15:59:60-08:00":           "1991-01-01T00:00:00Z",
		"1990-12-31T23:59:60.5Z":              "1991-01-01T00:00:00.5Z",
		"0000-01-01":                          "0000-01-01T00:00:00Z",
		"9999-12-31T23:59:59.999999Z":         "9999-12-31T23:59:59.999999Z",
		"2024-02-29":                          "2024-02-29T00:00:00Z",
	} {
		r, ok := ParseTime(text)
		require.True(t, ok, text)
		require.Equal(t, canonical, string(AppendTime(nil, r)), text)
		again, ok := ParseTime(canonical)
		require.True(t, ok)
		require.Equal(t, r, again)
		require.Equal(t, r, OfTime(r.Time()))
	}
	for _, text := range []string{
		"", "2024", "2024-01", "2024-1-31", "24-01-31", "2024-01-32", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-01", "2024-01-00",
		"2024-01-31T", "2024-01-31Z", "2024-01-31T10", "2024-01-31T10:00", "2024-01-31T10:00Z", "2024-01-31T24:00:00Z", "2024-01-31T10:60:00Z",
		"2024-01-31T10:00:61Z", "2024-01-30T23:59:60Z", "2024-01-31T10:00:60Z", "2024-01-31T10:00:00.Z", "2024-01-31T10:00:00,5Z",
		"2024-01-31T10:00:00+0800", "2024-01-31T10:00:00+08", "2024-01-31T10:00:00+24:00", "2024-01-31T10:00:00+08:60", "2024-01-31T10:00:00 +08:00",
		"2024-01-31T10:00:00 Z", " 2024-01-31", "2024-01-31 ", "2024/01/31", "2024-01-31_10:00:00Z", "2024-01-31  10:00:00", "2024-01-31T10:00:00ZZ",
		"0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "9999-12-31T23:59:60Z", "10000-01-01", "-001-01-01", "+2024-01-01",
		"2024-01-31T1O:00:00Z", "2024-01-31T10:00:00Z\n", "1706695200", "2024-01-31T10:00:00UTC",
	} {
		_, ok := ParseTime(text)
		require.False(t, ok, "%q", text)
	}
	require.Equal(t, OfTime(time.Unix(lastSecond+1, 0)), OfTime(time.Unix(math.MaxInt64, 0)))
	require.Equal(t, Rank{High: firstMicro}, OfTime(time.Unix(math.MinInt64, 0)))
}

// FuzzTime holds what is read against the standard library, which reads a part
// of it.
func FuzzTime(f *testing.F) {
	for _, text := range []string{"2024-01-31T10:00:00Z", "2024-01-31T10:00:00.25+08:00", "2024-01-31 10:00:00", "0000-01-01T00:00:00Z", "2024-12-31T23:59:60Z"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, ok := ParseTime(text)
		if ok {
			again, ok := ParseTime(string(AppendTime(nil, r)))
			require.True(t, ok)
			require.Equal(t, r, again)
		}
		// Parse takes commas, and seconds of one digit.
		if std, err := time.Parse(time.RFC3339, text); err == nil && !strings.Contains(text, ",") && len(text) >= len("2024-01-31T10:00:00Z") && text[13] == ':' {
			year := std.UTC().Year()
			require.Equal(t, year >= 0 && year <= 9999, ok, text)
			if ok {
				require.Equal(t, OfTime(std), r, text)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"40", "1.5", "9223372036854775807"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				ParseNumber(text)
			}
		})
	}
	b.Run("time", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			ParseTime("2024-01-31T10:00:00Z")
		}
	})
}
