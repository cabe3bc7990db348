package gen

import "strings"

// API says which of the documented APIs a body is for.
type API int

// The documented APIs.
const (
	IMS API = iota
	CTS
)

// Body makes the body of a request: mostly one that the API takes, often with
// one thing wrong, sometimes any bytes at all.
func (s *Source) Body(api API) []byte {
	switch s.N(64) {
	case 62:
		return []byte(Pick(s, []string{"", " \n", "{}", "[]", "null", "\ufeff{}", "{\"action\":\"count\"}"}))
	case 63:
		return s.Rest(4096)
	}
	tree := s.request(api)
	if s.OneIn(2) {
		tree = s.spoilTree(tree)
	}
	var b strings.Builder
	s.print(&b, tree)
	if s.OneIn(8) {
		return s.spoilText(b.String())
	}
	return []byte(b.String())
}

// request makes a request that is right but for what the vocabularies bring.
func (s *Source) request(api API) object {
	var o object
	add := func(name string, value any) { o = append(o, member{name, value}) }
	if api == IMS || s.OneIn(8) {
		add("action", Pick(s, []string{"filter", "filter", "count"}))
	}
	for _, name := range []string{"tags", "tags_any", "not_tags", "not_tags_any"} {
		if s.OneIn(3) {
			add(name, s.tagList(api))
		}
	}
	if s.OneIn(8) {
		add("without_any_tag", literal(Pick(s, []string{"true", "false"})))
	}
	if s.OneIn(map[API]int{IMS: 32, CTS: 5}[api]) {
		add("sys_tags", s.tagList(api))
	}
	if s.OneIn(3) {
		add("matches", s.matchList(api))
	}
	if s.OneIn(3) {
		add("limit", s.number())
	}
	if s.OneIn(3) {
		add("offset", s.number())
	}
	return o
}

// tagList makes a list of tags, its keys different most of the time. Lists
// and values are sometimes as long as is allowed, or one longer.
func (s *Source) tagList(api API) list {
	most := map[API]int{IMS: 10, CTS: 20}[api]
	var tags list
	for i := range s.listSize(most) {
		key, value := s.Tag()
		if i > 2 {
			key = strings.Repeat("x", i)
		}
		tags = append(tags, s.tag(key, value, most))
	}
	return tags
}

// tag makes a tag of a list; once in 16 times a bad one.
func (s *Source) tag(key, value string, most int) object {
	if s.OneIn(16) {
		return s.badTag()
	}
	var values list
	for i := range s.listSize(most) - 1 {
		switch {
		case i > 2:
			value = strings.Repeat("y", i)
		case i > 0:
			value = s.Value()
		}
		values = append(values, value)
	}
	return object{{"key", key}, {"values", values}}
}

// keysAtTheEdge are around what the keys of a CTS request may hold.
var keysAtTheEdge = []string{
	"a b", "_.:=+-@", "\u0661", "\u0915\u094d", "\U0001D4B3", "k\u0301", "\u0301", "\u2167", "\u00bd", "\u00b2", "a/b", "a,b", "k ",
	" k", "a\u00a0b", "\u3000", "a\u200db", "k\n", "a*b", "\uff0b", "\u2014", "#k", "\u20ac",
}

// badTag makes a tag with one thing wrong.
func (s *Source) badTag() object {
	return Pick(s, []object{
		{{"key", ""}, {"values", list{}}},
		{{"key", Pick(s, keysAtTheEdge)}, {"values", list{}}},
		{{"key", "k"}},
		{{"values", list{"v"}}},
		{{"key", strings.Repeat("镜", 129)}, {"values", list{}}},
		{{"key", strings.Repeat("k", 128)}, {"values", list{}}}, // where 127 is the most
		{{"key", "k"}, {"values", list{strings.Repeat("é", 256)}}},
		{{"key", "k"}, {"values", list{"a", " a"}}}, // where values are trimmed
		{{"key", "k"}, {"values", list{"a", "a"}}},
		{{"key", "k"}, {"values", list{" * "}}},
		{{"key", "k"}, {"values", literal("null")}},
		{{"key", literal("null")}, {"values", list{}}},
		{{"key", "k"}, {"values", "v"}},
		{{"key", "k"}, {"values", list{literal("1")}}},
	})
}

// listSize is mostly 1 or 2, now and then around most, never 0.
func (s *Source) listSize(most int) int {
	return Pick(s, []int{1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, most, most + 1, most + 2})
}

func (s *Source) matchList(api API) list {
	var matches list
	if !s.OneIn(4) {
		matches = append(matches, object{{"key", "resource_name"}, {"value", s.NamePart()}})
	}
	if (api == IMS && s.OneIn(3)) || s.OneIn(16) {
		matches = append(matches, object{{"key", "resource_id"}, {"value", s.ID()}})
	}
	return matches
}

// numbers are what a limit or an offset may be, good ones first.
var numbers = []any{
	"10", literal("1"), "0", literal("2"), "1000", literal("3"), "1", literal("0"), "1001", literal("1000"),
	"", "abc", "1.5", "-1", literal("-1"), literal("1.5"), literal("1e1"), literal("1.0"), literal("-0"), "-0",
	"+1", "01", "00", " 1", "1 ", "1_0", "0x1", "1e3", "１", "9223372036854775807", literal("9223372036854775807"),
	"9223372036854775808", literal("9223372036854775808"), literal("99999999999999999999999"),
	literal("null"), literal("true"),
	list{},
	object{},
}

func (s *Source) number() any {
	if s.OneIn(3) {
		return Pick(s, numbers)
	}
	return numbers[s.N(8)]
}

// QueryString makes the query string of a CTS request, without the "?".
func (s *Source) QueryString() string {
	return Pick(s, []string{
		"", "", "", "limit=1", "limit=2&offset=1", "offset=3", "limit=1000", "limit=0", "limit=1001", "limit=",
		"offset=-1", "offset=", "limit=abc", "offset=1.5", "limit=+1", "limit=%31", "limit=01", "Limit=1", "x=y",
		"offset=9223372036854775807", "offset=9223372036854775808", "limit=1e1",
		"limt=1&offset=1", "x=1&y=2&x=3", "%zz", "a+b&%FF", "limit=1&limit=2", "offset=0&offset=0", "limit=1&x=%zz", "x;y", "limit=2&limit", "%6cimit=1",
	})
}
