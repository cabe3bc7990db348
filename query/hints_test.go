package query_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/tagdex/tagdex/query"
)

// hintRows are leaves as people write them, and what is said of their form.
var hintRows = []struct{ text, hint string }{
	// Nothing is odd about these.
	{"env", ""},
	{"env=prod", ""},
	{"env in (a, b)", ""},
	{"env ~ pr", ""},
	{"name ~ ubuntu", ""},
	{"id=i-1", ""},
	{"prop.status=active", ""},
	{"prop.min_disk >= 40", ""},
	{"all", ""},
	{"image=22.04_x86/64", ""},
	{"a:=b", ""},
	{":a", ""},

	// Placeholders.
	{"env=pr*", "a * is an ordinary character here; write env ~ pr for contains"},
	{"env=*pr*", "a * is an ordinary character here; write env ~ pr for contains"},
	{`env="pr%"`, "a % is an ordinary character here; write env ~ pr for contains"},
	{"env ~ pr*", "a * is an ordinary character here; write env ~ pr for contains"},
	{"env in (pr*, test)", "a * is an ordinary character here; write env ~ pr for contains"},
	{"env=*", "a * is an ordinary character here; write env for any value"},
	{"prop.x=*", "a * is an ordinary character here; write prop.x for any value"},
	{"env=a*b", "a * is an ordinary character here: there are no patterns"},
	{"prop.x=a*", "a * is an ordinary character here: there are no patterns"},
	{"name=web*", `a * is an ordinary character here; write name ^= "web" for begins with`},
	{"name=*web", `a * is an ordinary character here; write name ~ "web" for contains`},
	{"name ~ web*", `a * is an ordinary character here; write name ~ "web" for contains`},
	{"name ^= web*", `a * is an ordinary character here; write name ^= "web" for begins with`},
	{"env*", "a * is an ordinary character here: a key is written as a whole"},
	{`env ~ "^pr"`, "there are no regular expressions; write env ~ pr for contains"},
	{`name ~ "^web$"`, `there are no regular expressions; write name ~ "web" for contains`},
	{"*", "write all, which stands for itself without quotes and in small letters"},
	{"True", "write all, which stands for itself without quotes and in small letters"},
	{`"all"`, "write all, which stands for itself without quotes and in small letters"},
	{"untagged", "write not tagged, which stands for itself without quotes and in small letters"},

	// Prefixes and colons.
	{"tag:env=prod", "a tag is asked for by its key alone: write env=prod"},
	{"tag.env=prod", "a tag is asked for by its key alone: write env=prod"},
	{"Tags.env in (a, b)", "a tag is asked for by its key alone: write env in (a, b)"},
	{"tags.env:prod", "a tag is asked for by its key alone: write env=prod"},
	{"labels.env", "a tag is asked for by its key alone: write env"},
	{"prop.tags.env=prod", "a tag is asked for by its key alone: write env=prod"},
	{"env:prod", "write env=prod if a tag is meant"},
	{"name:web", `write name ~ "web" if the name is meant`},
	{"id:i-1", "write id=i-1 if the id is meant"},
	{"property.status=active", "a property is written prop.status=active"},
	{"Prop.status", "a property is written prop.status"},
	{"prop:status=active", "a property is written prop.status=active"},
	{"detail.status:active", "a property is written prop.status=active"},
	{"-env=prod", "a sign before a key is part of it; write not env=prod"},
	{"+env", "a sign before a key is part of it; write env"},

	// Fields.
	{"Name=web", "the resource's own name is asked for by name=web"},
	{"NAME ~ web", `the resource's own name is asked for by name ~ "web"`},
	{`"id" in (a, b)`, "the resource's own id is asked for by id in (a, b)"},
	{"resource_id=a", "the resource's own id is asked for by id=a"},
	{"ID", "the resource's own id is the word id, without quotes and in small letters"},
	{"prop.name=web", "the resource's own name is asked for by name=web"},
	{"name=web", `= compares the whole name; write name ~ "web" for contains`},

	// Quotes and escapes.
	{`"env=prod"`, "what stands in quotes is one key; write env=prod without quotes around it"},
	{`'env=prod and not gpu'`, "what stands in quotes is one key; write env=prod and not gpu without quotes around it"},
	{`env='"prod"'`, "the inner quotes are part of the text; write env=prod"},
	{`path="C:\new"`, `the text holds a control character, as \n makes one within double quotes; write \\ for a backslash, or use single quotes, which know no escapes`},
	{`name ~ "C:\temp"`, `the text holds a control character, as \n makes one within double quotes; write \\ for a backslash, or use single quotes, which know no escapes`},
	{`path='C:\new'`, ""},
	{`env="prod "`, "the text has white space at an end"},
	{`" env"=prod`, "the key has white space at an end"},

	// Others.
	{"env=null", "write not env for what lacks it"},
	{"prop.x=NULL", "write not prop.x for what lacks it"},
	{`env="a, b"`, "for one of several values write env in (a, b)"},
	{`prop.x="a|b"`, "for one of several values write prop.x in (a, b)"},
}

func TestHint(t *testing.T) {
	for _, row := range hintRows {
		leaf, err := query.Parse(row.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := query.Hint(leaf); got != row.hint {
			t.Errorf("%s\ngives %q\nwant  %q", row.text, got, row.hint)
		}
	}
}

// What is not a leaf has no form of its own.
func TestHintOfTrees(t *testing.T) {
	for _, e := range []query.Expr{
		query.Not(query.Eq("env", "pr*")),
		query.And(query.Has("*"), query.Has("tag:x")),
		query.Or(query.Eq("a", "*"), query.Eq("a", "%")),
	} {
		if got := query.Hint(e); got != "" {
			t.Errorf("%v gives %q", e, got)
		}
	}
}

func FuzzHint(f *testing.F) {
	for _, row := range hintRows {
		f.Add(row.text)
	}
	f.Fuzz(checkHints)
}

// checkHints holds for any expression: what is said of a leaf is one bounded
// line that prints, and not more than that.
func checkHints(t *testing.T, text string) {
	if e, err := query.Parse(text); err == nil {
		checkHintsOf(t, e)
	}
}

func checkHintsOf(t *testing.T, e query.Expr) {
	t.Helper()
	for _, arg := range e.Args() {
		checkHintsOf(t, arg)
	}
	hint := query.Hint(e)
	switch {
	case len(hint) > query.MaxHintLen, !utf8.ValidString(hint):
		t.Fatalf("%v: %q", e, hint)
	case strings.ContainsFunc(hint, isControl), strings.ContainsAny(hint, "\t\u2028\u202e"):
		t.Fatalf("%v: not fit for a terminal: %q", e, hint)
	case hint != "" && len(e.Args()) > 0:
		t.Fatalf("%v is no leaf: %q", e, hint)
	}
}

// TestHintsOfRandomLeaves runs the check on leaves of any bytes.
func TestHintsOfRandomLeaves(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	pieces := []string{
		"tag:", "tags.", "prop.", "name", "id", ":", "=", "*", "%", "^", "$", "-", "+", `"`, "'", " ", ",", "|",
		"null", "all", "env", "\n", "\x1b", "\xff", "\u202e", "é", strings.Repeat("long", 200),
	}
	text := func() string {
		var b strings.Builder
		for range rng.IntN(6) {
			b.WriteString(pieces[rng.IntN(len(pieces))])
		}
		return b.String()
	}
	for range 20_000 {
		for _, e := range []query.Expr{
			query.Has(text()), query.Eq(text(), text()), query.In(text(), text(), text()), query.Contains(text(), text()),
			query.NameContains(text()), query.NamePrefix(text()), query.NameEquals(text()), query.ID(text()),
			query.PropHas(text()), query.PropEq(text(), text()), query.PropIn(text(), text(), text()),
		} {
			checkHintsOf(t, e)
		}
		checkHints(t, text())
	}
}
