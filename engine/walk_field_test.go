package engine_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

var bothOrders = []query.SortBy{query.ByID, query.ByName}

// nameOf draws a name: one that very many have, one of some, one of few.
func nameOf(rng *rand.Rand) string {
	switch rng.IntN(4) {
	case 0:
		return "many"
	case 1:
		return []string{"", "ma", "many ", "\x00", "é", "\U0001F600", "\uffff"}[rng.IntN(7)]
	}
	return fmt.Sprintf("name-%04d", rng.IntN(5000))
}

// shuffled are the resources of sortable with names.
func shuffled(n int) []resource.Resource {
	rng := rand.New(rand.NewPCG(8, 2))
	rs := sortable(n)
	for i := range rs {
		rs[i].Name = nameOf(rng)
	}
	return rs
}

// fieldSorts are by name and by id, with keys behind them and without.
var fieldSorts = [][]query.SortKey{
	nil,
	{{By: query.ByID, Descending: true}},
	{{By: query.ByID}, {Property: "n", Kind: query.KindNumber}},
	{{By: query.ByName}},
	{{By: query.ByName, Descending: true}},
	{{By: query.ByName}, {Property: "at", Kind: query.KindTime, Descending: true}},
	{{By: query.ByName, Descending: true}, {Property: "s"}, {By: query.ByID}},
	{{By: query.ByName}, {By: query.ByID, Descending: true}},
}

// lastOfMany is a row three before the last with the name that very many have.
func lastOfMany(t *testing.T, s *engine.Snapshot, keys []query.SortKey) string {
	t.Helper()
	page, err := s.List(bg, query.NameEquals("many"), engine.Listing{Sort: keys, Limit: 1 << 20})
	require.NoError(t, err)
	require.Greater(t, len(page.Resources), 2000)
	return page.Resources[len(page.Resources)-4].ID
}

// requireSameLists walks two snapshots, some pages from the front and some
// from rows that need not match.
func requireSameLists(t *testing.T, a, b *engine.Snapshot, from string) map[engine.OrderStrategy]int {
	t.Helper()
	seen := map[engine.OrderStrategy]int{}
	for _, keys := range fieldSorts {
		starts := []string{"", from, lastOfMany(t, a, keys)}
		for _, text := range []string{"all", "half=1", "rare", "half=1 and not most=2", `name = "many"`, "none"} {
			e := parse(t, text)
			for _, start := range starts {
				l := engine.Listing{Sort: keys, Limit: 9, AfterID: start}
				for range 4 {
					want, err := a.List(bg, e, l)
					require.NoError(t, err)
					got, err := b.List(bg, e, l)
					require.NoError(t, err)
					require.Equal(t, idsOf(want.Resources), idsOf(got.Resources), "%s by %+v", text, l)
					require.Equal(t, want.Next, got.Next)
					plan, err := b.ExplainList(bg, e, l)
					require.NoError(t, err)
					seen[plan.Order.Strategy]++
					if l.After, l.AfterID = got.Next, ""; l.After == "" {
						break
					}
				}
			}
		}
	}
	return seen
}

// Which orders are kept never changes a page, through renames, deletions,
// Compact and Restore.
func TestFieldWalkIsHeap(t *testing.T) {
	const n = 12_000
	rs := shuffled(n)
	plain := open(t, rs...)
	kept := engine.Open(&engine.Options{Orders: bothOrders, Properties: walked})
	upsert(t, kept, rs...)
	rng := rand.New(rand.NewPCG(1, 9))
	for round := range 4 {
		seen := requireSameLists(t, plain.Snapshot(), kept.Snapshot(), rs[round].ID)
		require.Greater(t, seen[engine.ByWalk], 60)
		require.Greater(t, seen[engine.ByHeap], 10)
		var edit engine.Batch
		for range []int{1, 30, 5000, 1}[round] {
			r := rs[10+rng.IntN(len(rs)-10)]
			if rng.IntN(3) == 0 {
				edit.Delete(r.ID)
			}
			if rng.IntN(3) > 0 {
				r.Name = nameOf(rng)
				edit.Upsert(r)
			}
		}
		for _, c := range []*engine.Collection{plain, kept} {
			_, err := c.Apply(bg, &edit)
			require.NoError(t, err)
			if round == 1 {
				require.NoError(t, c.Compact(bg))
			}
			if round == 2 {
				require.NoError(t, c.Restore(bg, bytes.NewReader(saved(t, plain.Snapshot()))))
			}
		}
	}
}

// A page by name looks at few, also inside a name that very many have.
func TestFieldWalkLooksAtLittle(t *testing.T) {
	kept := engine.Open(&engine.Options{Orders: bothOrders, Properties: walked})
	upsert(t, kept, shuffled(20_000)...)
	for _, keys := range fieldSorts {
		l := engine.Listing{Sort: keys, Limit: 100}
		if len(keys) == 1 && keys[0].By == query.ByName {
			continue // what has one name goes by the id then, which takes a look at each
		}
		for range 12 {
			plan, err := kept.Snapshot().ExplainList(bg, parse(t, "half=1"), l)
			require.NoError(t, err)
			require.Equal(t, engine.ByWalk, plan.Order.Strategy)
			require.False(t, plan.Order.GivenUp)
			require.Less(t, plan.Order.Looked, 5500, "%+v", keys)
			page, err := kept.List(bg, parse(t, "half=1"), l)
			require.NoError(t, err)
			l.After = page.Next
		}
	}
}

// A cursor made up of values that no resource can have is refused, whatever is
// kept.
func TestCursorOfNoValue(t *testing.T) {
	number := engine.Listing{Sort: []query.SortKey{{Property: "n", Kind: query.KindNumber}}, Limit: 1}
	name := engine.Listing{Sort: []query.SortKey{{By: query.ByName}}, Limit: 1}
	for _, opts := range []*engine.Options{nil, {Orders: bothOrders, Properties: walked}} {
		c := engine.Open(opts)
		upsert(t, c, resource.Resource{ID: "a", Name: "x", Detail: `{"n":5}`})
		text, err := c.List(bg, query.All(), name)
		require.NoError(t, err)
		five, err := c.List(bg, query.All(), number)
		require.NoError(t, err)
		// The value of one under the fingerprint of the other.
		number, name := number, name
		name.After = spliced(t, text.Next, five.Next)
		_, err = c.List(bg, query.All(), name)
		require.ErrorIs(t, err, engine.ErrInvalidCursor)
		number.After = spliced(t, five.Next, text.Next)
		_, err = c.List(bg, query.All(), number)
		require.ErrorIs(t, err, engine.ErrInvalidCursor)
	}
}

// spliced is a cursor with the form and the sort of one and the rest of
// another.
func spliced(t *testing.T, sort, rest engine.Cursor) engine.Cursor {
	t.Helper()
	a, err := base64.RawURLEncoding.DecodeString(string(sort))
	require.NoError(t, err)
	b, err := base64.RawURLEncoding.DecodeString(string(rest))
	require.NoError(t, err)
	return engine.Cursor(base64.RawURLEncoding.EncodeToString(append(a[:5:5], b[5:]...)))
}
