package dialect_test

import (
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
)

// TestDocumentRefused is SEMANTICS section 4: one well-formed document.
func TestDocumentRefused(t *testing.T) {
	bad, body := dialect.BadDocument, dialect.PathBody
	tests := []struct {
		name, body string
		want       fault
	}{
		{"byte-order mark", "\ufeff{}", fault{bad, body}},
		{"byte-order mark alone", "\ufeff", fault{bad, body}},
		{"form feed alone", "\f", fault{bad, body}},
		{"form feed", "\f{}", fault{bad, body}},
		{"not JSON", `action=filter`, fault{bad, body}},
		{"unfinished", `{"action":"filter"`, fault{bad, body}},
		{"unfinished value", `{"action":"fil`, fault{bad, "action"}},
		{"trailing comma", `{"action":"filter",}`, fault{bad, body}},
		{"comment", `{/* */"action":"filter"}`, fault{bad, body}},
		{"single quotes", `{'action':'filter'}`, fault{bad, body}},
		{"wrong bracket", `{"tags":[}`, fault{bad, "tags[0]"}},
		{"NaN", `{"action":"filter","limit":NaN}`, fault{bad, "limit"}},
		{"leading zero", `{"action":"filter","limit":01}`, fault{bad, body}},
		{"plus sign", `{"action":"filter","limit":+1}`, fault{bad, "limit"}},
		{"control character", "{\"action\":\"fil\nter\"}", fault{bad, "action"}},
		{"raw NUL", "{\"action\":\"filter\x00\"}", fault{bad, "action"}},
		{"bad escape", `{"action":"\x41"}`, fault{bad, "action"}},
		{"data after", `{"action":"filter"}x`, fault{bad, body}},
		{"second document", `{"action":"filter"}{}`, fault{bad, body}},
		{"closing brace after", `{"action":"filter"}}`, fault{bad, body}},
		{"NUL after", "{\"action\":\"filter\"}\x00", fault{bad, body}},
		{"invalid UTF-8 in a value", "{\"tags\":[{\"key\":\"k\",\"values\":[\"\xff\"]}]}", fault{bad, "tags[0].values[0]"}},
		{"invalid UTF-8 in a name", "{\"\xff\":1}", fault{bad, body}},
		{"overlong UTF-8", "{\"action\":\"\xc0\xaf\"}", fault{bad, "action"}},
		{"surrogate as UTF-8", "{\"action\":\"\xed\xa0\x80\"}", fault{bad, "action"}},
		{"lone high surrogate", `{"tags":[{"key":"\ud800","values":[]}]}`, fault{bad, "tags[0].key"}},
		{"lone low surrogate", `{"matches":[{"key":"resource_name","value":"\udc00"}]}`, fault{bad, "matches[0].value"}},
		{"surrogates in the wrong order", `{"action":"\udc00\ud800"}`, fault{bad, "action"}},
		{"lone surrogate in an unknown member", `{"x":"\ud800"}`, fault{bad, "x"}},
		{"member twice", `{"action":"filter","action":"filter"}`, fault{bad, "action"}},
		{"member twice, once escaped", `{"action":"filter","acti\u006fn":"filter"}`, fault{bad, "action"}},
		{"unknown member twice", `{"x":1,"x":2}`, fault{bad, "x"}},
		{"member of an entry twice", `{"tags":[{"key":"a","values":[]},{"key":"a","key":"b"}]}`, fault{bad, "tags[1].key"}},
		{"member twice in an unknown member", `{"x":[{"y":{"z":1,"z":1}}]}`, fault{bad, "x[0].y.z"}},
		{"odd name in the path", `{"a b":{"z":1,"z":1}}`, fault{bad, `"a b".z`}},
		{"number as a name in the path", `{"0":{"1":1,"1":1}}`, fault{bad, `0.1`}},
		{"a string", `"filter"`, fault{dialect.BadType, body}},
		{"null", `null`, fault{dialect.BadType, body}},
		{"an array", `[{"action":"filter"}]`, fault{dialect.BadType, body}},
		{"a number", `12`, fault{dialect.BadType, body}},
		{"a boolean", `true`, fault{dialect.BadType, body}},
	}
	for _, tt := range tests {
		for _, a := range []api{ims(), cts()} {
			t.Run(a.profile.Name+"/"+tt.name, func(t *testing.T) {
				requireFault(t, a.profile, dialect.Input{Body: []byte(tt.body), Action: a.action}, tt.want)
			})
		}
	}
}

// TestDocumentAccepted is what must not be refused.
func TestDocumentAccepted(t *testing.T) {
	tests := []struct{ name, members string }{
		{"nothing", ``},
		{"unknown members of any type", `"x":1,"y":[{}],"z":{"tags":3},"":null`},
		{"names are matched exactly", `"Offset":"x","LIMIT":-1,"Tags":3,"TAGS_ANY":[],"Matches":0`},
		{"names that share a prefix", `"tag":1,"tagss":1,"tags ":1," tags":1`},
		{"the same name at different levels", `"x":{"x":{"x":1}}`},
		{"a pair of surrogates", `"x":"\ud83d\ude00"`},
		{"an escaped NUL", `"tags":[{"key":"k","values":["\u0000"]}]`},
		{"unknown members of an entry", `"tags":[{"key":"a","values":[],"value":3,"matches":{}}]`},
	}
	for _, tt := range tests {
		for _, a := range []api{ims(), cts()} {
			t.Run(a.profile.Name+"/"+tt.name, func(t *testing.T) {
				requireRequest(t, a.profile, a.input(tt.members))
			})
		}
	}
}

func TestDocumentEscapedNames(t *testing.T) {
	a := ims()
	req := requireRequest(t, a.profile, a.input(`"\u0074ags":[{"k\u0065y":"a","values":["\u0062"]}]`))
	require.Equal(t, "a", req.Filter.Tags[0].Key)
	require.Equal(t, []string{"b"}, req.Filter.Tags[0].Values)
}

func TestDocumentWhiteSpaceAround(t *testing.T) {
	p := dialect.CTS()
	requireRequest(t, p, dialect.Input{Body: []byte(" \r\n\t{ \"tags\" : [ ] } \n"), Action: dialect.ActionFilter})
}

// TestDepth is SEMANTICS section 4: deeper than 16 levels is an error. The
// document is level 1.
func TestDepth(t *testing.T) {
	arrays := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	objects := func(n int) string { return strings.Repeat(`{"a":`, n) + "0" + strings.Repeat("}", n) }
	for _, a := range []api{ims(), cts()} {
		for _, name := range []string{"x", "limit2", "key"} {
			requireRequest(t, a.profile, a.input(`"`+name+`":`+arrays(15)))
			requireRequest(t, a.profile, a.input(`"`+name+`":`+objects(15)))
			e := requireFault(t, a.profile, a.input(`"`+name+`":`+arrays(16)), fault{dialect.BadDocument, name + strings.Repeat("[0]", 15)})
			require.Contains(t, e.Reason, "deep")
			requireFault(t, a.profile, a.input(`"`+name+`":`+objects(16)), fault{dialect.BadDocument, name + strings.Repeat(".a", 15)})
		}
		requireFault(t, a.profile, a.input(`"x":`+strings.Repeat("[", 100_000)), fault{dialect.BadDocument, "x" + strings.Repeat("[0]", 15)})
	}
	// A known member that a count does not look at still is in the document.
	count := api{dialect.IMS(), dialect.ActionCount}
	requireRequest(t, count.profile, count.input(`"limit":`+arrays(15)))
	requireFault(t, count.profile, count.input(`"limit":`+arrays(16)), fault{dialect.BadDocument, "limit" + strings.Repeat("[0]", 15)})
}

// TestDocumentCause: the parser's own error is not lost.
func TestDocumentCause(t *testing.T) {
	_, err := dialect.IMS().Decode(dialect.Input{Body: []byte(`{"x":1,"x":1}`)})
	require.ErrorIs(t, err, jsontext.ErrDuplicateName)
	require.ErrorIs(t, err, dialect.BadDocument)
	require.NotErrorIs(t, err, dialect.BadType)
}

// TestMessagesAreBounded: hostile input does not come back at length.
func TestMessagesAreBounded(t *testing.T) {
	long := strings.Repeat("é", 100_000)
	digits := strings.Repeat("9", 100_000)
	a := ims()
	for _, members := range []string{
		`"` + long + `":1,"` + long + `":1`,
		`"` + long + `":{"` + long + `":[{"` + long + `":x}]}`,
		`"limit":"` + long + `"`,
		`"limit":` + digits,
		`"limit":"` + digits + `"`,
		`"tags":[{"key":"` + long + `","values":["` + long + `"]}]`,
		`"matches":[{"key":"` + long + `","value":"` + long + `"}]`,
		`"tags":[` + strings.Repeat("1,", 100_000) + `1]`,
		`"x":tru` + long,
	} {
		in := a.input(members)
		_, err := a.profile.Decode(in)
		require.Error(t, err)
		require.Less(t, len(err.Error()), 1500)
		for _, e := range allFaults(t, a.profile, in) {
			require.Less(t, len(e.Error()), 1500)
			require.NotEmpty(t, e.Path)
			for _, r := range e.Error() {
				require.True(t, r >= ' ' && r <= '~', "%q", e.Error())
			}
		}
		require.Less(t, len(allFaults(t, a.profile, in)), 10)
	}
	_, err := a.profile.Decode(dialect.Input{Body: []byte(`{"action":"a` + long + `"}`)})
	require.ErrorIs(t, err, dialect.BadAction)
	require.Less(t, len(err.Error()), 300)
	require.Contains(t, err.Error(), `\u00e9"...`, "cut at a rune's border")
}
