package engine_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestBlocksThatHoldNothing combines sets of which each lies in one or two of
// three blocks, so that what one block leaves in scratch must not be seen in
// the next.
func TestBlocksThatHoldNothing(t *testing.T) {
	const block, n = 16_384, 40_000
	where := map[string]func(i int) bool{
		"first":  func(i int) bool { return i < block && i%3 > 0 },
		"middle": func(i int) bool { return i/block == 1 && i%3 < 2 },
		"last":   func(i int) bool { return i >= 2*block && i%2 == 0 },
		"outer":  func(i int) bool { return i/block != 1 && i%5 > 1 },
		"all":    func(i int) bool { return i%7 > 0 },
	}
	rs := make([]resource.Resource, n)
	for i := range rs {
		rs[i] = res(fmt.Sprint("id", i))
		for key, in := range where {
			if in(i) {
				rs[i].Tags = append(rs[i].Tags, resource.Tag{Key: key, Value: fmt.Sprint(i % 2)})
			}
		}
	}
	s := open(t, rs...).Snapshot()
	type set struct {
		e  query.Expr
		in func(i int) bool
	}
	var sets []set
	for key, in := range where {
		sets = append(sets, set{query.Has(key), in}, set{query.In(key, "0", "1"), in}, set{query.Not(query.Has(key)), func(i int) bool { return !in(i) }})
	}
	check := func(e query.Expr, in func(i int) bool) {
		want := 0
		for i := range n {
			if in(i) {
				want++
			}
		}
		got, err := s.Count(bg, e)
		require.NoError(t, err)
		require.Equal(t, want, got, "%s", e)
	}
	for i, a := range sets {
		for j, b := range sets {
			c := sets[(i*5+j*3)%len(sets)]
			check(query.Or(a.e, b.e), func(i int) bool { return a.in(i) || b.in(i) })
			check(query.Or(query.And(a.e, c.e), b.e), func(i int) bool { return a.in(i) && c.in(i) || b.in(i) })
			check(query.And(c.e, query.Or(a.e, b.e)), func(i int) bool { return c.in(i) && (a.in(i) || b.in(i)) })
			check(query.Not(query.And(a.e, query.Or(b.e, c.e))), func(i int) bool { return !(a.in(i) && (b.in(i) || c.in(i))) })
		}
	}
}

// TestQueriesOfManyBlocksAreCancelled ends a context between two blocks.
func TestQueriesOfManyBlocksAreCancelled(t *testing.T) {
	const n = 16*16_384 + 1
	c := engine.Open(nil)
	_, err := c.Load(bg, func(yield func(resource.Resource, error) bool) {
		for i := range n {
			r := resource.Resource{ID: fmt.Sprint(i)}
			for k, key := range []string{"two", "three"} {
				if i%(k+2) == 0 {
					r.Tags = append(r.Tags, resource.Tag{Key: key})
				}
			}
			if !yield(r, nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	e := parse(t, "two and three")
	count, err := c.Count(bg, e)
	require.NoError(t, err)
	require.Equal(t, (n+5)/6, count)
	for name, ask := range map[string]func(ctx *countdown) error{
		"Count": func(ctx *countdown) error { _, err := c.Count(ctx, e); return err },
		"Find":  func(ctx *countdown) error { _, err := c.Find(ctx, e, engine.Page{}); return err },
	} {
		// Asked before it begins, with the first block and with the seventeenth.
		require.NoError(t, ask(&countdown{Context: bg, left: 3}), name)
		require.ErrorIs(t, ask(&countdown{Context: bg, left: 2}), context.Canceled, name)
	}
}
