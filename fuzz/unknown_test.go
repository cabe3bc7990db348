package fuzz

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// checkUnknown loads a data set and asks what expressions name that it lacks.
func checkUnknown(t testing.TB, data []byte) {
	src := gen.New(data)
	p := pairOf(t, src.Set())
	if p.model.Len() > 2000 {
		return // too slow for the model
	}
	s := p.engine.Snapshot()
	for range maxQueries {
		e := src.Expr()
		switch src.N(8) {
		case 0:
			e = src.BadExpr()
		case 1, 2, 3:
			e = query.And(typo(src, p.model), e)
		}
		unknownIn(t, s, p.model, e, src.OneIn(2))
		if src.Done() {
			break
		}
	}
}

// typo is a leaf about a name that is there, with an edit or two.
func typo(src *gen.Source, m *model.Collection) query.Expr {
	key, value := src.Tag()
	id, property := src.ID(), src.PropertyName()
	if all := m.Resources(); len(all) > 0 {
		id = gen.Pick(src, all).ID
	}
	switch src.N(6) {
	case 0:
		return query.Eq(mistyped(src, key), value)
	case 1:
		return query.Eq(key, mistyped(src, value))
	case 2:
		return query.In(key, mistyped(src, value), value, src.Value())
	case 3:
		return query.ID(mistyped(src, id))
	case 4:
		return query.PropHas(mistyped(src, property))
	}
	return query.PropEq(property, mistyped(src, src.PropertyText()))
}

// mistyped makes an edit or two in a text.
func mistyped(src *gen.Source, text string) string {
	runes := []rune(text)
	for range 1 + src.N(3) {
		at := src.N(len(runes) + 1)
		switch edit := src.N(4); {
		case edit == 0 || at == len(runes):
			runes = slices.Insert(runes, at, 'x')
		case edit == 1:
			runes = slices.Delete(runes, at, at+1)
		case edit == 2 && at+1 < len(runes):
			runes[at], runes[at+1] = runes[at+1], runes[at]
		default:
			runes[at] = unicode.SimpleFold(runes[at])
		}
	}
	return string(runes)
}

// everything is more than any data set here has.
const everything = 1 << 30

// unknownIn holds what the engine tells against the model.
func unknownIn(t testing.TB, s *engine.Snapshot, m *model.Collection, e query.Expr, tenant bool) {
	got, err := s.Unknown(t.Context(), e, engine.UnknownOptions{Tenant: tenant, Names: everything, Details: everything})
	require.NoError(t, err)
	all := m.Unknown(e, tenant)
	want := toldOf(all)
	require.Len(t, got, len(want), "%s: %v", e, got)
	for i, w := range want {
		g := got[i]
		near := slices.Clone(g.Near)
		require.Equal(t, w, model.Unknown{Kind: string(g.Kind), Leaf: g.Leaf, Key: g.Key, Value: g.Value, Near: near}, "%s", e)
		require.Zero(t, g.Looked)
		requireMessage(t, &g)
	}
	byLookups(t, s, e, tenant, all)
	if !tenant {
		return
	}
	for _, g := range got {
		require.False(t, (g.Kind == "key" || g.Kind == "value") && resource.IsSystem(g.Key), "%s: %s", e, g.Message)
		require.False(t, g.Kind == "key" && slices.ContainsFunc(g.Near, resource.IsSystem), "%s: %s", e, g.Message)
	}
}

// toldOf are the first sixteen, without those that look for a part in vain
// where nothing says that another was meant.
func toldOf(all []model.Unknown) []model.Unknown {
	var told []model.Unknown
	for _, u := range all[:min(len(all), 16)] {
		switch u.Leaf.Op() {
		case query.OpContains, query.OpNameContains, query.OpNamePrefix:
			if u.Kind != "key" && u.Near == nil && query.TextHint(u.Leaf) == "" {
				continue
			}
		}
		told = append(told, u)
	}
	return told
}

// requireMessage: what is said is one bounded line that prints.
func requireMessage(t testing.TB, u *engine.Unknown) {
	require.NotEmpty(t, u.Message)
	require.Less(t, len(u.Message), 4<<10)
	require.True(t, utf8.ValidString(u.Message))
	require.False(t, strings.ContainsFunc(u.Message, func(r rune) bool { return !unicode.IsPrint(r) }), "%q", u.Message)
	require.LessOrEqual(t, len(u.Near), 3)
}

// byLookups: with less work less is told, and nothing else.
func byLookups(t testing.TB, s *engine.Snapshot, e query.Expr, tenant bool, all []model.Unknown) {
	some, err := s.Unknown(t.Context(), e, engine.UnknownOptions{Tenant: tenant, LookupsOnly: true, Names: 1, Details: 1})
	require.NoError(t, err)
	for _, u := range some {
		require.True(t, slices.ContainsFunc(all, func(a model.Unknown) bool {
			return a.Kind == string(u.Kind) && a.Key == u.Key && a.Value == u.Value
		}), "%s: %s", e, u.Message)
	}
}

func FuzzUnknown(f *testing.F) {
	addSeeds(f, "FuzzUnknown")
	f.Fuzz(func(t *testing.T, data []byte) { checkUnknown(t, data) })
}

func TestUnknown(t *testing.T) { runCases(t, "FuzzUnknown", 1500, checkUnknown) }
