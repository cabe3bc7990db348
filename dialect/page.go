package dialect

import (
	"math"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// page reads limit and offset. Both are decimal digits, in a string or as a
// number: no sign (so no "-0"), no fraction, no exponent, no space.
func (c *checker) page(doc *node) (limit, offset int) {
	fromQuery := c.queryString()
	l := int64(c.p.DefaultLimit)
	if n, ok := c.number(doc, fromQuery, nameLimit); ok {
		c.limitInRange(n)
		l = n
	}
	o, _ := c.number(doc, fromQuery, nameOffset)
	return toInt(l), toInt(o)
}

func (c *checker) limitInRange(n int64) {
	where := field(nameLimit)
	switch {
	case n < int64(c.p.MinLimit):
		c.fault(BadPage, where, "is %d, below the least allowed, %d", n, c.p.MinLimit)
	case n > int64(c.p.MaxLimit):
		c.fault(BadPage, where, "is %d, above the most allowed, %d", n, c.p.MaxLimit)
	}
}

// queryString parses the query string where the profile reads it. A pair that
// is not well escaped is refused, since it might be meant as either number.
func (c *checker) queryString() url.Values {
	if !c.p.PageInQuery {
		return nil
	}
	values, err := url.ParseQuery(c.in.Query)
	if err != nil {
		c.fault(BadPage, field("query"), "the query string is malformed: %s", cut(err.Error()))
	}
	return values
}

// number reads one of the two, and reports whether it is there and a number.
func (c *checker) number(doc *node, fromQuery url.Values, name string) (int64, bool) {
	where := field(name)
	n := doc.get(name)
	if given := fromQuery[name]; len(given) > 0 {
		if len(given) > 1 {
			c.fault(BadPage, where, "is given %d times in the query string", len(given))
			return 0, false
		}
		n = &node{kind: jsontext.KindString, text: given[0]}
	}
	switch n.kind {
	case 0:
		return 0, false
	case jsontext.KindString, jsontext.KindNumber:
	default:
		c.fault(BadType, where, "is %s, want a string or an integer", kindName(n.kind))
		return 0, false
	}
	if n.text == "" || strings.ContainsFunc(n.text, notDigit) {
		c.fault(BadPage, where, "is %s, want decimal digits", quote(n.text))
		return 0, false
	}
	v, err := strconv.ParseInt(n.text, 10, 64)
	if err != nil {
		c.fault(BadPage, where, "is %s, past what 64 bits hold", quote(n.text))
		return 0, false
	}
	return v, true
}

func notDigit(r rune) bool { return r < '0' || r > '9' }

// toInt clamps n where int has 32 bits: no list is that long.
func toInt(n int64) int { return int(min(n, math.MaxInt)) }
