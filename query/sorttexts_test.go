package query_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/query"
)

// TestSetsAreSorted has sets of texts that are hard to tell apart by how they
// begin.
func TestSetsAreSorted(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{2, 3, 63, 64, 65, 500} {
		for name, one := range map[string]func(i int) string{
			"short":         func(i int) string { return fmt.Sprint(i) },
			"zero bytes":    func(i int) string { return "a\x00\x00"[:1+i%3] + string(rune(i%7)) },
			"a long head":   func(i int) string { return fmt.Sprintf("0123456789abcdef%d", i) },
			"longer than 8": func(i int) string { return fmt.Sprintf("%d-0123456789-%d", i%5, i) },
			"the same":      func(i int) string { return "x" },
			"beginnings":    func(i int) string { return "prefixprefixprefixprefix"[:i%24] },
			"high bytes":    func(i int) string { return string(rune(0x10000 + i*37%1000)) },
		} {
			texts := make([]string, n)
			for i, at := range rng.Perm(n) {
				texts[i] = one(at)
			}
			given := slices.Clone(texts)
			want := slices.Compact(slices.Sorted(slices.Values(texts)))
			for _, e := range []query.Expr{query.IDs(texts...), query.In("k", texts...), query.PropIn("p", texts...)} {
				if len(want) == 1 {
					require.Equal(t, want[0], e.Value(), name)
					continue
				}
				require.Equal(t, want, e.Values(), "%d of %s", n, name)
			}
			require.Equal(t, given, texts, "the slice given was changed")
		}
	}
}
