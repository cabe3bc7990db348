package gen

import (
	"slices"
	"strings"
)

// misfits are values that fit hardly anywhere.
var misfits = []any{
	literal("null"),
	list{},
	object{},
	"", literal("0"), literal("true"), literal("false"), "x",
	list{literal("null")},
	list{object{}},
	list{list{}},
	list{"x"},
	literal("1e400"),
	object{{"key", "k"}},
	list{object{{"key", "k"}, {"values", literal("null")}}},
	list{object{{"key", "k"}}},
	list{object{{"values", list{}}}},
	list{object{{"key", ""}, {"values", list{}}}},
	list{object{{"key", "k"}, {"values", list{"a", "a"}}}},
	list{object{{"key", "k"}, {"values", list{literal("1")}}}},
	list{object{{"key", "resource_name"}}},
	list{object{{"key", "x"}, {"value", "y"}}},
	list{object{{"key", "resource_name"}, {"value", "a"}}, object{{"key", "resource_name"}, {"value", "b"}}},
	list{object{{"key", "k"}, {"values", list{}}}, object{{"key", "k"}, {"values", list{}}}},
	strings.Repeat("k", 128), strings.Repeat("镜", 129), strings.Repeat("é", 255), strings.Repeat("v", 256),
}

// names are the members that requests know, and some that they do not.
var names = []string{
	"action", "tags", "tags_any", "not_tags", "not_tags_any", "without_any_tag", "sys_tags", "matches",
	"limit", "offset", "key", "values", "value", "tag", "Tags", "Offset", "unknown", "", "tag_any", "vlaues", "a b", "\u00e9", "\u2028", strings.Repeat("\u955c", 20),
}

// spoilTree changes one thing somewhere in the tree.
func (s *Source) spoilTree(tree object) object {
	o := slices.Clone(tree)
	if len(o) == 0 || s.OneIn(4) {
		return append(o, member{Pick(s, names), s.misfit()})
	}
	at := s.N(len(o))
	switch s.N(5) {
	case 0:
		return slices.Delete(o, at, at+1)
	case 1:
		return append(o, o[at]) // a member given twice
	case 2:
		o[at].name = Pick(s, names)
	case 3:
		o[at].value = s.misfit()
	case 4:
		o[at].value = s.spoilValue(o[at].value)
	}
	return o
}

// spoilValue goes one level down.
func (s *Source) spoilValue(value any) any {
	switch v := value.(type) {
	case object:
		return s.spoilTree(v)
	case list:
		if len(v) == 0 {
			return s.misfit()
		}
		v = slices.Clone(v)
		at := s.N(len(v))
		switch s.N(3) {
		case 0:
			return append(v, v[at])
		case 1:
			v[at] = s.misfit()
		case 2:
			v[at] = s.spoilValue(v[at])
		}
		return v
	}
	return s.misfit()
}

// misfit is one of the misfits, sometimes deep inside of lists: the deepest
// that is allowed, and deeper.
func (s *Source) misfit() any {
	value := Pick(s, misfits)
	if s.OneIn(8) {
		for range Pick(s, []int{1, 2, 12, 13, 14, 15, 16, 17, 100}) {
			value = list{value}
		}
	}
	return value
}

// scraps are pieces of text that break a document, or do not.
var scraps = []string{
	" ", "\n", "\ufeff", "\x00", "\xff", "\xed\xa0\x80", `\ud800`, `\ud83d\ude00`, `\u0000`, `\x`,
	"{}", "[]", "null", "//", ",", "}", "]", "\"", "'", "0", "-", "{\"action\":\"count\"}", "\u2028", "\u00a0",
}

// spoilText changes the text of a document.
func (s *Source) spoilText(text string) []byte {
	at := s.N(min(len(text), 65535) + 1)
	switch s.N(6) {
	case 0:
		return []byte(text[:at])
	case 1:
		return []byte(text + Pick(s, scraps))
	case 2:
		return []byte(Pick(s, scraps) + text)
	case 3:
		return []byte(text[:at] + Pick(s, scraps) + text[at:])
	case 4:
		out := []byte(text)
		if at < len(out) {
			out[at] ^= 1 << s.N(8)
		}
		return out
	}
	return []byte(strings.Repeat(text, 2))
}
