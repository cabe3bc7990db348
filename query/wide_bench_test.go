package query_test

import (
	"fmt"
	"testing"

	"github.com/tagdex/tagdex/query"
)

// wideOr is the Or of what one makes of n texts, in no order.
func wideOr(n int, one func(text string) query.Expr) query.Expr {
	args := make([]query.Expr, n)
	for i := range args {
		args[i] = one(fmt.Sprint("k", i*7919%n))
	}
	return query.Or(args...)
}

// BenchmarkNormalizeWide has what programs ask for: many of one kind.
func BenchmarkNormalizeWide(b *testing.B) {
	for _, n := range []int{200, 100_000} {
		for _, bench := range []struct {
			name string
			e    query.Expr
		}{
			{"keys", wideOr(n, query.Has)},
			{"values", wideOr(n, func(text string) query.Expr { return query.Eq("k", text) })},
			{"ids", wideOr(n, query.ID)},
			{"names", wideOr(n, query.NameContains)},
			{"no-keys", query.Not(wideOr(n, query.Has))},
		} {
			b.Run(fmt.Sprint(bench.name, "-", n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if query.Normalize(bench.e).Op() == query.OpNone {
						b.Fatal("nothing left")
					}
				}
			})
		}
	}
}
