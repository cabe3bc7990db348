package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// laws holds what is true of any answers, whatever they are.
func laws(t testing.TB, src *gen.Source, s *engine.Snapshot, m *model.Collection) {
	a, b := src.Expr(), src.Expr()
	for _, law := range [][2]query.Expr{
		{query.Not(query.And(a, b)), query.Or(query.Not(a), query.Not(b))}, // De Morgan
		{query.Not(query.Or(a, b)), query.And(query.Not(a), query.Not(b))},
		{query.And(a, query.Or(a, b)), a},                                  // absorption
		{query.Or(query.And(a, b), query.And(a, query.Not(b))), a},         // both cases
		{query.And(a, query.Or(b, query.Not(b))), query.Not(query.Not(a))}, // excluded middle
	} {
		want := selected(m, law[1])
		askFor(t, src, s, law[0], want)
		askFor(t, src, s, law[1], want)
	}
	inclusion(t, s, a, b)
	pages(t, src, s, a)
}

// inclusion: |a| + |b| = |a and b| + |a or b|, and |a| + |not a| = all.
func inclusion(t testing.TB, s *engine.Snapshot, a, b query.Expr) {
	count := func(e query.Expr) int {
		n, err := s.Count(t.Context(), e)
		require.NoError(t, err)
		return n
	}
	require.Equal(t, count(a)+count(b), count(query.And(a, b))+count(query.Or(a, b)), "%s; %s", a, b)
	require.Equal(t, s.Len(), count(a)+count(query.Not(a)), "%s", a)
}

// maxPages bounds how many pages are put together.
const maxPages = 40

// pages: one page after the other is the whole list.
func pages(t testing.TB, src *gen.Source, s *engine.Snapshot, e query.Expr) {
	whole := all(t, s, e)
	size := max(1+src.N(5), (len(whole)+maxPages-1)/maxPages)
	together := []resource.Resource{}
	for {
		found, err := s.Find(t.Context(), e, engine.Page{Offset: len(together), Limit: size})
		require.NoError(t, err)
		require.Equal(t, len(whole), found.Total)
		require.LessOrEqual(t, len(found.Resources), size)
		if len(found.Resources) == 0 {
			break
		}
		together = append(together, found.Resources...)
	}
	requireSame(t, whole, together, "pages of "+e.String())
}
