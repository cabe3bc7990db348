package dialect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/query"
)

// tags checks one list of tags.
func (c *checker) tags(doc *node, name string) []query.TagMatch {
	n, where := doc.get(name), field(name)
	if c.done() || !c.list(n, where, BadTag) {
		return nil
	}
	if n.count > c.p.MaxKeys {
		c.fault(TooMany, where, "has %d keys, the most allowed is %d", n.count, c.p.MaxKeys)
		return nil
	}
	keys := newSeen(n.count)
	out := make([]query.TagMatch, n.count)
	for i := range n.entries {
		if c.is(&n.entries[i], jsontext.KindBeginObject, where.at(i)) {
			out[i].Key = c.key(&n.entries[i], where.at(i).in(nameKey), &keys)
			out[i].Values = c.values(&n.entries[i], where.at(i).in(nameValues))
		}
		if c.done() {
			return nil
		}
	}
	return out
}

// list reports whether n is a list to look into. Null is as if absent.
func (c *checker) list(n *node, where place, whenEmpty Case) bool {
	if n.kind == 0 || n.kind == jsontext.KindNull {
		return false
	}
	if !c.is(n, jsontext.KindBeginArray, where) {
		return false
	}
	if n.count == 0 {
		if !c.p.EmptyListAbsent {
			c.fault(whenEmpty, where, "is an empty list")
		}
		return false
	}
	return true
}

func (c *checker) key(entry *node, where place, keys *seen) string {
	n := entry.get(nameKey)
	if n.kind == 0 {
		c.fault(BadTag, where, "is missing")
		return ""
	}
	if !c.is(n, jsontext.KindString, where) {
		return ""
	}
	switch length := utf8.RuneCountInString(n.text); {
	case length == 0:
		c.fault(BadTag, where, "is empty")
	case length > c.p.MaxKeyLength:
		c.fault(BadTag, where, "has %d characters, the most allowed is %d", length, c.p.MaxKeyLength)
	case c.p.KeyChars != nil && !(c.characters(n.text, where, c.p.KeyChars...) && c.trimmed(n.text, where)):
	case keys.before(n.text):
		c.fault(Duplicate, where, "%s is given twice", quote(n.text))
	}
	return n.text
}

// values checks what a key may be. No value at all is any value.
func (c *checker) values(entry *node, where place) []string {
	n := entry.get(nameValues)
	switch {
	case n.kind == 0 && !c.p.LenientValues:
		c.fault(BadTag, where, "is missing")
		return nil
	case n.kind == 0 || n.kind == jsontext.KindNull:
		return nil
	case !c.is(n, jsontext.KindBeginArray, where):
		return nil
	case n.count > c.p.MaxValues:
		c.fault(TooMany, where, "has %d values, the most allowed is %d", n.count, c.p.MaxValues)
		return nil
	case n.count == 0:
		return nil
	}
	before := newSeen(n.count)
	out := make([]string, n.count)
	for j := range n.entries {
		out[j] = c.value(&n.entries[j], where.nth(j), &before)
	}
	return out
}

func (c *checker) value(n *node, where place, before *seen) string {
	if !c.is(n, jsontext.KindString, where) {
		return ""
	}
	v := n.text
	if c.p.TrimValues {
		v = strings.Trim(v, " ")
	}
	switch length := utf8.RuneCountInString(v); {
	case length > c.p.MaxValueLength:
		c.fault(BadTag, where, "has %d characters, the most allowed is %d", length, c.p.MaxValueLength)
	case c.p.Reading.Wildcards && v == "*":
		c.fault(BadTag, where, `is a "*" alone, with nothing to look for`)
	case before.before(v):
		c.fault(Duplicate, where, "%s is given twice", quote(v))
	}
	return v
}

// characters reports whether a text holds nothing but characters of the sets.
func (c *checker) characters(text string, where place, sets ...*unicode.RangeTable) bool {
	for _, r := range text {
		if !unicode.In(r, sets...) {
			c.fault(BadTag, where, "contains %+q, which is not allowed", r)
			return false
		}
	}
	return true
}

// trimmed reports whether a text has no space at either end.
func (c *checker) trimmed(text string, where place) bool {
	if strings.Trim(text, " ") != text {
		c.fault(BadTag, where, "begins or ends with a space")
		return false
	}
	return true
}

// systemTags checks sys_tags, a list of tags for callers with the permission
// (SEMANTICS section 2).
func (c *checker) systemTags(doc *node) []query.TagMatch {
	n, where := doc.get(nameSysTags), field(nameSysTags)
	if n.kind == 0 || n.kind == jsontext.KindNull ||
		n.kind == jsontext.KindBeginArray && n.count == 0 && c.p.EmptyListAbsent {
		return nil
	}
	if !c.in.Operator {
		c.fault(Forbidden, where, "filtering by system tags needs a permission")
		return nil
	}
	return c.tags(doc, nameSysTags)
}
