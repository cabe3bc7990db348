package query_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/query"
)

// many returns n expressions.
func many(n int, one func(i int) query.Expr) []query.Expr {
	es := make([]query.Expr, n)
	for i := range es {
		es[i] = one(i)
	}
	return es
}

// checkStable checks that a normal form is its own.
func checkStable(t *testing.T, e query.Expr) query.Expr {
	t.Helper()
	normal := query.Normalize(e)
	require.True(t, query.Equal(normal, query.Normalize(normal)), "%v", normal)
	return normal
}

// Around MaxPairwise arguments what is compared each with each is, or is not;
// either way the normal form is stable.
func TestNormalizeAroundMaxPairwise(t *testing.T) {
	for _, n := range []int{query.MaxPairwise - 1, query.MaxPairwise, query.MaxPairwise + 1, 2 * query.MaxPairwise} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			few := n <= query.MaxPairwise

			// Alternatives of which each takes in the next.
			nested := checkStable(t, query.And(many(n, func(i int) query.Expr {
				return query.Or(many(i+2, func(j int) query.Expr { return query.Has(fmt.Sprintf("k%03d", j)) })...)
			})...))
			require.Equal(t, few, nested.Op() == query.OpOr, "%v", nested)

			// Contains of which each takes in the one before.
			parts := checkStable(t, query.And(many(n, func(i int) query.Expr {
				return query.Contains("k", strings.Repeat("x", i+1))
			})...))
			require.Equal(t, few, parts.Op() == query.OpContains, "%v", parts)

			// The same beside values, which only few are tried against.
			values := checkStable(t, query.And(parts, query.In("k", "x", strings.Repeat("x", n))))
			require.Equal(t, few, values.Op() == query.OpEq, "%v", values)

			// A chain in which each alternative settles the next.
			chain := many(n, func(i int) query.Expr {
				return query.Or(query.Not(query.Has(fmt.Sprint("k", i))), query.Has(fmt.Sprint("k", i+1)))
			})
			chained := checkStable(t, query.And(append(chain, query.Has("k0"))...))
			require.Equal(t, few, len(chained.Args()) == n+1 && chained.Args()[n].Op() == query.OpHas, "%v", chained)
		})
	}
}

// Mixed shapes, large enough to meet every bound, stay stable.
func TestNormalizeLargeIsStable(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for range 60 {
		data := make([]byte, 4000)
		for i := range data {
			data[i] = byte(rng.Uint32())
		}
		s := &source{data}
		es := many(20+rng.IntN(120), func(int) query.Expr { return midsize.expr(s, 3) })
		and, or := query.And(es...), query.Or(es...)
		for _, e := range []query.Expr{and, or} {
			normal := checkStable(t, e)
			for _, r := range universe {
				require.Equal(t, holds(e, r), holds(normal, r))
			}
		}
	}
}

// midsize is a vocabulary too large for everything to cancel out.
var midsize = words{
	keys:   numbered("k", 30),
	values: numbered("v", 200),
	parts:  numbered("", 200),
	names:  numbered("n", 200),
	ids:    numbered("i", 200),

	properties: numbered("p", 30),
	texts:      numbered("v", 200),
	scalars:    small.scalars,
}

func numbered(prefix string, n int) func(*source) string {
	return func(s *source) string { return fmt.Sprint(prefix, s.below(n)) }
}

// The order and grouping of arguments do not matter.
func TestNormalizeOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		data := make([]byte, 60)
		for i := range data {
			data[i] = byte(rng.Uint32())
		}
		s := &source{data}
		es := many(2+rng.IntN(5), func(int) query.Expr { return small.expr(s, 2) })
		and, or := query.Normalize(query.And(es...)), query.Normalize(query.Or(es...))
		rng.Shuffle(len(es), func(i, j int) { es[i], es[j] = es[j], es[i] })
		cut := rng.IntN(len(es))
		head, tail := es[:cut], es[cut:]
		require.True(t, query.Equal(and, query.Normalize(query.And(query.And(tail...), query.And(head...)))))
		require.True(t, query.Equal(or, query.Normalize(query.Or(query.Or(tail...), query.Or(head...)))))
	}
}

// De Morgan's laws: a normal form and its opposite's are opposites.
func TestNormalizeOpposite(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		data := make([]byte, 60)
		for i := range data {
			data[i] = byte(rng.Uint32())
		}
		e := small.expr(&source{data}, 4)
		opposite := query.Normalize(query.Not(e))
		require.True(t, query.Equal(query.Normalize(e), query.Normalize(query.Not(opposite))))
		negated := many(len(e.Args()), func(i int) query.Expr { return query.Not(e.Args()[i]) })
		switch e.Op() {
		case query.OpAnd:
			require.True(t, query.Equal(opposite, query.Normalize(query.Or(negated...))))
		case query.OpOr:
			require.True(t, query.Equal(opposite, query.Normalize(query.And(negated...))))
		}
	}
}

// Normalize leaves alone what it is given.
func TestNormalizeKeeps(t *testing.T) {
	e := query.And(query.In("k", "b", "a", "\xff"), query.Or(query.Has("z"), query.Has("y")), query.In("k", "c", "b"))
	before, args := e.String(), slices.Clone(e.Args())
	require.Equal(t, "k=b and (y or z)", query.Normalize(e).String())
	require.Equal(t, before, e.String())
	require.True(t, slices.EqualFunc(args, e.Args(), query.Equal))
}
