package query_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/query"
)

func TestParseTrees(t *testing.T) {
	has, not := query.Has, query.Not
	rows := []struct {
		text string
		want query.Expr
	}{
		{"a or b and not c", query.Or(has("a"), query.And(has("b"), not(has("c"))))},
		{"(a or b) and c", query.And(query.Or(has("a"), has("b")), has("c"))},
		{"a and b and c", query.And(has("a"), has("b"), has("c"))},
		{"(a and b) and c", query.And(query.And(has("a"), has("b")), has("c"))},
		{"a and (b and c)", query.And(has("a"), query.And(has("b"), has("c")))},
		{"not a and b", query.And(not(has("a")), has("b"))},
		{"not not a", not(not(has("a")))},
		{"k!=v", not(query.Eq("k", "v"))},
		{"k not in (v, u)", not(query.In("k", "u", "v"))},
		{"k !~ v", not(query.Contains("k", "v"))},
		{"name=x", query.NameEquals("x")},
		{"name!=x", not(query.NameEquals("x"))},
		{"name in (x, y)", query.Or(query.NameEquals("x"), query.NameEquals("y"))},
		{"name ~ x", query.NameContains("x")},
		{"name !~ x", not(query.NameContains("x"))},
		{"name ^= x", query.NamePrefix("x")},
		{"id=x", query.ID("x")},
		{"id not in (x, y)", not(query.IDs("y", "x", "y"))},
		{`"name" ~ x`, query.Contains("name", "x")},
		{"Name ~ x", query.Contains("Name", "x")},
		{`a="\xff\u00e9"`, query.Eq("a", "\xffé")},
		{"all", query.All()},
		{"none", query.None()},
		{"tagged", query.Tagged()},
	}
	for _, row := range rows {
		got, err := query.Parse(row.text)
		require.NoError(t, err, row.text)
		require.True(t, query.Equal(row.want, got), "%s is read as %v", row.text, got)
	}
}

func TestParseLimits(t *testing.T) {
	nots := func(n int) string { return strings.Repeat("not ", n) + "a" }
	parens := func(n int) string { return strings.Repeat("(", n) + "a" + strings.Repeat(")", n) }
	long := func(n int) string { return "a=" + strings.Repeat("x", n-2) }
	for _, text := range []string{
		nots(query.MaxDepth),
		parens(query.MaxDepth),
		strings.Repeat("(a) and ", query.MaxDepth*3) + "b",
		strings.Repeat("not a and ", query.MaxDepth*3) + "b",
		long(query.MaxTextLen),
	} {
		_, err := query.Parse(text)
		require.NoError(t, err)
	}
	rows := []struct {
		text   string
		offset int
		reason string
	}{
		{nots(query.MaxDepth + 1), 4 * query.MaxDepth, "more than 200"},
		{parens(query.MaxDepth + 1), query.MaxDepth, "more than 200"},
		{strings.Repeat("(not ", query.MaxDepth), 5 * query.MaxDepth / 2, "more than 200"},
		{strings.Repeat("(", query.MaxTextLen), query.MaxDepth, "more than 200"},
		{long(query.MaxTextLen + 1), query.MaxTextLen, "the text has 65537 bytes, the limit is 65536"},
		{strings.Repeat("é", query.MaxTextLen), query.MaxTextLen, "the limit is 65536"},
	}
	for _, row := range rows {
		_, err := query.Parse(row.text)
		var syntax *query.SyntaxError
		require.ErrorAs(t, err, &syntax)
		require.Equal(t, row.offset, syntax.Offset)
		require.Contains(t, syntax.Reason, row.reason)
		require.Less(t, utf8.RuneCountInString(syntax.Caret()), 300)
	}
}

// The tree of a text is less than three times as deep as its parentheses and
// nots, as MaxDepth promises.
func TestParseTreeDepth(t *testing.T) {
	text := strings.Repeat("a or b and (", query.MaxDepth) + "a or b and c" + strings.Repeat(")", query.MaxDepth)
	e, err := query.Parse(text)
	require.NoError(t, err)
	require.Less(t, depth(e), 3*(query.MaxDepth+1))
}

func depth(e query.Expr) int {
	deepest := 0
	for _, arg := range e.Args() {
		deepest = max(deepest, depth(arg))
	}
	return 1 + deepest
}

// Texts beyond the limits can be printed, but are not read back.
func TestPrintBeyondLimits(t *testing.T) {
	e := query.Has("a")
	for range 100_000 {
		e = query.Not(e)
	}
	text := e.String()
	require.Len(t, text, 4*100_000+1)
	_, err := query.Parse(text)
	require.ErrorIs(t, err, query.ErrSyntax)
}

// The zero SyntaxError, and one made by hand, can be drawn.
func TestCaretOfForeignError(t *testing.T) {
	require.Equal(t, "\n^", (&query.SyntaxError{}).Caret())
	require.Equal(t, "\n^", (&query.SyntaxError{Line: 3, Column: 9}).Caret())
	require.Equal(t, "\n^", (&query.SyntaxError{Line: -3, Column: -9}).Caret())
}
