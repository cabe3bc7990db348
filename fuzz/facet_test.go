package fuzz

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// checkFacets loads a data set and counts in it.
func checkFacets(t testing.TB, data []byte) {
	src := gen.New(data)
	p := pairOf(t, src.Set())
	s := p.engine.Snapshot()
	for range maxQueries {
		countIn(t, src, s, p.model)
		if src.Done() {
			break
		}
	}
}

// countIn makes an expression and options and holds the facets against the
// model's.
func countIn(t testing.TB, src *gen.Source, s *engine.Snapshot, m *model.Collection) {
	e, o := facetQuestion(src)
	got, err := s.Facets(t.Context(), e, o)
	require.NoError(t, err)
	count, err := s.Count(t.Context(), e)
	require.NoError(t, err)
	require.Equal(t, count, got.Total, "%s", e)
	require.Equal(t, s.Version(), got.Version)
	wantKeys := []model.Count{}
	if o.KeyLimit > 0 {
		wantKeys = m.CountKeys(e, o.Tenant)
	}
	requireCounts(t, wantKeys, got.Keys, o.KeyLimit, "keys of %s", e)
	require.Len(t, got.Facets, len(o.Keys))
	for i, facet := range got.Facets {
		require.Equal(t, o.Keys[i], facet.Key)
		requireFacet(t, m, e, o, facet.Key, facet.Within)
		require.Equal(t, o.Sideways, facet.Without != nil)
		if o.Sideways {
			requireFacet(t, m, model.WithoutOwn(e, facet.Key), o, facet.Key, *facet.Without)
		}
	}
	facetLaws(t, s, e, o)
}

// facetQuestion asks mostly with conditions about a key that is counted.
func facetQuestion(src *gen.Source) (query.Expr, engine.FacetOptions) {
	e := src.Expr()
	o := engine.FacetOptions{Sideways: src.OneIn(2), Tenant: src.OneIn(3)}
	for range 1 + src.N(3) {
		key, value := src.Tag()
		o.Keys = append(o.Keys, key)
		switch src.N(6) {
		case 2:
			e = query.And(e, query.Eq(key, value))
		case 3:
			e = query.And(query.Not(query.Eq(key, value)), e)
		case 4:
			e = query.And(query.Or(query.Has(key), query.Contains(key, "a")), e)
		case 5:
			e = query.All()
		}
	}
	limits := []int{0, 1, 2, 10, 20, 1000, math.MaxInt}
	o.Limit, o.KeyLimit = gen.Pick(src, limits), gen.Pick(src, limits)
	return e, o
}

func requireFacet(t testing.TB, m *model.Collection, e query.Expr, o engine.FacetOptions, key string, got engine.FacetCounts) {
	want := m.CountValues(e, key)
	if o.Tenant && resource.IsSystem(key) {
		want.Having, want.Values = 0, []model.Count{}
	}
	limit := o.Limit
	if limit == 0 {
		limit = engine.DefaultLimit
	}
	require.Equal(t, want.Selected, got.Selected, "%q in %s", key, e)
	require.Equal(t, want.Having, got.Having, "%q in %s", key, e)
	requireCounts(t, want.Values, got.Values, limit, "%q in %s", key, e)
}

// requireCounts compares the first limit counts.
func requireCounts(t testing.TB, want []model.Count, got []engine.Count, limit int, about string, args ...any) {
	all := make([]engine.Count, 0, len(want))
	for _, c := range want[:min(len(want), limit)] {
		all = append(all, engine.Count(c))
	}
	require.Equal(t, all, got, append([]any{about}, args...)...)
}

// facetLaws: all values add up to the resources with the key, whatever else is
// asked with them; a limit cuts a list and changes no count in it; asking again
// changes nothing, though another way of counting may be taken.
func facetLaws(t testing.TB, s *engine.Snapshot, e query.Expr, o engine.FacetOptions) {
	first, err := s.Facets(t.Context(), e, o)
	require.NoError(t, err)
	again, err := s.Facets(t.Context(), e, o)
	require.NoError(t, err)
	require.Equal(t, first, again, "%s", e)
	for i, key := range o.Keys {
		whole, err := s.Facets(t.Context(), e, engine.FacetOptions{Keys: []string{key}, Limit: math.MaxInt})
		require.NoError(t, err)
		one := whole.Facets[0].Within
		sum := 0
		for _, c := range one.Values {
			sum += c.Count
			n, err := s.Count(t.Context(), query.And(e, query.Eq(key, c.Text)))
			require.NoError(t, err)
			require.Equal(t, n, c.Count, "%q=%q in %s", key, c.Text, e)
			if sum > 40 { // enough of them one by one
				break
			}
		}
		having, err := s.Count(t.Context(), query.And(e, query.Has(key)))
		require.NoError(t, err)
		require.Equal(t, having, one.Having, "%q in %s", key, e)
		if !o.Tenant {
			cut := first.Facets[i].Within
			require.Equal(t, one.Values[:len(cut.Values)], cut.Values, "%q in %s", key, e)
		}
	}
}

func FuzzFacets(f *testing.F) {
	addSeeds(f, "FuzzFacets")
	f.Fuzz(func(t *testing.T, data []byte) { checkFacets(t, data) })
}

func TestFacets(t *testing.T) { runCases(t, "FuzzFacets", 1000, checkFacets) }

// TestTenantExpressions: what a tenant may ask is what would hold if there were
// no system tags.
func TestTenantExpressions(t *testing.T) {
	runCases(t, "Tenant", 500, func(t testing.TB, data []byte) {
		src := gen.New(data)
		p := pairOf(t, src.Set())
		for range 8 {
			e := src.Expr()
			want := p.model.Select(func(r *resource.Resource) bool { return model.TenantMatch(e, r) })
			requireSame(t, want, all(t, p.engine.Snapshot(), query.Tenant(e)), e.String())
		}
	})
}

func TestFacetsOfACancelledContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := engine.Open(nil).Facets(ctx, query.All(), engine.FacetOptions{Keys: []string{"k"}})
	require.ErrorIs(t, err, context.Canceled)
}
