package engine_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// pageQueries go the different ways there are of finding a page: a stored
// set, a list, lists joined, block by block, names looked at.
var pageQueries = []string{
	"all", "none", "k=v", "k=nothing", "third=1", "not third=1", "third in (0, 2)", "third=1 and u=id7", "third=0 or u=id7",
	"k=v and not (third=1 and tagged)", `name ~ "id1"`, `name ^= "id"`, `name ~ "1" and third=2`, "not (third=1 or third=2)", "u ~ d3", "id = id4",
	"(u=id7 or u=id1007 or u in (id7, id2007)) and third=1", "(u=id7 or u=id1007) and not (third=1 or u in (id1007, id4007))", "u=id7 or u=id1007",
}

// paged holds resources enough for more than one block, with gaps.
func paged(t testing.TB, n int) *engine.Collection {
	rs := numbered(n)
	for i := range rs {
		if i%1000 == 7 {
			rs[i].Tags = append(rs[i].Tags, resource.Tag{Key: "u", Value: rs[i].ID})
		}
	}
	c := open(t, rs...)
	remove(t, c, "id0", "id3", "id100")
	return c
}

// TestFindCutsMatches holds pages at all edges against the whole list.
func TestFindCutsMatches(t *testing.T) {
	for _, n := range []int{200, 17_000, 50_000} {
		if raceEnabled && n > 20_000 {
			continue // long, and nothing here runs beside anything
		}
		s := paged(t, n).Snapshot()
		for _, text := range pageQueries {
			e := parse(t, text)
			all := matches(t, s, e)
			total := len(all)
			offsets := []int{0, 1, 5, total / 2, total - 11, total - 10, total - 1, total, total + 1, 16_383, 16_384, 16_385, math.MaxInt - 1, math.MaxInt}
			limits := []int{1, 2, 10, 1000, total, total + 1, math.MaxInt - 1, math.MaxInt}
			for _, offset := range offsets {
				for _, limit := range limits {
					if offset < 0 || limit < 1 {
						continue
					}
					found, err := s.Find(bg, e, engine.Page{Offset: offset, Limit: limit})
					require.NoError(t, err)
					require.NotNil(t, found.Resources)
					require.Equal(t, s.Version(), found.Version)
					from := min(offset, total)
					want := all[from : from+min(limit, total-from)]
					if found.Total != total || !slices.EqualFunc(found.Resources, want, sameResource) {
						t.Fatalf("%d resources, %s, %d from %d: total %d, want %d; %s, want %s", n, text, limit, offset,
							found.Total, total, brief(found.Resources), brief(want))
					}
				}
			}
		}
	}
}

func sameResource(a, b resource.Resource) bool {
	return a.ID == b.ID && a.Name == b.Name && a.Detail == b.Detail && slices.Equal(a.Tags, b.Tags)
}

func brief(rs []resource.Resource) string {
	if len(rs) > 5 {
		return idsOf(rs[:5]) + "..."
	}
	return idsOf(rs)
}

func TestPageDefaultsAndErrors(t *testing.T) {
	c := open(t, numbered(25)...)
	found, err := c.Find(bg, query.All(), engine.Page{})
	require.NoError(t, err)
	require.Equal(t, 25, found.Total)
	require.Len(t, found.Resources, engine.DefaultLimit)
	require.Equal(t, "id0", found.Resources[0].ID)

	found, err = c.Find(bg, query.All(), engine.Page{Offset: 20})
	require.NoError(t, err)
	require.Equal(t, "id20 id21 id22 id23 id24", idsOf(found.Resources))

	for _, tc := range []struct {
		page   engine.Page
		reason string
	}{
		{engine.Page{Offset: -1}, "offset -1 is negative"},
		{engine.Page{Limit: -1}, "limit -1 is negative"},
		{engine.Page{Offset: math.MinInt, Limit: math.MinInt}, "offset -9223372036854775808 is negative"},
	} {
		found, err := c.Find(bg, query.All(), tc.page)
		require.ErrorIs(t, err, engine.ErrInvalidPage)
		require.ErrorContains(t, err, tc.reason)
		require.Zero(t, found)
	}
	for _, c := range []*engine.Collection{c, engine.Open(nil)} {
		found, err := c.Find(bg, query.None(), engine.Page{})
		require.NoError(t, err)
		require.NotNil(t, found.Resources)
		require.Empty(t, found.Resources)
	}
}

// TestAnswersAreTheCallers changes all that an answer holds: nobody else sees
// it.
func TestAnswersAreTheCallers(t *testing.T) {
	c := open(t, res("a", "k=v", "l=w"), res("b", "k=v"))
	s := c.Snapshot()
	spoil := func(r *resource.Resource) {
		for i := range r.Tags {
			r.Tags[i] = resource.Tag{Key: "spoilt", Value: strings.ToUpper(r.Tags[i].Value)}
		}
		_ = append(r.Tags[:1], resource.Tag{Key: "appended"})
		r.ID, r.Name = "spoilt", "spoilt"
	}
	before := momentOf(t, s)
	found, err := s.Find(bg, query.All(), engine.Page{})
	require.NoError(t, err)
	for i := range found.Resources {
		spoil(&found.Resources[i])
	}
	got, _ := s.Get("a")
	spoil(&got)
	for r := range s.Matches(bg, query.All()) {
		spoil(&r)
	}
	require.Equal(t, before, momentOf(t, s))
	upsert(t, c, res("a", "k=other"))
	require.Equal(t, before, momentOf(t, s))
}

// TestTagsOfAPageAreApart appends to the tags of each resource of a page: its
// neighbours do not notice.
func TestTagsOfAPageAreApart(t *testing.T) {
	c := open(t, res("a", "k=1"), res("b"), res("c", "k=2", "l=3"), res("d", "k=4"))
	found, err := c.Find(bg, query.All(), engine.Page{})
	require.NoError(t, err)
	want := matches(t, c, query.All())
	for i := range found.Resources {
		require.Equal(t, want[i:], found.Resources[i:])
		found.Resources[i].Tags = append(found.Resources[i].Tags, resource.Tag{Key: "more"}, resource.Tag{Key: "and more"})
	}
}

// TestPagesAddUp walks through a list in pages of every length.
func TestPagesAddUp(t *testing.T) {
	s := paged(t, 500).Snapshot()
	for _, text := range pageQueries {
		e := parse(t, text)
		want := idsOf(matches(t, s, e))
		for _, limit := range []int{1, 7, 10, 166, 497, 498} {
			var all []resource.Resource
			for offset := 0; ; offset += limit {
				found, err := s.Find(bg, e, engine.Page{Offset: offset, Limit: limit})
				require.NoError(t, err)
				if len(found.Resources) == 0 {
					break
				}
				all = append(all, found.Resources...)
			}
			require.Equal(t, want, idsOf(all), "%s in pages of %d", text, limit)
		}
	}
}

// TestListedValuesAreInOrder joins values whose order is the opposite of that
// of the resources that have them.
func TestListedValuesAreInOrder(t *testing.T) {
	const n = 20_000
	rs := make([]resource.Resource, n)
	for i := range rs {
		rs[i] = res(fmt.Sprint("id", i), fmt.Sprintf("down=%05d", (n-i)/2), "k=v")
	}
	s := open(t, rs...).Snapshot()
	for _, text := range []string{"down in (00001, 00005, 09000)", "down in (00001, 00005, 09000) and k", "down ~ 0900"} {
		plan, err := s.Explain(bg, parse(t, text))
		require.NoError(t, err)
		all := matches(t, s, parse(t, text))
		require.Greater(t, len(all), 3)
		for i := range all[1:] {
			var a, b int
			_, err := fmt.Sscanf(all[i].ID+" "+all[i+1].ID, "id%d id%d", &a, &b)
			require.NoError(t, err)
			require.Less(t, a, b, "%s\n%s", text, plan)
		}
	}
}

// TestCountTo: counting ends where it was asked to, with the page in full.
func TestCountTo(t *testing.T) {
	const n = 50_000
	s := paged(t, n).Snapshot()
	for _, tc := range []struct {
		text    string
		page    engine.Page
		atLeast bool
	}{
		{"third=1 or u ~ d3", engine.Page{Limit: 10}, false},
		{"third=1 or u ~ d3", engine.Page{Limit: 10, CountTo: engine.NoTotal}, true},
		{"third=1 or u ~ d3", engine.Page{Limit: 10, CountTo: 10}, true},
		{"third=1 or u ~ d3", engine.Page{Limit: 10, CountTo: n}, false},
		{"third=1 or u ~ d3", engine.Page{Offset: n, Limit: 10, CountTo: engine.NoTotal}, false},
		{"third=1 or u ~ d3", engine.Page{Offset: math.MaxInt, Limit: math.MaxInt, CountTo: engine.NoTotal}, false},
		{"third=1 and u=id7", engine.Page{Limit: 10, CountTo: engine.NoTotal}, false},
		{"third=0", engine.Page{Limit: 10, CountTo: engine.NoTotal}, false}, // stored, so exact at no cost
		{"none", engine.Page{CountTo: engine.NoTotal}, false},
	} {
		e := parse(t, tc.text)
		whole := tc.page
		whole.CountTo = 0
		want, err := s.Find(bg, e, whole)
		require.NoError(t, err)
		got, err := s.Find(bg, e, tc.page)
		require.NoError(t, err)
		require.Equal(t, tc.atLeast, got.AtLeast, "%s, %+v: total %d of %d", tc.text, tc.page, got.Total, want.Total)
		require.Equal(t, want.Resources, got.Resources)
		if got.AtLeast {
			require.GreaterOrEqual(t, got.Total, max(tc.page.CountTo, tc.page.Offset+tc.page.Limit))
			require.Less(t, got.Total, want.Total)
		} else {
			require.Equal(t, want.Total, got.Total)
		}
	}
	_, err := s.Find(bg, query.All(), engine.Page{CountTo: -2})
	require.ErrorIs(t, err, engine.ErrInvalidPage)
	_, err = s.Select(bg, query.All(), engine.Page{Limit: -1})
	require.ErrorIs(t, err, engine.ErrInvalidPage)
}

// TestRows: a row's tags are the caller's if no array is given, and in the
// array if one is.
func TestRows(t *testing.T) {
	s := open(t, resource.Resource{ID: "a", Name: "n", Detail: `{"x":1}`, Tags: []resource.Tag{{Key: "k", Value: "1"}, {Key: "l", Value: "2"}}},
		resource.Resource{ID: "bare"},
		resource.Resource{ID: "b", Tags: []resource.Tag{{Key: "k", Value: "3"}}}).Snapshot()
	rows, err := s.Select(bg, query.All(), engine.Page{})
	require.NoError(t, err)
	require.Equal(t, 3, rows.Len())
	require.Equal(t, s.Version(), rows.Version())
	own := rows.Resource(0, nil)
	room := make([]resource.Tag, 0, 4)
	first := rows.Resource(0, room)
	require.Equal(t, own, first)
	require.Empty(t, rows.Resource(1, room).Tags)
	require.Equal(t, []resource.Tag{{Key: "k", Value: "3"}}, rows.Resource(2, room).Tags)
	require.Equal(t, "3", first.Tags[0].Value, "the room is used again")
	require.Equal(t, "1", own.Tags[0].Value)
	for r := range rows.All() {
		require.Equal(t, own, r)
		break
	}
}
