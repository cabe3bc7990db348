package engine_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestComparisonsOfTwoProperties has comparisons by order of two declared
// properties in one conjunction, of one kind and of two, in both orders and with
// others between: each property keeps its own range, and its own kind. The
// planner makes one range of the comparisons of one property, and must not take
// another one's for it.
func TestComparisonsOfTwoProperties(t *testing.T) {
	const n = 240
	c := engine.Open(&engine.Options{Properties: []query.Property{
		{Name: "a", Kind: query.KindInteger}, {Name: "b", Kind: query.KindInteger}, {Name: "at", Kind: query.KindTime},
	}})
	day := func(i int) time.Time { return time.Date(2024, 1, 1+i, 0, 0, 0, 0, time.UTC) }
	rs := make([]resource.Resource, n)
	for i := range rs {
		rs[i] = resource.Resource{ID: fmt.Sprint(i), Detail: fmt.Sprintf(`{"a":%d,"b":%d,"at":%q,"u":%d}`,
			i, i%12, day(i%30).Format(time.DateOnly), i%9)}
	}
	upsert(t, c, rs...)
	type part struct {
		e     query.Expr
		holds func(i int) bool
	}
	parts := []part{
		{query.PropAtLeast("a", query.Integer(50)), func(i int) bool { return i >= 50 }},
		{query.PropLess("a", query.Integer(130)), func(i int) bool { return i < 130 }},
		{query.PropAtMost("b", query.Integer(3)), func(i int) bool { return i%12 <= 3 }},
		{query.PropMore("b", query.Integer(0)), func(i int) bool { return i%12 > 0 }},
		{query.PropAtLeast("at", query.Time(day(4))), func(i int) bool { return i%30 >= 4 }},
		{query.PropAtMost("at", query.Time(day(20))), func(i int) bool { return i%30 <= 20 }},
		{query.PropMore("u", query.Integer(2)), func(i int) bool { return i%9 > 2 }}, // not declared
		{query.PropLess("a", query.Time(day(4))), func(int) bool { return false }},   // of the other kind
	}
	for set := range 1 << len(parts) {
		var chosen []part
		for i := range parts {
			if set>>i&1 == 1 {
				chosen = append(chosen, parts[i])
			}
		}
		want := 0
		for i := range n {
			if !slices.ContainsFunc(chosen, func(p part) bool { return !p.holds(i) }) {
				want++
			}
		}
		args := make([]query.Expr, len(chosen))
		for i := range chosen {
			args[i] = chosen[i].e
		}
		for range 2 {
			got, err := c.Count(bg, query.And(args...))
			require.NoError(t, err)
			require.Equal(t, want, got, "%v", query.And(args...))
			slices.Reverse(args)
		}
	}
}
