package dialect

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/query"
)

// matches checks the list of matches.
func (c *checker) matches(doc *node) []query.Match {
	n, where := doc.get(nameMatches), field(nameMatches)
	if c.done() || !c.list(n, where, BadMatch) {
		return nil
	}
	out := make([]query.Match, 0, len(c.p.MatchKeys))
	for i := range n.entries {
		at := where.at(i)
		if !c.is(&n.entries[i], jsontext.KindBeginObject, at) {
			continue
		}
		m := query.Match{Field: c.matchKey(&n.entries[i], at.in(nameKey), out)}
		m.Value = c.matchValue(&n.entries[i], at.in(nameValue), m.Field)
		out = append(out, m)
		if c.done() {
			return nil
		}
	}
	return out
}

func (c *checker) matchKey(entry *node, where place, before []query.Match) query.Field {
	n := entry.get(nameKey)
	if n.kind == 0 {
		c.fault(BadMatch, where, "is missing")
		return ""
	}
	if !c.is(n, jsontext.KindString, where) {
		return ""
	}
	key := query.Field(n.text)
	switch {
	case !slices.Contains(c.p.MatchKeys, key):
		c.fault(BadMatch, where, "%s is not a field to match", quote(n.text))
	case slices.ContainsFunc(before, func(m query.Match) bool { return m.Field == key }):
		c.fault(Duplicate, where, "%s is given twice", quote(n.text))
	}
	return key
}

func (c *checker) matchValue(entry *node, where place, key query.Field) string {
	n := entry.get(nameValue)
	if n.kind == 0 {
		c.fault(BadMatch, where, "is missing")
		return ""
	}
	if !c.is(n, jsontext.KindString, where) {
		return ""
	}
	length := utf8.RuneCountInString(n.text)
	if length > c.p.MaxMatchLength {
		c.fault(BadMatch, where, "has %d characters, the most allowed is %d", length, c.p.MaxMatchLength)
	}
	if i := strings.IndexAny(n.text, c.p.MatchForbidden); i >= 0 {
		forbidden, _ := utf8.DecodeRuneInString(n.text[i:])
		c.fault(BadMatch, where, "contains %q, which is not allowed", forbidden)
	}
	if length == 0 && (key == query.FieldID || key == query.FieldName && c.p.RefuseEmptyName) {
		c.fault(BadMatch, where, "is empty")
	}
	return n.text
}
