package wire

import (
	"encoding/json"
	"net/url"
	"strconv"
)

// parameters reads the query string. One that is not well escaped might be
// meant as anything, so it is refused.
func (c *checker) parameters(queryString string) url.Values {
	values, err := url.ParseQuery(queryString)
	if err != nil {
		c.fail(badJSON, "query")
	}
	return values
}

// page reads limit and offset, from the query string where they are there. It
// is not called for a count, which has no page and looks at neither, not even
// to check them (SEMANTICS section 3).
func (c *checker) page(document map[string]any, inQuery url.Values) {
	limit, given, ok := pick(document, inQuery, "limit")
	switch {
	case !given:
		limit = c.profile.defaultLimit
	case !ok || limit < 1 || limit > c.profile.maxLimit:
		c.fail(badJSON, "limit")
	}
	offset, given, ok := pick(document, inQuery, "offset")
	if given && !ok {
		c.fail(badJSON, "offset")
	}
	c.request.limit, c.request.offset = limit, offset
}

// pick reads one of the two numbers, and says whether it is given and whether
// it is a number. Given twice in the query string it is none.
func pick(document map[string]any, inQuery url.Values, name string) (n int64, given, ok bool) {
	if texts := inQuery[name]; len(texts) > 0 {
		n, ok = wholeNumber(texts[0])
		return n, true, ok && len(texts) == 1
	}
	value, given := document[name]
	n, ok = wholeNumber(value)
	return n, given, ok
}

// wholeNumber reads a JSON string or number of digits alone that an int64 can
// hold (SEMANTICS section 4).
func wholeNumber(value any) (int64, bool) {
	var text string
	switch v := value.(type) {
	case string:
		text = v
	case json.Number:
		text = v.String()
	default:
		return 0, false
	}
	for _, r := range text {
		if r < '0' || r > '9' {
			return 0, false
		}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}
