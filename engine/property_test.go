package engine_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestRegistryKeepsItsOrders is the same of the orders.
func TestRegistryKeepsItsOrders(t *testing.T) {
	orders := []query.SortBy{query.ByName}
	reg := engine.NewRegistry(&engine.Options{Orders: orders})
	orders[0] = query.ByID
	c := reg.Open("p", "images")
	_, err := c.Upsert(t.Context(), resource.Resource{ID: "1", Name: "a"})
	require.NoError(t, err)
	for by, walks := range map[query.SortBy]bool{query.ByName: true, query.ByID: false} {
		plan, err := c.Snapshot().ExplainList(t.Context(), query.All(), engine.Listing{Sort: []query.SortKey{{By: by}}})
		require.NoError(t, err)
		require.Equal(t, walks, plan.Order.CostWalk > 0)
	}
}

// A registry opens its collections with the options that it was made with,
// whatever the host does to its list after.
func TestRegistryKeepsItsProperties(t *testing.T) {
	properties := []query.Property{{Name: "a", Kind: query.KindNumber}}
	reg := engine.NewRegistry(&engine.Options{Properties: properties})
	properties[0].Name = "b"
	for name, walks := range map[string]bool{"a": true, "b": false} {
		c := reg.Open("p", name)
		_, err := c.Upsert(t.Context(), resource.Resource{ID: "1", Detail: `{"a":1,"b":1}`})
		require.NoError(t, err)
		sorted := engine.Listing{Sort: []query.SortKey{{Property: name, Kind: query.KindNumber}}}
		plan, err := c.Snapshot().ExplainList(t.Context(), query.All(), sorted)
		require.NoError(t, err)
		require.Equal(t, walks, plan.Order.CostWalk > 0, name)
	}
}

// Every rule of SEMANTICS section 2, properties.
func TestProperties(t *testing.T) {
	details := map[string]string{
		"none":   "",
		"empty":  `{}`,
		"null":   `{"x":null}`,
		"40":     `{"y":[{"x":1}],"x":40}`,
		"s40":    `{"x":"40"}`,
		"-0":     `{"x":-0}`,
		"1.5":    `{"x":1.5}`,
		"1e1":    `{"x":1e1}`,
		"big":    `{"x":9223372036854775808}`,
		"most":   `{"x":9223372036854775807}`,
		"true":   `{"x":true}`,
		"list":   `{"x":[40]}`,
		"day":    `{"x":"2024-01-31"}`,
		"noon":   `{"x":"2024-01-31T12:00:00Z"}`,
		"space":  `{"x":"2024-01-31 12:00:00"}`,
		"no day": `{"x":"2024-02-30"}`,
		"text":   `{"\u0078":"a\u0062"}`,
		"0040":   `{"x":"0040.0"}`,
		"milli":  `{"x":"2024-01-31T20:00:00.250+08:00"}`,
		"leap":   `{"x":"2016-12-31t23:59:60z"}`,
		"huge":   `{"x":1e400}`,
	}
	ids := []string{
		"none", "empty", "null", "40", "s40", "-0", "1.5", "1e1", "big", "most", "true", "list",
		"day", "noon", "space", "no day", "text", "0040", "milli", "leap", "huge",
	}
	var rs []resource.Resource
	for _, id := range ids {
		rs = append(rs, resource.Resource{ID: id, Detail: details[id], Tags: []resource.Tag{{Key: "x", Value: "tag"}}})
	}
	for text, want := range map[string][]string{
		"prop.x":                       ids[3:],
		"not prop.x":                   ids[:3],
		"prop.x=40":                    {"40", "s40"},
		"prop.x=0":                     {"-0"},
		"prop.x=1.5":                   {"1.5"},
		"prop.x=1.50":                  {"1.5"},
		"prop.x=10":                    {"1e1"},
		"prop.x=10.0":                  {"1e1"},
		"prop.x=40.0":                  {"40"},
		"prop.x=0040.0":                {"40", "0040"},
		"prop.x=40 and prop.x=40.0":    {"40"},
		"prop.x=40 and prop.x != 40.0": {"s40"},
		"prop.x in (40.0, 1e1, ab)":    {"40", "1e1", "text"},
		"prop.x not in (40.0, 1e1) and prop.x <= 40": {"s40", "-0", "1.5", "0040"},
		"prop.x=2024-01-31":                          {"day"},
		"prop.x=1e400":                               {},
		"prop.x=true":                                {"true"},
		"prop.x=ab":                                  {"text"},
		"prop.X=ab":                                  {},
		"prop.x=tag":                                 {},
		"prop.x in (ab, 40, 7)":                      {"40", "s40", "text"},
		"prop.x != 40 and prop.x in (1)":             {},
		"prop.x >= 40":                               {"40", "s40", "big", "most", "0040"},
		"prop.x > 40":                                {"big", "most"},
		"prop.x < 40":                                {"-0", "1.5", "1e1"},
		"prop.x > 1.25 and prop.x < 1e1":             {"1.5"},
		"prop.x >= 40 and prop.x <= 40.0":            {"40", "s40", "0040"},
		"prop.x <= 40":                               {"40", "s40", "-0", "1.5", "1e1", "0040"},
		"prop.x > 9223372036854775806":               {"big", "most"},
		"prop.x > 9223372036854775807":               {"big"},
		"prop.x > 9223372036854775808":               {},
		"prop.x < 2024-01-31T00:00:01Z":              {"day", "leap"},
		"prop.x <= 2017-01-01":                       {"leap"},
		"prop.x > 2024-01-31T12:00:00.249999Z":       {"milli"},
		`prop.x > "2024-01-31 12:00:00"`:             {"milli"},
		"prop.x >= 2024-01-31T12:00:00Z":             {"noon", "space", "milli"},
		"prop.x <= 2024-01-31 and id=40":             {},
		"not prop.x < 2024-02-01 and not prop.x < 50 and not prop.x > 50": {
			"none", "empty", "null", "true", "list", "no day", "text", "huge",
		},
	} {
		e := parse(t, text)
		for kind, s := range declaredAs(t, rs) {
			got := []string{}
			for _, r := range matches(t, s, e) {
				got = append(got, r.ID)
			}
			require.Equal(t, want, got, "%s, declared %s", text, kind)
			n, err := s.Count(bg, e)
			require.NoError(t, err)
			require.Equal(t, len(want), n, "%s, declared %s", text, kind)
		}
	}
}

// declaredAs opens collections that hold the same resources and declare the
// property x as each kind, or not at all.
func declaredAs(t testing.TB, rs []resource.Resource) map[string]*engine.Snapshot {
	all := map[string]*engine.Snapshot{"nothing": open(t, rs...).Snapshot()}
	for kind := range query.NumKinds {
		c := engine.Open(&engine.Options{Properties: []query.Property{{Name: "x", Kind: kind}}})
		_, err := c.Upsert(bg, rs...)
		require.NoError(t, err)
		all[kind.String()] = c.Snapshot()
	}
	return all
}

// SEMANTICS section 2, declared properties.
func TestKindMismatches(t *testing.T) {
	values := []string{"", "null", "40", `"40"`, `"x"`, "true", `"false"`, "[]", `"2024-01-31"`, "1e400", `"1e400"`, "1.5"}
	for kind, want := range map[query.Kind]int{query.KindText: 2, query.KindBoolean: 8, query.KindNumber: 7, query.KindTime: 9} {
		options := engine.Options{Properties: []query.Property{{Name: "x", Kind: kind}}}
		c := engine.Open(&options)
		var batch engine.Batch
		for i, x := range values {
			batch.Upsert(detailed(fmt.Sprint(i), x))
		}
		for range 2 { // what is replaced by the same is told again
			done, err := c.Apply(bg, &batch)
			require.NoError(t, err)
			require.Equal(t, map[string]int{"x": want}, done.KindMismatches, kind)
			require.Equal(t, map[string]int{"x": want}, c.Snapshot().KindMismatches(), kind)
		}
		done, err := c.Upsert(bg, detailed("7", "null"), detailed("new", "[]"), detailed("gone", "[]"), detailed("gone", ""))
		require.NoError(t, err)
		require.Equal(t, map[string]int{"x": 1}, done.KindMismatches, kind)
		require.Equal(t, map[string]int{"x": want}, c.Snapshot().KindMismatches(), kind)

		options.RefuseKindMismatch = true
		strict := engine.Open(&options)
		_, err = strict.Apply(bg, &batch)
		require.ErrorIs(t, err, engine.ErrKindMismatch)
		require.ErrorIs(t, err, engine.ErrInvalidResource)
		var fault *engine.KindError
		require.ErrorAs(t, err, &fault)
		require.Equal(t, kind, fault.Want)
		require.Contains(t, err.Error(), `property "x" is`)
		require.Contains(t, err.Error(), "want a "+kind.String())
		require.Zero(t, strict.Snapshot().Len())
		refused := 0
		for i, x := range values {
			if _, err := strict.Upsert(bg, detailed(fmt.Sprint(i), x)); err != nil {
				require.ErrorIs(t, err, engine.ErrKindMismatch)
				refused++
			}
		}
		require.Equal(t, want, refused, kind)
		require.Nil(t, strict.Snapshot().KindMismatches())
	}
	c := engine.Open(nil)
	done, err := c.Upsert(bg, detailed("a", "[]"))
	require.NoError(t, err)
	require.Nil(t, done.KindMismatches)
}

// patient is a context that is done after it was asked so often.
type patient struct {
	context.Context
	asks atomic.Int32
}

func (p *patient) Err() error {
	if p.asks.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// TestLongDetailsHeedTheContext: one block can hold details of many megabytes,
// so the context is looked at within it.
func TestLongDetailsHeedTheContext(t *testing.T) {
	long := `{"pad":"` + strings.Repeat("x", 1<<20) + `","a":1}`
	var b engine.Batch
	for i := range 20 {
		b.Upsert(resource.Resource{ID: fmt.Sprint(i), Detail: long, Tags: []resource.Tag{{Key: "k"}}})
	}
	c := engine.Open(nil)
	_, err := c.Apply(t.Context(), &b)
	require.NoError(t, err)
	s := c.Snapshot()
	sorted := engine.Listing{Sort: []query.SortKey{{By: query.ByID}}}
	for _, text := range []string{"prop.a = 1", "prop.a > 0 and k", "not prop.a = 2", "prop.a = 1 or prop.a = 3", "k and not prop.b"} {
		e := parse(t, text)
		for name, ask := range map[string]func(context.Context) error{
			"Count":   func(ctx context.Context) error { _, err := s.Count(ctx, e); return err },
			"Find":    func(ctx context.Context) error { _, err := s.Find(ctx, e, engine.Page{}); return err },
			"Facets":  func(ctx context.Context) error { _, err := s.Facets(ctx, e, engine.FacetOptions{}); return err },
			"List":    func(ctx context.Context) error { _, err := s.List(ctx, e, sorted); return err },
			"Matches": func(ctx context.Context) error { return last(s.Matches(ctx, e)) },
		} {
			ctx := &patient{Context: t.Context()}
			ctx.asks.Store(5)
			require.ErrorIs(t, ask(ctx), context.Canceled, "%s of %s", name, text)
			require.NoError(t, ask(t.Context()), "%s of %s", name, text)
		}
	}
}

// last walks over all matches and returns the error.
func last(matches iter.Seq2[resource.Resource, error]) (err error) {
	for _, err = range matches {
		if err != nil {
			return err
		}
	}
	return nil
}
