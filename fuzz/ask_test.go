package fuzz

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// selected is what the model says e selects.
func selected(m *model.Collection, e query.Expr) []resource.Resource {
	return m.Select(func(r *resource.Resource) bool { return model.Match(e, r) })
}

// ask makes a query and holds the snapshot's answers against the model's.
func ask(t testing.TB, src *gen.Source, s *engine.Snapshot, m *model.Collection) {
	e := src.Expr()
	if src.OneIn(16) {
		e = src.BadExpr()
	}
	want := selected(m, e)
	askFor(t, src, s, e, want)
	if src.OneIn(8) {
		explain(t, s, e, len(want))
	}
	if src.OneIn(8) {
		laws(t, src, s, m)
	}
}

// askFor asks s for e in every way there is: count, a page, and all of them.
func askFor(t testing.TB, src *gen.Source, s *engine.Snapshot, e query.Expr, want []resource.Resource) {
	for range 1 + src.N(3) { // what is asked again may be kept
		count, err := s.Count(t.Context(), e)
		require.NoError(t, err)
		require.Equal(t, len(want), count, "Count of %s", e)
	}

	page := pageOf(src, len(want))
	found, err := s.Find(t.Context(), e, page)
	require.NoError(t, err)
	require.Equal(t, len(want), found.Total, "total of %s", e)
	require.NotNil(t, found.Resources, "page of %s", e)
	require.Equal(t, s.Version(), found.Version)
	limit := page.Limit
	if limit == 0 {
		limit = engine.DefaultLimit
	}
	cut := model.Cut(want, page.Offset, limit)
	requireSame(t, cut, found.Resources, e.String())
	page.CountTo = gen.Pick(src, []int{0, 1, 10, len(want), len(want) + 1, math.MaxInt, engine.NoTotal})
	rows, err := s.Select(t.Context(), e, page)
	require.NoError(t, err)
	askRows(t, &rows, page.CountTo, min(len(want), page.Offset), len(want), cut, e.String())

	requireSame(t, want, all(t, s, e), "Matches of "+e.String())
}

// askRows holds rows against the page, whose first resource comes after so
// many others, and their total against the right one, which may be counted in
// part.
func askRows(t testing.TB, rows *engine.Rows, countTo, before, total int, page []resource.Resource, what string) {
	got := []resource.Resource{}
	for r := range rows.All() {
		r.Tags = slices.Clone(r.Tags)
		require.Equal(t, r.ID, rows.ID(len(got)))
		got = append(got, r)
	}
	require.Equal(t, len(got), rows.Len())
	requireSame(t, page, got, "rows of "+what)
	n, atLeast := rows.Total()
	if !atLeast {
		require.Equal(t, total, n, "total of rows of %s", what)
		return
	}
	require.NotZero(t, countTo, "%s: the total must be exact", what)
	require.LessOrEqual(t, n, total, what)
	require.GreaterOrEqual(t, n, max(countTo, before+len(page)), what)
}

// pageOf chooses a page: the first ones, ones around the edges of blocks and
// of the list, and the farthest.
func pageOf(src *gen.Source, total int) engine.Page {
	offsets := []int{
		0, 1, 2, 5, total / 2, max(0, total-1), total, total + 1,
		gen.BlockSize - 1, gen.BlockSize, gen.BlockSize + 1, math.MaxInt,
	}
	limits := []int{0, 1, 2, 3, 10, 1000, gen.BlockSize, gen.BlockSize + 1, total + 1, math.MaxInt}
	return engine.Page{Offset: gen.Pick(src, offsets), Limit: gen.Pick(src, limits)}
}

// all collects Matches.
func all(t testing.TB, s *engine.Snapshot, e query.Expr) []resource.Resource {
	list := []resource.Resource{}
	for r, err := range s.Matches(t.Context(), e) {
		require.NoError(t, err)
		list = append(list, r)
	}
	return list
}

// explain looks at what Explain says: the total is the answer's, and no step
// finds more than was thought possible.
func explain(t testing.TB, s *engine.Snapshot, e query.Expr, total int) {
	plan, err := s.Explain(t.Context(), e)
	require.NoError(t, err)
	require.Equal(t, total, plan.Total, "%s", plan)
	require.NotEmpty(t, plan.String())
	var walk func(n *engine.PlanNode)
	walk = func(n *engine.PlanNode) {
		require.LessOrEqual(t, n.Actual, n.Estimated, "%s", plan)
		if n.Exact {
			require.Equal(t, n.Estimated, n.Actual, "%s", plan)
		}
		for i := range n.Args {
			walk(&n.Args[i])
		}
		for i := range n.Nots {
			walk(&n.Nots[i])
		}
	}
	walk(&plan.Root)
}

// checkAll holds all that a snapshot holds against the model: the resources,
// their number and order, each by its id, and the listing of keys and values.
func checkAll(t testing.TB, s *engine.Snapshot, m *model.Collection) {
	want := m.Resources()
	require.Equal(t, len(want), s.Len())
	requireSame(t, want, all(t, s, query.All()), "all")
	for _, r := range want[:min(len(want), 64)] {
		got, there := s.Get(r.ID)
		require.True(t, there && sameResource(r, got), "Get(%q) = %+v, %v, want %+v", r.ID, got, there, r)
	}
	_, there := s.Get("nobody's id")
	require.False(t, there)
	checkTerms(t, s, want)
}

// checkTerms counts keys and values by hand and compares.
func checkTerms(t testing.TB, s *engine.Snapshot, resources []resource.Resource) {
	keys, values := map[string]int{}, map[string]map[string]int{}
	for _, r := range resources {
		for _, tag := range r.Tags {
			keys[tag.Key]++
			if values[tag.Key] == nil {
				values[tag.Key] = map[string]int{}
			}
			values[tag.Key][tag.Value]++
		}
	}
	require.Equal(t, keys, maps.Collect(s.Keys("")), "Keys")
	require.True(t, slices.IsSorted(firsts(s.Keys(""))), "Keys in order")
	for key, want := range values {
		require.Equal(t, want, maps.Collect(s.Values(key, "")), "Values of %q", key)
		require.True(t, slices.IsSorted(firsts(s.Values(key, ""))), "Values of %q in order", key)
	}
	require.Empty(t, maps.Collect(s.Values("no such key", "")))
}

// firsts collects the first of each pair.
func firsts(seq func(func(string, int) bool)) []string {
	var list []string
	for text := range seq {
		list = append(list, text)
	}
	return list
}
