package dialect

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Decode reads and checks a list request, whose query string says all. An error is
// the first fault, an *Error, in this order: the length of the string; then
// each pair as it stands: escapes, UTF-8, a parameter given before; then, if
// Strict, a body and parameters that are not known; then the
// parameters of the table, in its order; unknown ones that filter, tags,
// sort_key, sort_dir, limit. Whether the marker is an image only the data can
// tell: see UnknownMarker.
//
// Names and values are unescaped, a plus is a space. A value goes on to the
// next "&", so that "tag=a=b" needs no escape. Parameters that are ignored are
// read no further than that. Time and memory are bounded by MaxQueryBytes.
func (p *ListProfile) Decode(in Input) (*ListRequest, error) {
	c := listChecker{p: p, in: &in, given: map[string][]string{}}
	r := c.request()
	if c.err != nil {
		return nil, c.err
	}
	return r, nil
}

// UnknownMarker is the error for a marker that is the id of no image.
func (p *ListProfile) UnknownMarker(marker string) *Error {
	return p.Errors.New(BadMarker, paramMarker, "is "+quote(marker)+", which is the id of no image")
}

// listChecker reads one list request and notes its first fault.
type listChecker struct {
	p     *ListProfile
	in    *Input
	given map[string][]string
	open  []string // names of the unknown parameters that filter, as they stand
	tags  []string
	err   error

	unknown unknowns
}

// value returns what a parameter that is given once at most is given as.
func (c *listChecker) value(name string) (text string, given bool) {
	if values := c.given[name]; len(values) > 0 {
		return values[0], true
	}
	return "", false
}

func (c *listChecker) fault(cs Case, name, format string, args ...any) {
	if c.err == nil {
		c.err = c.p.Errors.New(cs, pathName(name), fmt.Sprintf(format, args...))
	}
}

func (c *listChecker) request() *ListRequest {
	if n := len(c.in.Query); n > c.p.MaxQueryBytes {
		c.fault(BadParameter, "query", "has %d bytes, the most allowed is %d", n, c.p.MaxQueryBytes)
		return nil
	}
	c.noteBody()
	c.split(c.in.Query)
	c.refuseUnknown()
	if c.err != nil {
		return nil
	}
	var parts []query.Expr
	for i := range c.p.Parameters {
		parts = c.parameter(parts, &c.p.Parameters[i])
	}
	for _, name := range c.open {
		value, _ := c.value(name)
		parts = append(parts, query.PropEq(name, value))
	}
	for _, tag := range c.tags {
		parts = append(parts, c.tag(tag))
	}
	r := &ListRequest{Expr: query.And(parts...), Sort: c.sort(), Limit: c.limit(), Ignored: c.unknown.ignored()}
	marker, marked := c.value(paramMarker)
	if r.Marker = marker; marked && marker == "" && c.err == nil {
		c.err = c.p.UnknownMarker(marker)
	}
	return r
}

func (c *listChecker) noteBody() {
	if c.in.Unread {
		c.unknown.addBody()
	}
}

// refuseUnknown makes what is not known a fault, if that is wanted.
func (c *listChecker) refuseUnknown() {
	if c.p.Strict && len(c.unknown) > 0 && c.err == nil {
		c.err = c.p.Errors.New(Unknown, c.unknown[0].path, c.unknown[0].reason())
	}
}

// split takes the query string apart.
func (c *listChecker) split(rawQuery string) {
	for pair := range strings.SplitSeq(rawQuery, "&") {
		if pair == "" {
			continue
		}
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		value, err2 := url.QueryUnescape(rawValue)
		switch {
		case errors.Join(err, err2) != nil:
			c.fault(BadParameter, cut(rawName), "has an escape that is none; a percent sign is written %%25")
		case !utf8.ValidString(name) || !utf8.ValidString(value):
			c.fault(BadParameter, name, "is not UTF-8")
		default:
			c.take(name, value)
		}
	}
}

// take notes a parameter, if it is one.
func (c *listChecker) take(name, value string) {
	if name == c.p.TagParameter {
		c.tags = append(c.tags, value)
		return
	}
	at := slices.IndexFunc(c.p.Parameters, func(p Parameter) bool { return p.Name == name })
	known := at >= 0
	switch name {
	case paramLimit, paramMarker, paramSortKey, paramSortDir:
		known = true
	}
	open := !known && c.p.OpenPrefix != "" && strings.HasPrefix(name, c.p.OpenPrefix)
	many := at >= 0 && c.p.Parameters[at].Many
	switch {
	case !known && !open:
		if !c.unknown.full() {
			c.unknown.add(unknown{pathName(name), name, "parameter", c.p.names()})
		}
		return
	case len(c.given[name]) > 0 && !many:
		c.fault(Duplicate, name, "is given twice")
		return
	}
	c.given[name] = append(c.given[name], value)
	if open {
		c.open = append(c.open, name)
	}
}

// names are those of the parameters there are.
func (p *ListProfile) names() []string {
	all := []string{p.TagParameter, paramLimit, paramMarker, paramSortKey, paramSortDir}
	for i := range p.Parameters {
		all = append(all, p.Parameters[i].Name)
	}
	return all
}

// parameter appends what a parameter of the table asks for.
func (c *listChecker) parameter(parts []query.Expr, p *Parameter) []query.Expr {
	values := c.given[p.Name]
	if len(values) == 0 && p.Default != "" {
		values = []string{p.Default}
	}
	for _, value := range values {
		if p.Everything == "" || value != p.Everything {
			parts = append(parts, c.test(p, value))
		}
	}
	return parts
}

// test is what one value of a parameter asks for.
func (c *listChecker) test(p *Parameter, value string) query.Expr {
	if with, _ := c.value(p.With); p.With != "" && with != p.WithValue {
		c.fault(BadParameter, p.Name, "is given without %s=%s", p.With, p.WithValue)
	}
	if fits := slices.Contains(p.Values, value); !fits && (p.UUID && !isUUID(value) || !p.UUID && p.Values != nil) {
		c.fault(p.BadValue, p.Name, "is %s, want one of %s", quote(value), p.wanted())
	}
	if p.DefaultAlone && value != p.Default && !c.in.Operator {
		return query.None()
	}
	return c.comparison(p, value)
}

// wanted says what a parameter may be.
func (p *Parameter) wanted() string {
	wanted := slices.Clone(p.Values)
	if p.Everything != "" {
		wanted = append(wanted, p.Everything)
	}
	if p.UUID {
		wanted = append(wanted, "a UUID")
	}
	return strings.Join(wanted, ", ")
}

// comparison is what a parameter with a value asks for.
func (c *listChecker) comparison(p *Parameter, value string) query.Expr {
	switch p.By {
	case query.ByID:
		return query.ID(value)
	case query.ByName:
		return query.NameEquals(value)
	}
	switch p.Kind {
	case query.KindBoolean:
		if value != "true" && value != "false" {
			c.fault(BadParameter, p.Name, "is %s, want true or false", quote(value))
		}
	case query.KindNumber:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || value[0] == '+' {
			c.fault(BadParameter, p.Name, "is %s, want an integer", quote(value))
		}
		value = strconv.FormatInt(n, 10)
	case query.KindTime:
		return c.time(p.Name, value)
	}
	return p.equal(value)
}

// equal selects images whose property is the value, and those without the
// property that count as it.
func (p *Parameter) equal(value string) query.Expr {
	e := query.PropEq(p.Name, value)
	before := []query.Expr{query.Not(query.PropHas(p.Name))} // what holds of an image that gets so far
	for _, w := range p.AbsentWhere {
		other := query.PropEq(w.Property, w.Text)
		if w.As == value {
			e = query.Or(e, query.And(append(slices.Clone(before), other)...))
		}
		before = append(before, query.Not(other))
	}
	if p.AbsentAs != "" && p.AbsentAs == value {
		e = query.Or(e, query.And(before...))
	}
	return e
}

// isUUID reports whether text is 32 hexadecimal digits in the usual groups.
func isUUID(text string) bool {
	if len(text) != len("00000000-0000-0000-0000-000000000000") {
		return false
	}
	for i, c := range []byte(text) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		hex := c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
		if dash && c != '-' || !dash && !hex {
			return false
		}
	}
	return true
}

// operators are how a time may be compared (image list page, created_at). An
// image without the time matches none of them, so neq is below or above.
var operators = map[string]func(name string, at query.Scalar) query.Expr{
	"gt":  query.PropMore,
	"gte": query.PropAtLeast,
	"lt":  query.PropLess,
	"lte": query.PropAtMost,
	"eq": func(name string, at query.Scalar) query.Expr {
		return query.And(query.PropAtLeast(name, at), query.PropAtMost(name, at))
	},
	"neq": func(name string, at query.Scalar) query.Expr {
		return query.Or(query.PropLess(name, at), query.PropMore(name, at))
	},
}

// time reads OP:TIME, or a time alone, which is eq.
func (c *listChecker) time(name, value string) query.Expr {
	op, text, _ := strings.Cut(value, ":")
	compare := operators[op]
	if compare == nil {
		compare, text = operators["eq"], value
	}
	at, ok := query.ParseScalar(text)
	if !ok || at.Kind() != query.KindTime {
		c.fault(BadParameter, name, "is %s, want one of gt gte lt lte eq neq, a colon, and a time like "+
			"2018-10-28T10:00:00Z or 2018-10-28 10:00:00%s", quote(value), lostPlus(text))
	}
	return compare(name, at)
}

// lostPlus is what to add about a time whose offset has a space in the place
// of its plus, as in 2025-06-01T08:00:00 08:00.
func lostPlus(text string) string {
	at := strings.LastIndexByte(text, ' ')
	if at < 0 || strings.Count(text[:at], ":") != 2 || strings.Trim(text[at+1:], "0123456789:") != "" || at+1 == len(text) {
		return ""
	}
	return "; a plus in a query string is a space, write it %2B"
}

// tag reads KEY=VALUE; a key alone is one with the empty value. System tags
// are not seen.
func (c *listChecker) tag(text string) query.Expr {
	key, value, _ := strings.Cut(text, "=")
	switch {
	case key == "":
		c.fault(BadTag, c.p.TagParameter, "is %s, which has no key", quote(text))
	case resource.IsSystem(key):
		return query.None()
	}
	return query.Eq(key, value)
}

// sort reads sort_key and sort_dir.
func (c *listChecker) sort() []query.SortKey {
	name, given := c.value(paramSortKey)
	if !given {
		name = c.p.DefaultSort
	}
	key, known := c.p.SortKeys[strings.Trim(name, " ")] // a client's own constant ends in a space
	if !known {
		c.fault(BadParameter, paramSortKey, "is %s, which nothing is sorted by; want one of %s",
			quote(name), strings.Join(slices.Sorted(maps.Keys(c.p.SortKeys)), ", "))
	}
	direction, given := c.value(paramSortDir)
	if given && direction != "asc" && direction != "desc" {
		c.fault(BadParameter, paramSortDir, "is %s, want asc or desc", quote(direction))
	}
	keys := []query.SortKey{key}
	if key != c.p.TieBreak {
		keys = append(keys, c.p.TieBreak)
	}
	for i := range keys {
		keys[i].Descending = direction != "asc"
	}
	return keys
}

// limit reads the length of the page. However large the number, it is one.
func (c *listChecker) limit() int {
	text, given := c.value(paramLimit)
	if !given {
		return c.p.DefaultLimit
	}
	digits := strings.TrimLeft(text, "0")
	switch {
	case text == "" || strings.ContainsFunc(text, notDigit):
		c.fault(BadPage, paramLimit, "is %s, want decimal digits", quote(text))
	case digits == "":
		c.fault(BadPage, paramLimit, "is 0, below the least allowed, 1")
	}
	limit := 0
	for _, d := range []byte(digits) {
		if limit = limit*10 + int(d-'0'); limit > c.p.MaxLimit {
			return c.p.MaxLimit
		}
	}
	return limit
}
