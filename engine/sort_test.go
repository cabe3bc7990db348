package engine_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// detailed makes a resource with a property x, given as JSON.
func detailed(id, x string) resource.Resource {
	r := resource.Resource{ID: id, Name: "name of " + id}
	if x != "" {
		r.Detail = `{"x":` + x + `}`
	}
	return r
}

func listed(t testing.TB, s *engine.Snapshot, l engine.Listing) string {
	t.Helper()
	got, err := s.List(bg, query.All(), l)
	require.NoError(t, err)
	require.NotNil(t, got.Resources)
	require.Equal(t, s.Version(), got.Version)
	return idsOf(got.Resources)
}

func by(kind query.Kind, descending bool) []query.SortKey {
	return []query.SortKey{{Property: "x", Kind: kind, Descending: descending}}
}

// SEMANTICS section 2, order.
func TestSort(t *testing.T) {
	s := open(t,
		detailed("c", `"10"`), detailed("b", "9"), detailed("a", "10"), detailed("g", ""),
		detailed("f", "null"), detailed("e", "1.5"), detailed("d", "true"), detailed("é", `"é"`), detailed("z", `"2024-01-01"`),
		detailed("y", `"2023-12-31T23:59:59Z"`), detailed("x", "-5"), detailed("w", `"2024-02-30"`), detailed("v", `""`),
	).Snapshot()
	for _, row := range []struct {
		keys []query.SortKey
		want string
	}{
		{nil, "a b c d e f g v w x y z é"},
		{[]query.SortKey{{By: query.ByID, Descending: true}}, "é z y x w v g f e d c b a"},
		{[]query.SortKey{{By: query.ByName}}, "a b c d e f g v w x y z é"},
		{by(query.KindNumber, false), "d f g v w y z é x e b a c"},
		{by(query.KindNumber, true), "c a b e x é z y w v g f d"},
		{by(query.KindTime, false), "a b c d e f g v w x é y z"},
		{by(query.KindText, false), "f g v x e a c y z w b d é"},
		{by(query.KindBoolean, true), "é d b w z y c a e x v g f"},
		{append(by(query.KindNumber, true), query.SortKey{By: query.ByName}), "a c b e x d f g v w y z é"},
		{[]query.SortKey{{Property: "none"}, {By: query.ByName, Descending: true}}, "é z y x w v g f e d c b a"},
	} {
		require.Equal(t, row.want, listed(t, s, engine.Listing{Sort: row.keys, Limit: 100}), "%+v", row.keys)
		for limit := 1; limit < 15; limit++ {
			require.Equal(t, row.want, strings.Join(walk(t, s, row.keys, limit), " "), "%+v by %d", row.keys, limit)
		}
	}
	require.Equal(t, "a b c d e f g v w x", listed(t, s, engine.Listing{}), "DefaultLimit")
	require.Equal(t, "y z é", listed(t, s, engine.Listing{AfterID: "x"}))
	require.Empty(t, listed(t, s, engine.Listing{AfterID: "é"}))
}

// walk collects the ids of all pages.
func walk(t testing.TB, s *engine.Snapshot, keys []query.SortKey, limit int) (ids []string) {
	t.Helper()
	l := engine.Listing{Sort: keys, Limit: limit}
	for {
		page, err := s.List(bg, query.All(), l)
		require.NoError(t, err)
		for _, r := range page.Resources {
			ids = append(ids, r.ID)
		}
		if page.Next == "" {
			return ids
		}
		require.Len(t, page.Resources, limit)
		l.After = page.Next
	}
}

// The marker need not match; an unknown one is told.
func TestListAfterID(t *testing.T) {
	s := open(t, detailed("a", "1"), detailed("b", "2"), detailed("c", "3"), detailed("d", "2")).Snapshot()
	got, err := s.List(bg, parse(t, "not id=b"), engine.Listing{Sort: by(query.KindNumber, false), AfterID: "b"})
	require.NoError(t, err)
	require.Equal(t, "d c", idsOf(got.Resources))
	_, err = s.List(bg, query.All(), engine.Listing{AfterID: "nobody"})
	require.ErrorIs(t, err, engine.ErrUnknownID)
}

// A walk over changing data sees each row once that stays what and where it
// is; its cursors outlive the rows they were made of.
func TestWalkBesideChanges(t *testing.T) {
	c := engine.Open(nil)
	for i := range 40 {
		upsert(t, c, detailed(fmt.Sprintf("r%02d", i), fmt.Sprint(i%7)))
	}
	stays := func(id string) bool { return id[2]%2 == 0 }
	seen := map[string]int{}
	l := engine.Listing{Sort: by(query.KindNumber, true), Limit: 3}
	for step := 0; ; step++ {
		page, err := c.List(bg, query.All(), l)
		require.NoError(t, err)
		for _, r := range page.Resources {
			seen[r.ID]++
		}
		if page.Next == "" {
			break
		}
		l.After = page.Next
		last := page.Resources[len(page.Resources)-1].ID
		if !stays(last) {
			remove(t, c, last) // the row of the cursor itself
		}
		upsert(t, c, detailed(fmt.Sprintf("r%02d", 1+2*(step%20)), fmt.Sprint(step%9)))
		upsert(t, c, detailed(fmt.Sprintf("n%02d", step), fmt.Sprint(step%7)))
	}
	for i := 0; i < 40; i += 2 {
		require.Equal(t, 1, seen[fmt.Sprintf("r%02d", i)], "r%02d", i)
	}
}

// A row with values too long for a cursor gives one of its id.
func TestCursorOfLongValues(t *testing.T) {
	long := `"` + strings.Repeat("x", 64<<10) + `"`
	c := open(t, detailed("a", long), detailed("b", long), detailed("c", `"y"`))
	l := engine.Listing{Sort: by(query.KindText, false), Limit: 1}
	page, err := c.List(bg, query.All(), l)
	require.NoError(t, err)
	require.Less(t, len(page.Next), 100)
	l.After = page.Next
	require.Equal(t, "b", listed(t, c.Snapshot(), l))
	remove(t, c, "a")
	_, err = c.List(bg, query.All(), l)
	require.ErrorIs(t, err, engine.ErrInvalidCursor)
}

func TestListErrors(t *testing.T) {
	s := open(t, detailed("a", "1"), detailed("b", "2")).Snapshot()
	good, err := s.List(bg, query.All(), engine.Listing{Sort: by(query.KindNumber, false), Limit: 1})
	require.NoError(t, err)
	for name, row := range map[string]struct {
		l    engine.Listing
		want error
	}{
		"negative limit":     {engine.Listing{Limit: -1}, engine.ErrInvalidPage},
		"two places":         {engine.Listing{After: good.Next, AfterID: "a"}, engine.ErrInvalidPage},
		"unknown kind":       {engine.Listing{Sort: []query.SortKey{{Kind: 9}}}, engine.ErrInvalidSort},
		"unknown subject":    {engine.Listing{Sort: []query.SortKey{{By: 9}}}, engine.ErrInvalidSort},
		"too many keys":      {engine.Listing{Sort: make([]query.SortKey, engine.MaxSortKeys+1)}, engine.ErrInvalidSort},
		"another sort":       {engine.Listing{Sort: by(query.KindNumber, true), After: good.Next}, engine.ErrInvalidCursor},
		"another kind":       {engine.Listing{Sort: by(query.KindText, false), After: good.Next}, engine.ErrInvalidCursor},
		"cut cursor":         {engine.Listing{Sort: by(query.KindNumber, false), After: good.Next[:8]}, engine.ErrInvalidCursor},
		"cursor and more":    {engine.Listing{Sort: by(query.KindNumber, false), After: good.Next + "AA"}, engine.ErrInvalidCursor},
		"cursor of nonsense": {engine.Listing{After: "!"}, engine.ErrInvalidCursor},
	} {
		_, err := s.List(bg, query.All(), row.l)
		require.ErrorIs(t, err, row.want, name)
	}
	_, err = s.List(cancelled(), query.All(), engine.Listing{})
	require.Error(t, err)
}

// TestForgedCursors: each part of a cursor is looked at.
func TestForgedCursors(t *testing.T) {
	s := open(t, detailed("a", "1"), detailed("b", "2")).Snapshot()
	l := engine.Listing{Sort: by(query.KindNumber, false), Limit: 1}
	page, err := s.List(bg, query.All(), l)
	require.NoError(t, err)
	good, err := base64.RawURLEncoding.DecodeString(string(page.Next))
	require.NoError(t, err)
	// Form, sort, the id "a" after its length, the value.
	const byID, absent, text = 1, 0, 2
	byValues, sort, value := good[0], good[1:5], good[7:]
	require.Equal(t, []byte{1, 'a'}, good[5:7])
	forged := func(form byte, rest ...byte) engine.Cursor {
		return engine.Cursor(base64.RawURLEncoding.EncodeToString(slices.Concat([]byte{form}, sort, rest)))
	}
	with := func(value ...byte) []byte { return append([]byte{1, 'a'}, value...) }
	for name, c := range map[string]struct {
		cursor engine.Cursor
		good   bool
	}{
		"with the value":     {forged(byValues, with(value...)...), true},
		"the id alone":       {forged(byID, with()...), true},
		"without a value":    {forged(byValues, with(absent)...), true},
		"no id":              {forged(byID, 0), false},
		"no id, but a value": {forged(byValues, append([]byte{0}, value...)...), false},
		"of no form":         {forged(0, with()...), false},
		"of another form":    {forged(9, with()...), false},
		"id and more":        {forged(byID, with(absent)...), false},
		"value and more":     {forged(byValues, with(append(value[:len(value):len(value)], absent)...)...), false},
		"value of no form":   {forged(byValues, with(9)...), false},
		"no value":           {forged(byValues, with()...), false},
		"value is a text":    {forged(byValues, with(text, 1, 'x')...), false},
		"value is cut":       {forged(byValues, with(value[:len(value)-1]...)...), false},
		"id is cut":          {forged(byID, 2, 'a'), false},
		"length is cut":      {forged(byID, 0x80), false},
		"nothing but a sort": {forged(byID), false},
		"not even a sort":    {engine.Cursor(base64.RawURLEncoding.EncodeToString(good[:4])), false},
		"next to nothing":    {"AA", false},
	} {
		l.After = c.cursor
		_, err := s.List(bg, query.All(), l)
		if c.good {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorIs(t, err, engine.ErrInvalidCursor, name)
	}
}

// FuzzCursor: whatever a cursor holds, List pages from some place or refuses
// it as invalid.
func FuzzCursor(f *testing.F) {
	s := open(f, detailed("a", "1"), detailed("b", `"x"`), detailed("c", "")).Snapshot()
	keys := append(by(query.KindText, false), query.SortKey{By: query.ByName, Descending: true})
	for _, limit := range []int{1, 2} {
		page, err := s.List(bg, query.All(), engine.Listing{Sort: keys, Limit: limit})
		require.NoError(f, err)
		f.Add(string(page.Next))
	}
	f.Fuzz(func(t *testing.T, text string) {
		page, err := s.List(bg, query.All(), engine.Listing{Sort: keys, After: engine.Cursor(text)})
		if err != nil {
			require.ErrorIs(t, err, engine.ErrInvalidCursor)
			require.False(t, errors.Is(err, engine.ErrUnknownID))
			return
		}
		require.LessOrEqual(t, len(page.Resources), 3)
	})
}
