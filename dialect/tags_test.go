package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/query"
)

// lists are the members that hold tags, with where they end up.
var lists = []struct {
	name string
	of   func(*query.Filter) []query.TagMatch
}{
	{"tags", func(f *query.Filter) []query.TagMatch { return f.Tags }},
	{"tags_any", func(f *query.Filter) []query.TagMatch { return f.TagsAny }},
	{"not_tags", func(f *query.Filter) []query.TagMatch { return f.NotTags }},
	{"not_tags_any", func(f *query.Filter) []query.TagMatch { return f.NotTagsAny }},
	{"sys_tags", func(f *query.Filter) []query.TagMatch { return f.SysTags }},
}

// eachList runs f for every list that each profile knows.
func eachList(t *testing.T, f func(t *testing.T, a api, in func(json string) dialect.Input, name string, of func(*query.Filter) []query.TagMatch)) {
	t.Helper()
	for _, makeAPI := range []func() api{ims, cts} {
		for _, l := range lists {
			a := makeAPI()
			if l.name == "sys_tags" && !a.profile.SystemTagFilter {
				continue
			}
			in := func(json string) dialect.Input {
				in := a.input(`"` + l.name + `":` + json)
				in.Operator = true
				return in
			}
			t.Run(a.profile.Name+"/"+l.name, func(t *testing.T) { f(t, a, in, l.name, l.of) })
		}
	}
}

// TestListShapes: null, missing, empty, wrong types (SEMANTICS section 4).
func TestListShapes(t *testing.T) {
	eachList(t, func(t *testing.T, a api, in func(string) dialect.Input, name string, of func(*query.Filter) []query.TagMatch) {
		require.Empty(t, of(&requireRequest(t, a.profile, a.input(``)).Filter), "missing")
		require.Empty(t, of(&requireRequest(t, a.profile, in(`null`)).Filter), "null")
		if a.profile.EmptyListAbsent {
			require.Empty(t, of(&requireRequest(t, a.profile, in(`[]`)).Filter))
		} else {
			requireFault(t, a.profile, in(`[]`), fault{dialect.BadTag, name})
		}
		for _, v := range []string{`{}`, `"x"`, `""`, `1`, `true`, `false`} {
			requireFault(t, a.profile, in(v), fault{dialect.BadType, name})
		}
		for _, v := range []string{`null`, `[]`, `"k"`, `1`, `true`} {
			requireFault(t, a.profile, in(`[{"key":"k","values":[]},`+v+`]`), fault{dialect.BadType, name + "[1]"})
		}
	})
}

// TestKeyRules is SEMANTICS section 4: key length; section 5: the codes.
func TestKeyRules(t *testing.T) {
	rune1, rune3, rune4 := "k", "键", "😀"
	eachList(t, func(t *testing.T, a api, in func(string) dialect.Input, name string, of func(*query.Filter) []query.TagMatch) {
		entry := func(key string) dialect.Input { return in(`[{"key":` + key + `,"values":[]}]`) }
		path := name + "[0].key"
		requireFault(t, a.profile, in(`[{"values":[]}]`), fault{dialect.BadTag, path})
		requireFault(t, a.profile, entry(`""`), fault{dialect.BadTag, path})
		for _, v := range []string{`null`, `1`, `true`, `[]`, `["k"]`, `{}`} {
			requireFault(t, a.profile, entry(v), fault{dialect.BadType, path})
		}
		if a.profile.Name == "CTS" {
			rune4 = "𝒳" // a letter
		}
		for _, r := range []string{rune1, rune3, rune4} {
			ok := strings.Repeat(r, 128)
			require.Equal(t, ok, of(&requireRequest(t, a.profile, entry(`"`+ok+`"`)).Filter)[0].Key)
			requireFault(t, a.profile, entry(`"`+ok+r+`"`), fault{dialect.BadTag, path})
		}
		requireFault(t, a.profile, in(`[{"key":"a","values":[]},{"key":"b","values":[]},{"key":"a","values":[]}]`),
			fault{dialect.Duplicate, name + "[2].key"})
		requireFault(t, a.profile, in(`[{"key":"a","values":["1"]},{"key":"a","values":["2"]}]`), fault{dialect.Duplicate, name + "[1].key"})
		requireFault(t, a.profile, in(`[{"key":"a","values":[]},{"key":"\u0061","values":[]}]`), fault{dialect.Duplicate, name + "[1].key"})
		a.profile.KeyChars = nil
		// Compared exactly: case, normal form and spaces tell keys apart.
		requireRequest(t, a.profile, in(`[{"key":"a","values":[]},{"key":"A","values":[]},{"key":"a ","values":[]},
			{"key":"é","values":[]},{"key":"e\u0301","values":[]},{"key":" ","values":[]}]`))
		// The character set is not checked, where there is none.
		for _, key := range []string{`" "`, `"*"`, `"%"`, `"<&>"`, `"\u0000"`, `"\n"`, `"_sys_x"`, `"a=b"`} {
			requireRequest(t, a.profile, entry(key))
		}
	})
}

// TestKeyLengthOption: older pages say 127.
func TestKeyLengthOption(t *testing.T) {
	a := ims()
	a.profile.MaxKeyLength = 127
	requireRequest(t, a.profile, a.input(fmt.Sprintf(`"tags":[{"key":%q,"values":[]}]`, strings.Repeat("k", 127))))
	requireFault(t, a.profile, a.input(fmt.Sprintf(`"tags":[{"key":%q,"values":[]}]`, strings.Repeat("k", 128))),
		fault{dialect.BadTag, "tags[0].key"})
}

// TestKeyCount is SEMANTICS section 4: keys per list.
func TestKeyCount(t *testing.T) {
	most := map[string]int{"IMS": 10, "CTS": 20}
	eachList(t, func(t *testing.T, a api, in func(string) dialect.Input, name string, of func(*query.Filter) []query.TagMatch) {
		n := most[a.profile.Name]
		list := of(&requireRequest(t, a.profile, in(keys(n))).Filter)
		require.Len(t, list, n)
		require.Equal(t, fmt.Sprint("k", n-1), list[n-1].Key)
		requireFault(t, a.profile, in(keys(n+1)), fault{dialect.TooMany, name})
		requireFault(t, a.profile, in(keys(5_000)), fault{dialect.TooMany, name})
		requireFault(t, a.profile, in("["+strings.Repeat("1,", n)+"1]"), fault{dialect.TooMany, name})
		requireFault(t, a.profile, in("["+strings.Repeat("1,", n-1)+"1]"), fault{dialect.BadType, name + "[0]"})
	})
}

// TestValueRules is SEMANTICS section 2, values, and section 4, value length.
func TestValueRules(t *testing.T) {
	most := map[string]int{"IMS": 10, "CTS": 20}
	eachList(t, func(t *testing.T, a api, in func(string) dialect.Input, name string, of func(*query.Filter) []query.TagMatch) {
		entry := func(values string) dialect.Input { return in(`[{"key":"k","values":` + values + `}]`) }
		path := name + "[0].values"
		values := func(v string) []string {
			return of(&requireRequest(t, a.profile, entry(v)).Filter)[0].Values
		}
		requireFault(t, a.profile, in(`[{"key":"k"}]`), fault{dialect.BadTag, path})
		requireFault(t, a.profile, in(`[{"key":"k","value":"v"}]`), fault{dialect.BadTag, path})
		require.Empty(t, values(`[]`))
		require.Empty(t, values(`null`))
		require.Equal(t, []string{""}, values(`[""]`))
		require.Equal(t, []string{"b", "a", "B"}, values(`["b","a","B"]`))
		for _, v := range []string{`"v"`, `1`, `true`, `{}`, `""`} {
			requireFault(t, a.profile, entry(v), fault{dialect.BadType, path})
		}
		for _, v := range []string{`null`, `1`, `true`, `[]`, `{}`} {
			requireFault(t, a.profile, entry(`["a",`+v+`]`), fault{dialect.BadType, path + "[1]"})
		}
		for _, r := range []string{"v", "值", "😀"} {
			ok := strings.Repeat(r, 255)
			require.Equal(t, []string{ok}, values(`["`+ok+`"]`))
			requireFault(t, a.profile, entry(`["`+ok+r+`"]`), fault{dialect.BadTag, path + "[0]"})
		}
		full := values(texts(most[a.profile.Name]))
		require.Len(t, full, most[a.profile.Name])
		require.Equal(t, fmt.Sprint("v", len(full)-1), full[len(full)-1])
		requireFault(t, a.profile, entry(texts(most[a.profile.Name]+1)), fault{dialect.TooMany, path})
		requireFault(t, a.profile, entry("["+strings.Repeat("1,", 1000)+"1]"), fault{dialect.TooMany, path})
		requireFault(t, a.profile, entry(`["a","b","a"]`), fault{dialect.Duplicate, path + "[2]"})
		requireFault(t, a.profile, entry(`["",""]`), fault{dialect.Duplicate, path + "[1]"})
		requireFault(t, a.profile, entry(`["a","\u0061"]`), fault{dialect.Duplicate, path + "[1]"})
		values(`["é","e\u0301","a","A"]`)
	})
}

// TestLenientValues is SEMANTICS section 2: missing is any value in lenient
// validation, and only missing is.
func TestLenientValues(t *testing.T) {
	for _, a := range []api{ims(), cts()} {
		a.profile.LenientValues = true
		req := requireRequest(t, a.profile, a.input(`"tags":[{"key":"k"}]`))
		require.Equal(t, []query.TagMatch{{Key: "k"}}, req.Filter.Tags)
		requireFault(t, a.profile, a.input(`"tags":[{"key":"k","values":"x"}]`), fault{dialect.BadType, "tags[0].values"})
		requireFault(t, a.profile, a.input(`"tags":[{}]`), fault{dialect.BadTag, "tags[0].key"})
	}
}

// TestWildcards is SEMANTICS section 2: a leading star, where they are on.
func TestWildcards(t *testing.T) {
	on, off := cts(), ims()
	expr := func(a api, values string) string {
		req := requireRequest(t, a.profile, a.input(`"tags":[{"key":"k","values":`+values+`}]`))
		e, err := req.Expr()
		require.NoError(t, err)
		return fmt.Sprint(e.Op(), e.Key(), e.Value(), e.Values())
	}
	want := func(e query.Expr) string { return fmt.Sprint(e.Op(), e.Key(), e.Value(), e.Values()) }
	require.Equal(t, want(query.Contains("k", "x")), expr(on, `["*x"]`))
	require.Equal(t, want(query.Contains("k", "*")), expr(on, `["**"]`))
	require.Equal(t, want(query.Contains("k", " x")), expr(on, `["* x"]`))
	require.Equal(t, want(query.Eq("k", "x*")), expr(on, `["x*"]`))
	require.Equal(t, want(query.Eq("k", "*x")), expr(off, `["*x"]`))
	require.Equal(t, want(query.Eq("k", "*")), expr(off, `["*"]`))
	for _, v := range []string{`["*"]`, `[" *"]`, `["* "]`, `["\u002a"]`} {
		requireFault(t, on.profile, on.input(`"tags":[{"key":"k","values":`+v+`}]`), fault{dialect.BadTag, "tags[0].values[0]"})
	}
	off.profile.Reading.Wildcards = true
	e := requireFault(t, off.profile, off.input(`"tags":[{"key":"k","values":["a","*"]}]`), fault{dialect.BadTag, "tags[0].values[1]"})
	require.Equal(t, "IMG.0115", e.Code)
	// The star counts: 255 code points with it.
	requireRequest(t, on.profile, on.input(`"tags":[{"key":"k","values":["*`+strings.Repeat("x", 254)+`"]}]`))
	requireFault(t, on.profile, on.input(`"tags":[{"key":"k","values":["*`+strings.Repeat("x", 255)+`"]}]`),
		fault{dialect.BadTag, "tags[0].values[0]"})
}

// TestTrim is SEMANTICS section 4: CTS trims leading and trailing spaces of
// values, before lengths and duplicates are looked at; IMS does not.
func TestTrim(t *testing.T) {
	a, b := cts(), ims()
	a.profile.KeyChars = nil // so that what is not cut off a key is seen
	tags := func(a api, json string) []query.TagMatch {
		return requireRequest(t, a.profile, a.input(`"tags":`+json)).Filter.Tags
	}
	const spaced = `[{"key":" k ","values":["  v ","a b","   ","\tt\u00a0","\u3000"]}]`
	require.Equal(t, []query.TagMatch{{Key: " k ", Values: []string{"v", "a b", "", "\tt\u00a0", "\u3000"}}}, tags(a, spaced))
	require.Equal(t, []query.TagMatch{{Key: " k ", Values: []string{"  v ", "a b", "   ", "\tt\u00a0", "\u3000"}}}, tags(b, spaced))

	long := `[{"key":"k","values":["  ` + strings.Repeat("v", 255) + `  "]}]`
	tags(a, long)
	requireFault(t, b.profile, b.input(`"tags":`+long), fault{dialect.BadTag, "tags[0].values[0]"})

	twice := `[{"key":"k","values":["v"," v"]}]`
	requireFault(t, a.profile, a.input(`"tags":`+twice), fault{dialect.Duplicate, "tags[0].values[1]"})
	tags(b, twice)

	req := requireRequest(t, a.profile, a.input(`"matches":[{"key":"resource_name","value":" x "}]`))
	require.Equal(t, " x ", req.Filter.Matches[0].Value, "matches are taken as they are")
}

// TestSameKeyInTwoLists is SEMANTICS section 4: fine; and section 2: a
// contradiction is a valid query.
func TestSameKeyInTwoLists(t *testing.T) {
	for _, a := range []api{ims(), cts()} {
		one := `[{"key":"k","values":["v"]}]`
		req := requireRequest(t, a.profile, a.input(`"tags":`+one+`,"tags_any":`+one+`,"not_tags":`+one+`,"not_tags_any":`+one))
		want := []query.TagMatch{{Key: "k", Values: []string{"v"}}}
		require.Equal(t, query.Filter{Tags: want, TagsAny: want, NotTags: want, NotTagsAny: want}, req.Filter)
	}
}

// TestWithoutAnyTag is SEMANTICS section 2: true makes the four lists ignored,
// their validation included; matches still applies.
func TestWithoutAnyTag(t *testing.T) {
	bad := []string{`[]`, `3`, `{}`, `[{}]`, `[1]`, keys(50), `[{"key":"","values":["a","a"]}]`}
	for _, a := range []api{ims(), cts()} {
		for _, list := range bad {
			all := `"tags":` + list + `,"tags_any":` + list + `,"not_tags":` + list + `,"not_tags_any":` + list
			req := requireRequest(t, a.profile, a.input(all+`,"without_any_tag":true`))
			require.Equal(t, query.Filter{WithoutAnyTag: true}, req.Filter)
		}
		req := requireRequest(t, a.profile, a.input(`"without_any_tag":true,"tags":0,"matches":[{"key":"resource_name","value":"x"}]`))
		require.Equal(t, query.Filter{
			WithoutAnyTag: true,
			Matches:       []query.Match{{Field: query.FieldName, Value: "x"}},
		}, req.Filter)
		requireFault(t, a.profile, a.input(`"without_any_tag":true,"matches":[{"key":"x","value":""}]`), fault{dialect.BadMatch, "matches[0].key"})
		requireFault(t, a.profile, a.input(`"without_any_tag":true,"limit":0`), fault{dialect.BadPage, "limit"})
		requireFault(t, a.profile, a.input(`"without_any_tag":true,"tags":[{"key":1,"key":2}]`), fault{dialect.BadDocument, "tags[0].key"})

		req = requireRequest(t, a.profile, a.input(`"without_any_tag":false,"tags":[{"key":"k","values":[]}]`))
		require.False(t, req.Filter.WithoutAnyTag)
		require.Len(t, req.Filter.Tags, 1)
		requireFault(t, a.profile, a.input(`"without_any_tag":false,"tags":3`), fault{dialect.BadType, "tags"})
		for _, v := range []string{`null`, `"true"`, `1`, `0`, `[]`, `{}`} {
			requireFault(t, a.profile, a.input(`"without_any_tag":`+v), fault{dialect.BadType, "without_any_tag"})
		}
	}
}

// TestSystemTags is SEMANTICS section 2, sys_tags.
func TestSystemTags(t *testing.T) {
	const sys = `"sys_tags":[{"key":"_sys_enterprise_project_id","values":["0"]}]`
	with := func(members string, may bool) dialect.Input {
		in := cts().input(members)
		in.Operator = may
		return in
	}
	p := dialect.CTS()
	req := requireRequest(t, p, with(sys, true))
	require.Equal(t, query.Filter{SysTags: []query.TagMatch{{Key: "_sys_enterprise_project_id", Values: []string{"0"}}}}, req.Filter)
	requireRequest(t, p, with(sys+`,"matches":[{"key":"resource_name","value":"x"}]`, true))

	t.Run("permission", func(t *testing.T) {
		e := requireFault(t, p, with(sys, false), fault{dialect.Forbidden, "sys_tags"})
		require.Equal(t, 403, e.Status)
		require.Equal(t, "CTS.0002", e.Code)
		requireFault(t, p, with(`"sys_tags":3`, false), fault{dialect.Forbidden, "sys_tags"})
		requireFault(t, p, with(sys+`,"tags":`+keys(1), false), fault{dialect.Forbidden, "sys_tags"})
		requireFault(t, p, with(sys+`,"without_any_tag":true`, false), fault{dialect.Forbidden, "sys_tags"})
		requireRequest(t, p, with(`"sys_tags":null`, false))
		requireRequest(t, p, with(`"sys_tags":[]`, false))
	})
	t.Run("company", func(t *testing.T) {
		for _, l := range lists[:4] {
			for _, list := range []string{keys(1), `[]`, `null`} {
				req := requireRequest(t, p, with(sys+`,"`+l.name+`":`+list, true))
				require.Len(t, req.Filter.SysTags, 1)
			}
		}
		for _, bare := range []string{"true", "false"} {
			req := requireRequest(t, p, with(sys+`,"without_any_tag":`+bare, true))
			require.Len(t, req.Filter.SysTags, 1)
			require.Equal(t, bare == "true", req.Filter.WithoutAnyTag)
		}
	})
	t.Run("unknown to IMS", func(t *testing.T) {
		a := ims()
		for _, v := range []string{`3`, `[]`, `[{"key":"k"}]`, `null`} {
			req := requireRequest(t, a.profile, a.input(`"sys_tags":`+v+`,"tags":`+keys(1)))
			require.Empty(t, req.Filter.SysTags)
		}
	})
	t.Run("empty where empty is an error", func(t *testing.T) {
		a := cts()
		a.profile.EmptyListAbsent = false
		requireFault(t, a.profile, with(`"sys_tags":[]`, true), fault{dialect.BadTag, "sys_tags"})
	})
}

// TestKeyCharacters is SEMANTICS section 4, characters of keys: what stands in
// table 4 of the CTS page, in every list; IMS checks none.
func TestKeyCharacters(t *testing.T) {
	good := []string{
		"k", "K9", "a b", "_.:=+-@", "_", "é", "e\u0301", "ключ", "鍵", "𝒳", "\u0661", "ﬁ", "ｋ", "_sys_x", "a=b",
	}
	bad := []string{" k", "k ", " ", "a/b", "a*", "*", `\"`, `\\`, "🔑", "a\u200db", "\u00a0k", "a\tb", "½", "²", "Ⅷ", "€", "a,b"}
	for _, l := range lists {
		for _, key := range good {
			a := cts()
			in := a.input(`"` + l.name + `":[{"key":"` + key + `","values":[]}]`)
			in.Operator = true
			requireRequest(t, a.profile, in)
		}
		for _, key := range bad {
			a := cts()
			in := a.input(`"` + l.name + `":[{"key":"` + key + `","values":[]}]`)
			in.Operator = true
			if key == "a\tb" {
				in.Body = []byte(strings.ReplaceAll(string(in.Body), "\t", `\t`))
			}
			e := requireFault(t, a.profile, in, fault{dialect.BadTag, l.name + "[0].key"})
			require.Equal(t, "CTS.0003", e.Code)
			a.profile.KeyChars = nil
			requireRequest(t, a.profile, in)
		}
	}
	for _, key := range bad[:8] {
		requireRequest(t, ims().profile, ims().input(`"tags":[{"key":"`+key+`","values":[]}]`))
	}
}

// TestNoBody: nothing at all asks CTS for everything, and is an error of IMS.
func TestNoBody(t *testing.T) {
	for _, body := range []string{"", " \r\n\t "} {
		req := requireRequest(t, dialect.CTS(), dialect.Input{Body: []byte(body), Action: dialect.ActionFilter, Query: "limit=2"})
		require.Equal(t, &dialect.Request{Action: dialect.ActionFilter, Limit: 2, Reading: query.Reading{Wildcards: true}}, req)
		requireFault(t, dialect.IMS(), dialect.Input{Body: []byte(body)}, fault{dialect.EmptyBody, "body"})
	}
}

// TestManyKeysOption: a host may raise the limits; checks stay near linear.
func TestManyKeysOption(t *testing.T) {
	a := ims()
	a.profile.MaxKeys, a.profile.MaxValues = 10_000, 10_000
	req := requireRequest(t, a.profile, a.input(`"tags":`+keys(9_000)+`,"not_tags":[{"key":"k","values":`+texts(10_000)+`}]`))
	require.Len(t, req.Filter.Tags, 9_000)
	require.Len(t, req.Filter.NotTags[0].Values, 10_000)
	list := strings.TrimSuffix(keys(9_000), "]") + `,{"key":"k77","values":[]}]`
	requireFault(t, a.profile, a.input(`"tags":`+list), fault{dialect.Duplicate, "tags[9000].key"})
}
