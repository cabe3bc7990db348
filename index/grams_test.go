package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/internal/fold"
	"github.com/tagdex/tagdex/resource"
)

func rename(t testing.TB, b *Builder, id, name string) {
	t.Helper()
	if _, err := b.Upsert(&resource.Resource{ID: id, Name: name}); err != nil {
		t.Fatal(err)
	}
}

// TestGramsOfEveryName holds all patterns of up to three runes over an odd
// alphabet against a scan.
func TestGramsOfEveryName(t *testing.T) {
	alphabet := []rune{0, 1, 'a', 'B', '\u212a', '\u1e9e', '\ud7ff', '\ue000', '\uffff', '\U0001F600', '\U0010FFFF'}
	names := []string{"", "\x00", "\x00\x00", "\x00\x00\x00", "a", "aa", "aaa", "ab", "BA", "a\x00", "\x00a", "\U0010FFFF", "\U0010FFFF\U0010FFFF\U0010FFFF", "\U0001F600a\U0001F600b"}
	for i := range alphabet {
		names = append(names, string(alphabet[i:])+string(alphabet[:i]))
	}
	b, m := Empty().Builder(), newModel(0)
	for i, name := range names {
		r := resource.Resource{ID: fmt.Sprint(i), Name: name}
		rename(t, b, r.ID, name)
		m.upsert(r)
	}
	v := freeze(t, b)
	patterns := []string{""}
	for range GramRunes {
		for _, p := range patterns {
			for _, r := range alphabet {
				patterns = append(patterns, p+fold.String(string(r)))
			}
		}
		slices.Sort(patterns)
		patterns = slices.Compact(patterns)
	}
	for _, pattern := range patterns {
		if len([]rune(pattern)) > GramRunes {
			continue
		}
		if err := m.comparePattern(v, pattern); err != nil {
			t.Error(err)
		}
	}
}

func TestLongestGrams(t *testing.T) {
	g := func(runes ...rune) (g gram) {
		for _, r := range runes {
			g = g<<runeBits | (gram(r) + 1)
		}
		return g
	}
	for pattern, want := range map[string][]gram{
		"":            {0},
		"\x00":        {g(0)},
		"a":           {g('a')},
		"ab":          {g('a', 'b')},
		"abc":         {g('a', 'b', 'c')},
		"abcd":        {g('a', 'b', 'c'), g('b', 'c', 'd')},
		"aaaaaa":      {g('a', 'a', 'a')},
		"\x00\x00":    {g(0, 0)},
		"\U0010FFFFb": {g(0x10FFFF, 'b')},
		"ba\U0010FFFF\U0010FFFF\U0010FFFF": {
			g('a', 0x10FFFF, 0x10FFFF), g('b', 'a', 0x10FFFF), g(0x10FFFF, 0x10FFFF, 0x10FFFF),
		},
	} {
		var got []gram
		longestGrams(pattern, func(g gram) bool {
			got = append(got, g)
			return true
		})
		slices.Sort(got)
		if got = slices.Compact(got); !slices.Equal(got, want) {
			t.Errorf("%q: %x, want %x", pattern, got, want)
		}
	}
}

// TestSpread: which grams, by the one name that has each.
func TestSpread(t *testing.T) {
	text := fold.String("abcdeκ\u4e2dg")
	b := Empty().Builder()
	runes := []rune(text)
	for i := range len(runes) - GramRunes + 1 {
		rename(t, b, fmt.Sprint(i), string(runes[i:i+GramRunes]))
	}
	v := freeze(t, b)
	for _, tc := range []struct {
		text string
		want []uint32
	}{
		{"abc", []uint32{0}},
		{"abcd", []uint32{0, 1}},
		{"abcde", []uint32{0, 1, 2}},
		{text, []uint32{0, 2, 5}},
	} {
		var got []uint32
		for _, p := range v.Spread(tc.text, nil) {
			got = p.AppendTo(got)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("%q: the grams at %v, want %v", tc.text, got, tc.want)
		}
	}
}

// TestGramsAreForgotten turns names over: a gram goes with the last name that
// has it, not before, and its id is used again.
func TestGramsAreForgotten(t *testing.T) {
	b := Empty().Builder()
	rename(t, b, "a", "shared-xxx")
	rename(t, b, "b", "shared-yyy")
	v := freeze(t, b)
	old, most := v, v.grams.next
	for i := range 100 {
		b := v.Builder()
		rename(t, b, "b", "shared-"+string(rune('\u4e00'+i)))
		v = freeze(t, b)
		if i == 0 {
			most = v.grams.next // new ones stand beside old ones for a moment
		}
	}
	if v.grams.next != most {
		t.Errorf("%d ids of grams after a hundred names, %d after one", v.grams.next, most)
	}
	for _, tc := range []struct {
		v       *Version
		pattern string
		want    []uint32
	}{
		{v, "sha", []uint32{0, 1}},
		{v, "xxx", []uint32{0}},
		{v, "yyy", nil},
		{v, "y", nil},
		{v, "-\u4e63", []uint32{1}},
		{v, "\u4e62", nil},
		{old, "yyy", []uint32{1}},
		{old, "\u4e63", nil},
	} {
		if got := tc.v.Gram(tc.pattern).AppendTo(nil); !slices.Equal(got, tc.want) {
			t.Errorf("%q: %v, want %v", tc.pattern, got, tc.want)
		}
	}
}

// TestGramsSpread hashes grams that differ in one rune only, as a list of
// numbered names has them and as an attacker would choose them, with many
// secrets: in no bucket may there be many.
func TestGramsSpread(t *testing.T) {
	defer func(secret [2]uint64) { gramSecret = secret }(gramSecret)
	rng := rand.New(rand.NewPCG(6, 6))
	const n, buckets = 20_000, 1 << 12
	for range 300 {
		gramSecret = [2]uint64{rng.Uint64(), rng.Uint64() | 1}
		for place := range GramRunes {
			var in [buckets]uint8
			for r := range gram(n) {
				g := gram('a')<<(2*runeBits) | gram('b')<<runeBits | gram('c')
				g += (r + 0x20000) << (place * runeBits)
				in[g.hash()%buckets]++
			}
			// Five on average; of 4,096 hardly one has over 20.
			if longest := slices.Max(in[:]); longest > 30 {
				t.Fatalf("rune %d, secret %x: a bucket has %d of %d grams", place, gramSecret, longest, n)
			}
		}
	}
}
