package nearest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// slowDistance is the table that everybody learns.
func slowDistance(a, b []rune) int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
		table[i][0] = i
	}
	for j := range table[0] {
		table[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			differ := 1
			if a[i-1] == b[j-1] {
				differ = 0
			}
			table[i][j] = min(table[i-1][j]+1, table[i][j-1]+1, table[i-1][j-1]+differ)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				table[i][j] = min(table[i][j], table[i-2][j-2]+1)
			}
		}
	}
	return table[len(a)][len(b)]
}

func checkDistance(t testing.TB, a, b string) {
	x, y := []rune(a), []rune(b)
	want := slowDistance(x, y)
	for limit := range maxLimit + 1 {
		require.Equal(t, min(want, limit+1), distance(x, y, limit, commonRunes), "%q to %q, limit %d", a, b, limit)
		if isASCII([]byte(a)) && isASCII([]byte(b)) {
			require.Equal(t, min(want, limit+1), distance([]byte(a), []byte(b), limit, commonBytes), "%q to %q, limit %d", a, b, limit)
		}
	}
}

func FuzzDistance(f *testing.F) {
	f.Add("abcd", "acbd")
	f.Add("", "x")
	f.Fuzz(func(t *testing.T, a, b string) {
		if len(a)+len(b) < 1000 {
			checkDistance(t, a, b)
		}
	})
}

// TestDistance: texts of few letters meet all ways to differ.
func TestDistance(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	text := func() string {
		var b strings.Builder
		for range rng.IntN(9) {
			b.WriteRune([]rune("abcé")[rng.IntN(4)])
		}
		return b.String()
	}
	same := "the same for all of them"
	for range 30_000 {
		checkDistance(t, text(), text())
		checkDistance(t, text()+same+text(), text()+same+text())
	}
	for _, pair := range [][2]string{{"", ""}, {"ca", "abc"}, {"aab", "aba"}, {"abab", "baba"}, {"aaaa", "aa"}} {
		checkDistance(t, pair[0], pair[1])
	}
}

func TestNames(t *testing.T) {
	counts := map[string]int{
		"region": 5, "Region": 2, "regions": 3, "legion": 9, "origin": 1, "env": 7, "environment": 4, "arch": 6, "a": 1,
		"größe": 3, "GRÖSSE": 1, "os": 2, "eu-west-1": 5, "eu-west-2": 9, "eu-north-1": 1, "eu-west-10": 9,
	}
	for asked, want := range map[string][]string{
		"regin":    {"region", "Region", "legion"}, // one edit, the more frequent first; then two
		"regoin":   {"region", "Region", "legion"},
		"REGION":   {"region", "Region", "legion"}, // the same in another case is nearest
		"envv":     {"env"},
		"enviro":   {"env", "environment"}, // prefixes both ways, by count
		"eu":       {"eu-west-10", "eu-west-2", "eu-west-1"},
		"eu-west":  {"eu-west-2", "eu-west-1", "eu-west-10"},
		"größen":   {"größe"},
		"GRÖßE":    {"größe", "GRÖSSE"},
		"Größse":   {"größe", "GRÖSSE"},
		"x":        {},
		"b":        {},
		"":         {},
		"so":       {"os"},
		"\xff":     {},
		"arc\xff":  {"arch"},
		"nonesuch": {},
	} {
		names := make([]string, 0, len(counts))
		for name := range counts {
			names = append(names, name)
		}
		for range 4 {
			rand.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			s := New(asked)
			for _, name := range append(names, names...) {
				s.Look(name, counts[name])
			}
			require.Equal(t, want, s.Names(), "%q", asked)
		}
	}
}

func TestLongNamesAreNearToNothing(t *testing.T) {
	long := strings.Repeat("x", maxName)
	s := New(long[1:])
	s.Look(long, 1)
	s.Look(long+"x", 1)
	require.Equal(t, []string{long}, s.Names())
	s = New(long + "x")
	s.Look(long, 1)
	require.Empty(t, s.Names())
}

func TestLookDoesNotAllocate(t *testing.T) {
	s := New("région")
	names := []string{"region", "Région", "RÉGION", "legion", "entirely different"}
	look := func() {
		for _, name := range names {
			s.Look(name, 1)
		}
	}
	look()
	require.Zero(t, testing.AllocsPerRun(100, look))
}

// BenchmarkLook is what 100,000 names cost.
func BenchmarkLook(b *testing.B) {
	for _, c := range []struct {
		name, asked, form string
	}{
		{"short", "regin", "region-%d"},
		{"long", strings.Repeat("k", 255), "%d" + strings.Repeat("v", 250)},
		{"worst", strings.Repeat("k", 255), strings.Repeat("k", 249) + "%06d"},
	} {
		names := make([]string, 100_000)
		for i := range names {
			names[i] = fmt.Sprintf(c.form, i)
		}
		slices.Sort(names)
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s := New(c.asked)
				for _, name := range names {
					s.Look(name, 1)
				}
			}
		})
	}
}
