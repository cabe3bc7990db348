package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestIDs holds lists of ids, few and many, there and not, against a look at
// each resource, in every place of an expression.
func TestIDs(t *testing.T) {
	const n = 40_000
	c := open(t, numbered(n)...)
	remove(t, c, "id7", "id39999")
	rng := rand.New(rand.NewPCG(1, 2))
	for _, k := range []int{0, 1, 2, 15, 16, 17, 300, 1025, 20_000, n} {
		var list []string
		wanted := map[string]bool{}
		for _, i := range rng.Perm(n + 50)[:k] {
			id := fmt.Sprint("id", i)
			list, wanted[id] = append(list, id), true
		}
		list = append(list, list[:k/2]...) // some twice
		each := make([]query.Expr, len(list))
		for i, id := range list {
			each[i] = query.ID(id)
		}
		for name, e := range map[string]query.Expr{
			"IDs":           query.IDs(list...),
			"Or of ids":     query.Or(each...),
			"and":           query.And(query.Has("k"), query.Or(query.IDs(list[:len(list)/2]...), query.IDs(list[len(list)/2:]...))),
			"not not":       query.Not(query.And(query.Tagged(), query.Not(query.IDs(list...)))),
			"beside others": query.Or(query.And(query.IDs(list...), query.Eq("third", "1")), query.And(query.IDs(list...), query.Not(query.Eq("third", "1")))),
		} {
			var want []string
			for i := range n {
				if id := fmt.Sprint("id", i); wanted[id] && i != 7 && i != n-1 {
					want = append(want, id)
				}
			}
			got := make([]string, 0, len(want))
			for _, r := range matches(t, c, e) {
				got = append(got, r.ID)
			}
			require.True(t, slices.Equal(want, got), "%d ids, %s: %d, wanted %d", k, name, len(got), len(want))
			total, err := c.Count(bg, e)
			require.NoError(t, err)
			require.Equal(t, len(want), total, name)
		}
	}
	plan, err := c.Explain(bg, query.Or(query.ID("id3"), query.ID("id1"), query.ID("nobody")))
	require.NoError(t, err)
	require.Equal(t, "id in (id1, id3, nobody)", plan.Root.Expr)
	require.Equal(t, "posting", plan.Root.Op)
	require.Equal(t, 2, plan.Root.Actual)
}

// wide are expressions of a great many parts, of every kind.
func wide(n int) map[string]query.Expr {
	each := func(one func(text string) query.Expr) []query.Expr {
		args := make([]query.Expr, n)
		for i := range args {
			args[i] = one(fmt.Sprint("x", i*7919%n))
		}
		return args
	}
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprint("x", i*7919%n)
	}
	deep := query.Has("x")
	for range n {
		deep = query.Not(deep)
	}
	return map[string]query.Expr{
		"ids":                query.Or(each(query.ID)...),
		"a list of ids":      query.IDs(texts...),
		"keys":               query.Or(each(query.Has)...),
		"all of keys":        query.And(each(query.Has)...),
		"none of keys":       query.Not(query.Or(each(query.Has)...)),
		"values":             query.Or(each(func(text string) query.Expr { return query.Eq("k", text) })...),
		"a list of values":   query.In("k", texts...),
		"not values":         query.And(each(func(text string) query.Expr { return query.Not(query.Eq("k", text)) })...),
		"parts of values":    query.Or(each(func(text string) query.Expr { return query.Contains("k", text) })...),
		"names":              query.Or(each(query.NameContains)...),
		"whole names":        query.Or(each(query.NameEquals)...),
		"beginnings":         query.And(each(query.NamePrefix)...),
		"properties":         query.Or(each(query.PropHas)...),
		"a property":         query.Or(each(func(text string) query.Expr { return query.PropEq("p", text) })...),
		"a list of texts":    query.PropIn("p", texts...),
		"comparisons":        query.And(each(func(text string) query.Expr { return query.PropAtLeast(text, query.Integer(1)) })...),
		"nested nots":        deep,
		"ands in an or":      query.Or(each(func(text string) query.Expr { return query.And(query.Has(text), query.Eq("k", text)) })...),
		"ors in an and":      query.And(each(func(text string) query.Expr { return query.Or(query.Has(text), query.Eq("k", text)) })...),
		"ands, and what not": query.And(query.Or(each(query.Has)...), query.Or(each(query.ID)...), query.Not(query.In("k", texts...))),
	}
}

// TestDeadlineWhilePlanning asks too much for its deadline, of every call. The
// answer is the context's error, soon: planning looks at the context.
func TestDeadlineWhilePlanning(t *testing.T) {
	n, patience := 100_000, 200*time.Millisecond
	if testing.Short() {
		n = 30_000
	}
	c := engine.Open(&engine.Options{Properties: []query.Property{{Name: "p", Kind: query.KindText}}})
	upsert(t, c, numbered(20_000)...)
	calls := map[string]func(ctx context.Context, e query.Expr) error{
		"Count":   func(ctx context.Context, e query.Expr) error { _, err := c.Count(ctx, e); return err },
		"Find":    func(ctx context.Context, e query.Expr) error { _, err := c.Find(ctx, e, engine.Page{}); return err },
		"Select":  func(ctx context.Context, e query.Expr) error { _, err := c.Select(ctx, e, engine.Page{}); return err },
		"List":    func(ctx context.Context, e query.Expr) error { _, err := c.List(ctx, e, engine.Listing{}); return err },
		"Explain": func(ctx context.Context, e query.Expr) error { _, err := c.Explain(ctx, e); return err },
		"Facets": func(ctx context.Context, e query.Expr) error {
			_, err := c.Facets(ctx, e, engine.FacetOptions{Keys: []string{"k"}, KeyLimit: 3, Sideways: true})
			return err
		},
		"Matches": func(ctx context.Context, e query.Expr) (err error) {
			for _, failed := range c.Matches(ctx, e) {
				err = failed
			}
			return err
		},
	}
	for name, e := range wide(n) {
		for call, ask := range calls {
			took := time.Hour
			for range 4 { // the machine may be at something else for a while
				ctx, cancel := context.WithTimeout(bg, 5*time.Millisecond)
				begun := time.Now()
				err := ask(ctx, e)
				took = min(took, time.Since(begun))
				cancel()
				if err != nil {
					require.ErrorIs(t, err, context.DeadlineExceeded, "%s of %s", call, name)
				}
				if took < patience {
					break
				}
			}
			require.Less(t, took, patience, "%s of %s", call, name)
		}
	}
}

// BenchmarkIDs asks for a hundred thousand ids of a million resources, by the
// list and by an Or of each.
func BenchmarkIDs(b *testing.B) {
	const n, k = 1_000_000, 100_000
	c := open(b, numbered(n)...)
	list, each := make([]string, k), make([]query.Expr, k)
	for i, at := range rand.New(rand.NewPCG(1, 2)).Perm(n)[:k] {
		list[i] = fmt.Sprint("id", at)
		each[i] = query.ID(list[i])
	}
	or := query.Or(each...)
	prepared := query.IDs(list...)
	for name, ask := range map[string]func() query.Expr{
		"prepared": func() query.Expr { return prepared },
		"list":     func() query.Expr { return query.IDs(list...) },
		"or":       func() query.Expr { return or },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				found, err := c.Find(bg, ask(), engine.Page{})
				if err != nil || found.Total != k {
					b.Fatal(found.Total, err)
				}
			}
		})
	}
}

// TestDeadlineWhileRunning asks for so many values, all of them there, that one
// block of the answer is work.
func TestDeadlineWhileRunning(t *testing.T) {
	const n = 200_000
	c := engine.Open(&engine.Options{UnionBytes: -1})
	_, err := c.Load(bg, func(yield func(resource.Resource, error) bool) {
		for i := range n {
			if !yield(res(fmt.Sprint("id", i), fmt.Sprint("k=", i%50_000), fmt.Sprint("l=", i%3)), nil) {
				return
			}
		}
	})
	require.NoError(t, err)
	values := make([]string, 50_000)
	for i := range values {
		values[i] = fmt.Sprint(i)
	}
	e := query.And(query.In("k", values...), query.Not(query.Eq("l", "1")), query.Or(query.Eq("l", "0"), query.NameContains("id1")))
	_, err = c.Count(bg, e)
	require.NoError(t, err)
	took := time.Hour
	for range 4 {
		ctx, cancel := context.WithTimeout(bg, 5*time.Millisecond)
		begun := time.Now()
		_, err := c.Count(ctx, e)
		took = min(took, time.Since(begun))
		cancel()
		if err != nil {
			require.ErrorIs(t, err, context.DeadlineExceeded)
		}
	}
	require.Less(t, took, 200*time.Millisecond)
}

// looked counts how often it is asked whether it is done.
type looked struct {
	context.Context
	times int
}

func (l *looked) Err() error {
	l.times++
	return nil
}

// TestEachLookThroughAnExpressionLooksAtTheContext: before anything is planned,
// the tree is gone through for its form, for its terms, and to note them; of
// 300,000 conditions within each other each of these took tens of milliseconds.
func TestEachLookThroughAnExpressionLooksAtTheContext(t *testing.T) {
	const levels = 32_000
	e := query.Has("k")
	for i := range levels {
		e = query.Not(query.And(e, query.Has(fmt.Sprint("k", i))))
	}
	c := open(t, res("a", "k=v"))
	ctx := &looked{Context: bg}
	_, err := c.Count(ctx, e)
	require.NoError(t, err)
	require.Greater(t, ctx.times, 3*levels/16) // planning alone has a look at every sixteenth level
}
