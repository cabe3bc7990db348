package tree_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/query/tree"
)

func Example() {
	e, err := tree.Decode([]byte(`{"and": [{"tag": {"key": "arch", "value": "arm64"}}, {"not": {"has": "gpu"}}]}`))
	fmt.Println(e, err)
	fmt.Println(string(tree.Append(nil, e)))
	_, err = tree.Decode([]byte(`{"and": [{"tag": {"key": "arch", "in": []}}]}`))
	fmt.Println(err)
	// Output:
	// arch=arm64 and not gpu <nil>
	// {"and":[{"tag":{"key":"arch","value":"arm64"}},{"not":{"has":"gpu"}}]}
	// invalid query tree: and[0].tag.in: is an empty list
}

// TestForms: each node, what it means, and that it is written as it was read.
func TestForms(t *testing.T) {
	for doc, want := range map[string]string{
		`{"all":true}`:                                          "all",
		`{"none":true}`:                                         "none",
		`{"tagged":true}`:                                       "tagged",
		`{"has":"k"}`:                                           "k",
		`{"has":""}`:                                            `""`,
		`{"tag":{"key":"k","value":"v"}}`:                       "k=v",
		`{"tag":{"key":"","value":""}}`:                         `""=""`,
		`{"tag":{"key":"k","in":["a","b"]}}`:                    "k in (a, b)",
		`{"tag":{"key":"k","contains":"x"}}`:                    `k ~ "x"`,
		`{"name":{"is":"web"}}`:                                 "name=web",
		`{"name":{"contains":"web"}}`:                           `name ~ "web"`,
		`{"name":{"prefix":"web"}}`:                             `name ^= "web"`,
		`{"id":"i-1"}`:                                          "id=i-1",
		`{"id":{"in":["i-1","i-2"]}}`:                           "id in (i-1, i-2)",
		`{"not":{"has":"k"}}`:                                   "not k",
		`{"and":[{"has":"a"},{"has":"b"},{"has":"c"}]}`:         "a and b and c",
		`{"or":[{"has":"a"},{"and":[{"has":"b"},{"id":"c"}]}]}`: "a or b and id=c",
		`{"text":"\"\\xff\"=v"}`:                                `"\xff"=v`,
	} {
		e, err := tree.Decode([]byte(doc))
		require.NoError(t, err, doc)
		require.Equal(t, want, e.String(), doc)
		require.Equal(t, doc, string(tree.Append(nil, e)))
	}
	for doc, want := range map[string]string{ // written in another way
		` { "text" : "a and not b=c" } `:             `{"and":[{"has":"a"},{"not":{"tag":{"key":"b","value":"c"}}}]}`,
		`{"and":[{"has":"a"}]}`:                      `{"has":"a"}`,
		`{"tag":{"in":["b","a","b"],"key":"k"}}`:     `{"tag":{"key":"k","in":["a","b"]}}`,
		`{"tag":{"key":"k","in":["a"]}}`:             `{"tag":{"key":"k","value":"a"}}`,
		`{"id":{"in":["b","a","b"]}}`:                `{"id":{"in":["a","b"]}}`,
		`{"id":{"in":["a"]}}`:                        `{"id":"a"}`,
		`{"text":"id in (b, a)"}`:                    `{"id":{"in":["a","b"]}}`,
		`{"has":"\u0061\ud83d\udd11"}`:               `{"has":"a🔑"}`,
		"\n{\"not\":\t{\"not\":{\"all\":true}}}\r\n": `{"not":{"not":{"all":true}}}`,
	} {
		e, err := tree.Decode([]byte(doc))
		require.NoError(t, err, doc)
		require.Equal(t, want, string(tree.Append(nil, e)), doc)
	}
}

func TestFaults(t *testing.T) {
	nested := strings.Repeat(`{"not":`, tree.MaxDepth+1) + `{"all":true}` + strings.Repeat("}", tree.MaxDepth+1)
	for _, c := range []struct{ doc, path, reason string }{
		{``, "", "too early"},
		{`{`, "", "JSON"},
		{`{}`, "", "empty node"},
		{`[]`, "", "must be an object, is a list"},
		{`"a=b"`, "", "must be an object, is a string"},
		{`null`, "", "is null"},
		{`{"xor":[]}`, "xor", "is no kind of node"},
		{`{"And":[]}`, "And", "is no kind of node"},
		{`{"":1}`, `""`, "is no kind of node"},
		{`{"has":"a","id":"b"}`, "id", "second member"},
		{`{"has":"a","has":"b"}`, "", "given twice"},
		{`{"has":1}`, "has", "must be a string, is a number"},
		{`{"has":null}`, "has", "must be a string, is null"},
		{`{"all":false}`, "all", "must be true, is false"},
		{`{"and":{"has":"a"}}`, "and", "must be a list, is an object"},
		{`{"and":[]}`, "and", "empty list"},
		{`{"or":[{"all":true},{"and":[{"not":[]}]}]}`, "or[1].and[0].not", "must be an object"},
		{`{"tag":{"key":"k"}}`, "tag", "has none of"},
		{`{"tag":{"value":"v"}}`, "tag", "has no key"},
		{`{"tag":{}}`, "tag", "has no key"},
		{`{"tag":{"key":"k","value":"v","in":["v"]}}`, "tag.in", "one too many"},
		{`{"tag":{"key":"k","value":"v","x":1}}`, "tag.x", "one too many"},
		{`{"tag":{"key":"k","x":1}}`, "tag.x", "not known"},
		{`{"tag":{"key":"k","in":[]}}`, "tag.in", "empty list"},
		{`{"tag":{"key":"k","in":["a",null]}}`, "tag.in[1]", "must be a string"},
		{`{"tag":{"key":"k","value":["a"]}}`, "tag.value", "must be a string, is a list"},
		{`{"name":{}}`, "name", "has none of"},
		{`{"name":"web"}`, "name", "must be an object"},
		{`{"name":{"is":"a","prefix":"b"}}`, "name.prefix", "one too many"},
		{`{"name":{"suffix":"a"}}`, "name.suffix", "not known"},
		{`{"id":{}}`, "id", "has no in"},
		{`{"id":{"in":[]}}`, "id.in", "empty list"},
		{`{"id":{"in":["a",1]}}`, "id.in[1]", "must be a string, is a number"},
		{`{"id":{"in":"a"}}`, "id.in", "must be a list, is a string"},
		{`{"id":{"is":"a"}}`, "id.is", "not known"},
		{`{"id":{"in":["a"],"x":1}}`, "id.x", "one too many"},
		{`{"id":["a"]}`, "id", "must be a string or an object, is a list"},
		{`{"id":null}`, "id", "must be a string or an object, is null"},
		{`{"text":"a &&"}`, "text", "invalid expression at line 1, column 3"},
		{`{"all":true} {}`, "", "more after"},
		{`{"all":true}x`, "", "more after"},
		{"{\"has\":\"\xff\"}", "has", "JSON"},
		{`{"has":"\ud800"}`, "has", "JSON"},
		{"\ufeff{\"all\":true}", "", "JSON"},
		{`{"all":true,}`, "", "JSON"},
		{nested, strings.TrimSuffix(strings.Repeat("not.", tree.MaxDepth), "."), "within each other"},
		{`{"has":"` + strings.Repeat("a", tree.MaxLen) + `"}`, "", "the limit is"},
		{"{\"a\nb\x01\":1}", "", "JSON"},
		{`{"a\nb\u202e":1}`, `a\nb\u202e`, "no kind"},
	} {
		_, err := tree.Decode([]byte(c.doc))
		var fault *tree.Error
		require.ErrorAs(t, err, &fault, c.doc)
		require.ErrorIs(t, err, tree.ErrTree)
		require.Equal(t, c.path, fault.Path, c.doc)
		require.Contains(t, fault.Reason, c.reason, c.doc)
		require.NotContains(t, err.Error(), "\n")
	}
	_, err := tree.Decode([]byte(`{"text":"a &&"}`))
	var syntax *query.SyntaxError
	require.True(t, errors.As(err, &syntax))
	require.Equal(t, 3, syntax.Column)
}

// FuzzDecode: what can be read is written and read again as the same; and so is
// what the text form makes of the input.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		`{"and":[{"tag":{"key":"arch","value":"arm64"}},{"not":{"has":"gpu"}},{"name":{"contains":"web"}}]}`,
		`{"or":[{"id":"a"},{"name":{"is":""}},{"tag":{"key":"k","in":["a","b"]}}]}`, `{"text":"\"\\xff\"=v"}`,
		`a=b and not (c or "\xff" in (d, "\x00")) or name ^= x`, `{"tagged":true}`, `{"none":true}`, "{", "",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if e, err := tree.Decode([]byte(s)); err == nil {
			roundTrip(t, e)
		} else if !errors.Is(err, tree.ErrTree) {
			t.Fatalf("%v", err)
		}
		if e, err := query.Parse(s); err == nil {
			roundTrip(t, e)
		}
	})
}

func roundTrip(t *testing.T, e query.Expr) {
	t.Helper()
	doc := tree.Append(nil, e)
	if len(doc) > tree.MaxLen {
		return
	}
	again, err := tree.Decode(doc)
	if err != nil || !query.Equal(e, again) {
		t.Fatalf("%s\n%s\n%v %v", e, doc, again, err)
	}
}
