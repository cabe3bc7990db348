package query_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/query"
)

func TestTenant(t *testing.T) {
	for text, want := range map[string]string{
		"all": "all", "none": "none", "tagged": "tagged",
		"a=1 and b":                            "a=1 and b",
		"_sys_x":                               "none",
		"_sys_x=1":                             "none",
		"_sys_x in (1, 2)":                     "none",
		"_sys_x ~ y":                           "none",
		"_sys_":                                "none",
		"not _sys_x":                           "not none",
		"a and not (b or _sys_x=1)":            "a and not (b or none)",
		"_sys=1 and _SYS_x":                    "_sys=1 and _SYS_x",
		`name ~ "_sys_x" or id=_sys_x`:         `name ~ "_sys_x" or id=_sys_x`,
		"a=_sys_x":                             "a=_sys_x",
		"not (not (_sys_a and (b or _sys_c)))": "not not (none and (b or none))",
	} {
		e, err := query.Parse(text)
		require.NoError(t, err)
		require.Equal(t, want, query.Tenant(e).String(), text)
		require.Equal(t, e, must(t, text), "the argument was changed")
	}
}

func must(t *testing.T, text string) query.Expr {
	t.Helper()
	e, err := query.Parse(text)
	require.NoError(t, err)
	return e
}

func TestWithoutKey(t *testing.T) {
	for _, c := range []struct{ text, want string }{ // want "": nothing is left out
		{"k=1", "all"},
		{"k", "all"},
		{"not k=1", "all"},
		{"k=1 and a=2", "a=2"},
		{"k in (1, 2) and a=2 and not k ~ 3", "a=2"},
		{"a=2 and (k=1 or k=3) and b", "a=2 and b"},
		{"a and (b and (k and c))", "a and b and c"},
		{"not (k=1 or a=2)", "not a=2"},
		{"not (k=1 and a=2)", ""},
		{"not not (k=1 and a=2)", "a=2"},
		{"not (a or not (k=1 and b))", "not a and b"},
		{"k=1 or a=2", ""},
		{"a=2", ""},
		{"k=1 and none", "none"},
		{"(k=1 or none) and a", ""},
		{`name ~ "k" and id=k`, ""},
		{"all", ""},
		{"K=1 and a=k", ""},
		{"(k=1 or (k=2 and not k=3)) and tagged", "tagged"},
	} {
		got, changed := query.WithoutKey(must(t, c.text), "k")
		require.Equal(t, c.want != "", changed, c.text)
		if c.want == "" {
			c.want = c.text
		}
		require.Equal(t, c.want, got.String(), c.text)
	}
}
