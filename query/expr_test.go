package query_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/query"
)

func TestConstructors(t *testing.T) {
	a, b := query.Has("a"), query.Has("b")
	rows := []struct {
		got  query.Expr
		want string
	}{
		{query.Expr{}, "all"},
		{query.And(), "all"},
		{query.Or(), "none"},
		{query.And(a), "a"},
		{query.Or(a), "a"},
		{query.And(a, b), "a and b"},
		{query.Or(a, a), "a or a"},
		{query.In("k"), "none"},
		{query.In("k", "v"), "k=v"},
		{query.In("k", "v", "v"), "k=v"},
		{query.In("k", "w", "v", "w"), "k in (v, w)"},
		{query.Not(query.Not(a)), "not not a"},
	}
	for _, row := range rows {
		require.Equal(t, row.want, row.got.String())
	}
}

// Constructors neither change nor keep the slices they are given.
func TestConstructorsCopy(t *testing.T) {
	values := []string{"z", "a", "z"}
	es := []query.Expr{query.In("k", values...), query.Has("b")}
	require.Equal(t, []string{"z", "a", "z"}, values)
	and, or := query.And(es...), query.Or(es...)
	values[0], es[1] = "y", query.None()
	require.Equal(t, "k in (a, z) and b", and.String())
	require.Equal(t, "k in (a, z) or b", or.String())
}

func TestAccessors(t *testing.T) {
	e := query.And(query.In("k", "w", "v"), query.Not(query.Contains("c", "part")))
	require.Equal(t, query.OpAnd, e.Op())
	in, not := e.Args()[0], e.Args()[1]
	require.Equal(t, query.OpIn, in.Op())
	require.Equal(t, "k", in.Key())
	require.Equal(t, []string{"v", "w"}, in.Values())
	require.Equal(t, query.OpNot, not.Op())
	require.Equal(t, "part", not.Args()[0].Value())
}

// TestCompare checks that the list, of expressions that differ in one respect
// each, is sorted, in both directions of comparing.
func TestCompare(t *testing.T) {
	ordered := []query.Expr{
		query.All(), query.None(), query.Tagged(),
		query.Has("a"), query.Has("b"),
		query.Eq("a", "x"), query.Eq("a", "y"), query.Eq("b", ""),
		query.In("a", "x", "y"), query.In("a", "x", "y", "z"), query.In("a", "x", "z"),
		query.Contains("a", "x"), query.NameContains("x"), query.NamePrefix("x"), query.NameEquals("x"),
		query.ID("1"), query.ID("2"),
		query.Not(query.Has("a")), query.Not(query.Has("b")),
		query.And(query.Has("a"), query.Has("b")), query.And(query.Has("b"), query.Has("a")),
		query.Or(query.Has("a"), query.Has("b")),
	}
	for i, a := range ordered {
		for j, b := range ordered {
			c := query.Compare(a, b)
			require.Equal(t, i < j, c < 0, "%v and %v: %d", a, b, c)
			require.Equal(t, i == j, query.Equal(a, b))
		}
	}
	require.True(t, slices.IsSortedFunc(ordered, query.Compare))
}

func TestTextMarshaling(t *testing.T) {
	e := query.And(query.Eq("a", "x"), query.Not(query.Tagged()))
	text, err := e.MarshalText()
	require.NoError(t, err)
	appended, err := e.AppendText([]byte("> "))
	require.NoError(t, err)
	require.Equal(t, "> "+string(text), string(appended))

	var back query.Expr
	require.NoError(t, back.UnmarshalText(text))
	require.True(t, query.Equal(e, back))
	require.ErrorIs(t, back.UnmarshalText([]byte("a and")), query.ErrSyntax)
	require.True(t, query.Equal(e, back), "changed by an error")
}
