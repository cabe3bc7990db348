package engine_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// walked are the properties of sortable.
var walked = []query.Property{
	{Name: "n", Kind: query.KindNumber},
	{Name: "at", Kind: query.KindTime},
	{Name: "s"},
	{Name: "uuid", Kind: query.KindText},
}

// sortable makes resources with properties of few and of many values, in and
// out of the order of insertion, some absent and some of another type.
func sortable(n int) []resource.Resource {
	rng := rand.New(rand.NewPCG(3, 4))
	rs := make([]resource.Resource, n)
	for i := range rs {
		detail := fmt.Sprintf(`{"n":%d,"at":"2024-01-%02dT%02d:%02d:00Z","s":"s%d","uuid":"%08x"}`,
			rng.IntN(5), 1+rng.IntN(28), rng.IntN(24), rng.IntN(60), rng.IntN(4), rng.Uint32())
		switch rng.IntN(20) {
		case 0:
			detail = `{"n":"3","at":null,"s":7,"uuid":[]}`
		case 1:
			detail = ""
		}
		tags := []resource.Tag{{Key: "half", Value: fmt.Sprint(i % 2)}, {Key: "most", Value: "1"}}
		if i%100 == 0 {
			tags = append(tags, resource.Tag{Key: "rare", Value: "1"})
		}
		if i < n/3 {
			tags[1].Value = "2"
		}
		rs[i] = resource.Resource{ID: fmt.Sprintf("r%06d", rng.IntN(n*10)), Detail: detail, Tags: tags}
	}
	return rs
}

// Which properties are indexed, and how a page is found, never changes it.
func TestWalkIsHeap(t *testing.T) {
	const n = 20_000
	plain, indexed := open(t, sortable(n)...), engine.Open(&engine.Options{Properties: walked})
	upsert(t, indexed, sortable(n)...)
	a, b := plain.Snapshot(), indexed.Snapshot()
	seen := map[engine.OrderStrategy]int{}
	for _, text := range []string{"all", "half=1", "rare", "half=1 and not most=2", "prop.n=3", "prop.at < 2024-01-03", "not prop.s", "none"} {
		e := parse(t, text)
		for _, property := range walked {
			for _, descending := range []bool{false, true} {
				keys := []query.SortKey{{Property: property.Name, Kind: property.Kind, Descending: descending}}
				if descending {
					keys = append(keys, query.SortKey{Property: "at", Kind: query.KindTime})
				}
				l := engine.Listing{Sort: keys, Limit: 7}
				for range 3 {
					want, err := a.List(bg, e, l)
					require.NoError(t, err)
					got, err := b.List(bg, e, l)
					require.NoError(t, err)
					require.Equal(t, idsOf(want.Resources), idsOf(got.Resources), "%s by %+v", text, l)
					require.Equal(t, want.Next, got.Next)
					plan, err := b.ExplainList(bg, e, l)
					require.NoError(t, err)
					seen[plan.Order.Strategy]++
					require.Equal(t, len(got.Resources), plan.Order.Rows)
					if l.After = got.Next; l.After == "" {
						break
					}
				}
			}
		}
	}
	require.Greater(t, seen[engine.ByWalk], 40)
	require.Greater(t, seen[engine.ByHeap], 10)
}

// A filter that lets fewer through than thought: the walk is given up.
func TestWalkIsGivenUp(t *testing.T) {
	const n = 20_000
	indexed := engine.Open(&engine.Options{Properties: walked})
	var rs []resource.Resource
	for i, r := range sortable(n) {
		r.Tags = []resource.Tag{{Key: "low", Value: fmt.Sprint(i % 2)}, {Key: "high", Value: fmt.Sprint((i + 1) % 2)}}
		if i == 77 {
			r.Tags[1].Value = "1"
			r.Tags[0].Value = "1"
		}
		rs = append(rs, r)
	}
	upsert(t, indexed, rs...)
	l := engine.Listing{Sort: []query.SortKey{{Property: "at", Kind: query.KindTime}}, Limit: 3}
	plan, err := indexed.Snapshot().ExplainList(bg, parse(t, "low=1 and high=1"), l)
	require.NoError(t, err)
	require.Equal(t, engine.ByWalk, plan.Order.Strategy)
	require.True(t, plan.Order.GivenUp, "%s", plan)
	require.Contains(t, plan.String(), "given up")
	got, err := indexed.List(bg, parse(t, "low=1 and high=1"), l)
	require.NoError(t, err)
	require.Equal(t, rs[77].ID, idsOf(got.Resources))
}

// The first page of a filter that half of the resources pass is found by a few
// steps, as many as twice the page.
func TestWalkLooksAtLittle(t *testing.T) {
	indexed := engine.Open(&engine.Options{Properties: walked})
	upsert(t, indexed, sortable(20_000)...)
	l := engine.Listing{Sort: []query.SortKey{{Property: "at", Kind: query.KindTime, Descending: true}}, Limit: 100}
	for range 3 {
		plan, err := indexed.Snapshot().ExplainList(bg, parse(t, "half=1"), l)
		require.NoError(t, err)
		require.Equal(t, engine.ByWalk, plan.Order.Strategy)
		require.Less(t, plan.Order.Looked, 400)
		page, err := indexed.List(bg, parse(t, "half=1"), l)
		require.NoError(t, err)
		l.After = page.Next
	}
}

func ExampleSnapshot_ExplainList() {
	images := engine.Open(&engine.Options{Properties: []query.Property{{Name: "created_at", Kind: query.KindTime}}})
	for i := range 1000 {
		_, _ = images.Upsert(bg, resource.Resource{
			ID:     fmt.Sprint("i-", i),
			Detail: fmt.Sprintf(`{"created_at":"2024-01-01T%02d:%02d:00Z"}`, i/60, i%60),
			Tags:   []resource.Tag{{Key: "half", Value: fmt.Sprint(i % 2)}},
		})
	}
	newest := engine.Listing{
		Sort:  []query.SortKey{{Property: "created_at", Kind: query.KindTime, Descending: true}},
		Limit: 5,
	}
	plan, err := images.Snapshot().ExplainList(bg, query.Eq("half", "1"), newest)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Order.Strategy, "by", plan.Order.Sort, "looked at", plan.Order.Looked, "for", plan.Order.Rows)
	// Output: walk by prop.created_at desc looked at 9 for 5
}
