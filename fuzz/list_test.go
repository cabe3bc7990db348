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

// sortOf chooses the keys of a sort.
func sortOf(src *gen.Source) (keys []query.SortKey) {
	kinds := []query.Kind{query.KindText, query.KindTime, query.KindNumber, query.KindBoolean}
	for range src.N(4) {
		key := query.SortKey{Kind: gen.Pick(src, kinds), Descending: src.OneIn(2)}
		switch src.N(8) {
		case 6:
			key.By = query.ByID
		case 7:
			key.By = query.ByName
		default:
			key.Property = src.PropertyName()
		}
		keys = append(keys, key)
	}
	return keys
}

// checkList sorts random answers and walks over them, by cursors and by the
// ids of the last rows.
func checkList(t testing.TB, data []byte) {
	src := gen.New(data)
	p := pairOf(t, gen.Set{Own: src.Set().Own})
	if src.OneIn(2) {
		p.engine = engine.Open(gen.Pick(src, []*engine.Options{nil, ordersAlone}))
		p.upsert(t, p.model.Resources())
	}
	s := p.engine.Snapshot()
	for range maxQueries {
		e := src.Expr()
		if src.OneIn(4) {
			e = query.All()
		}
		keys := sortOf(src)
		want := model.Sorted(selected(p.model, e), keys)
		listing := engine.Listing{Sort: keys, Limit: gen.Pick(src, []int{1, 2, 3, 7, 100})}
		byID := src.OneIn(2)
		var got []resource.Resource
		for {
			page, err := s.List(t.Context(), e, listing)
			require.NoError(t, err)
			got = append(got, page.Resources...)
			require.LessOrEqual(t, len(got), len(want), "%s by %+v", e, keys)
			if page.Next == "" {
				break
			}
			if listing.After = page.Next; byID {
				listing.After, listing.AfterID = "", got[len(got)-1].ID
			}
		}
		requireSame(t, want, got, e.String())
		if src.Done() {
			break
		}
	}
}

func FuzzList(f *testing.F) {
	addSeeds(f, "FuzzList")
	f.Fuzz(func(t *testing.T, data []byte) { checkList(t, data) })
}

func TestList(t *testing.T) { runCases(t, "FuzzList", 2000, checkList) }
