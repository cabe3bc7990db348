package query

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrFilter is wrapped by the errors of Filter.Expr.
var ErrFilter = errors.New("invalid filter")

// FilterError says which part of a filter has no meaning, and why. It wraps
// ErrFilter.
type FilterError struct {
	Path   string // of the part, in the words of the documented APIs: "not_tags[1].values[0]"
	Reason string
}

func (e *FilterError) Error() string { return fmt.Sprintf("%v: %s: %s", ErrFilter, e.Path, e.Reason) }

// Unwrap makes errors.Is(err, ErrFilter) hold.
func (e *FilterError) Unwrap() error { return ErrFilter }

// Expr compiles f, read by r, into the expression that means the same. It
// fails with a *FilterError on a Match of an unknown field and, with
// wildcards, on a lone "*". Limits on lengths and counts are the dialects'
// business, not Expr's. Nothing of f is kept or changed but for its strings.
func (f *Filter) Expr(r Reading) (Expr, error) {
	c := compiler{reading: r}
	c.makeRoom(f)
	if f.WithoutAnyTag {
		c.not(c.part()).op = OpTagged
	} else {
		c.lists(f)
	}
	if len(f.SysTags) > 0 {
		c.list(c.part(), OpAnd, "sys_tags", f.SysTags, true)
	}
	for i, m := range f.Matches {
		*c.part() = c.match(i, m)
	}
	if c.err != nil {
		return Expr{}, c.err
	}
	return c.result(), nil
}

// compiler carries the reading and the first error. The nodes of a usual
// filter share one array, the values another. An Expr is large, so what a method
// compiles it writes to where it belongs, which is a zero Expr until then.
type compiler struct {
	reading Reading
	nodes   slab[Expr]
	values  slab[string]
	only    Expr   // the part of the result, if there is no more than one
	parts   []Expr // else the parts
	err     error
}

// makeRoom makes room for what f compiles to: no more than that, since it is made
// for every request.
func (c *compiler) makeRoom(f *Filter) {
	var n room
	if f.WithoutAnyTag {
		n.parts, n.nodes = 1, 1
	} else {
		n.list(f.Tags, false)
		n.list(f.TagsAny, false)
		n.list(f.NotTags, true)
		n.list(f.NotTagsAny, true)
	}
	n.list(f.SysTags, false)
	if n.parts += len(f.Matches); n.parts < 2 {
		n.parts = 0
	}
	if n.nodes += n.parts; n.nodes > 0 {
		c.nodes = make(slab[Expr], n.nodes)
		c.parts = c.nodes.take(n.parts)[:0]
	}
	if n.values > 0 {
		c.values = make(slab[string], n.values)
	}
}

// room is how many parts a filter has, and how many nodes and values these.
type room struct{ parts, nodes, values int }

// list makes room for a list of tags.
func (n *room) list(ms []TagMatch, negated bool) {
	if len(ms) == 0 {
		return
	}
	n.parts++
	if negated {
		n.nodes++
	}
	if len(ms) > 1 {
		n.nodes += len(ms)
	}
	for i := range ms {
		if values := len(ms[i].Values); values > 1 {
			n.values += values
		}
	}
}

// part returns the place of another part of the result.
func (c *compiler) part() *Expr {
	n := len(c.parts)
	if n == cap(c.parts) {
		return &c.only
	}
	c.parts = c.parts[:n+1]
	return &c.parts[n]
}

// result is the conjunction of the parts.
func (c *compiler) result() Expr {
	if cap(c.parts) == 0 {
		return c.only
	}
	return join(OpAnd, c.parts)
}

// slab is room for several slices, made at once.
type slab[T any] []T

// take returns n items, of the slab while it lasts.
func (s *slab[T]) take(n int) []T {
	if n > len(*s) {
		return make([]T, n)
	}
	taken := (*s)[:n:n]
	*s = (*s)[n:]
	return taken
}

// not compiles a negation, and returns the place of what is negated.
func (c *compiler) not(dst *Expr) *Expr {
	arg := c.nodes.take(1)
	dst.op, dst.args = OpNot, arg
	return &arg[0]
}

// in compiles In of one value or more.
func (c *compiler) in(dst *Expr, key string, values []string) {
	if len(values) > 1 {
		set := c.values.take(len(values))
		copy(set, values)
		slices.Sort(set)
		values = slices.Compact(set)
	}
	dst.key = key
	if len(values) == 1 {
		dst.op, dst.text = OpEq, values[0]
	} else {
		dst.op, dst.set = OpIn, values
	}
}

func (c *compiler) fail(path, reason string) {
	if c.err == nil {
		c.err = &FilterError{Path: path, Reason: reason}
	}
}

// lists adds the four lists of tenant tags. An empty list asks nothing.
func (c *compiler) lists(f *Filter) {
	notAll, notAny := OpAnd, OpOr
	if c.reading.SwapNegation {
		notAll, notAny = notAny, notAll
	}
	if len(f.Tags) > 0 {
		c.list(c.part(), OpAnd, "tags", f.Tags, false)
	}
	if len(f.TagsAny) > 0 {
		c.list(c.part(), OpOr, "tags_any", f.TagsAny, false)
	}
	if len(f.NotTags) > 0 {
		c.list(c.not(c.part()), notAll, "not_tags", f.NotTags, false)
	}
	if len(f.NotTagsAny) > 0 {
		c.list(c.not(c.part()), notAny, "not_tags_any", f.NotTagsAny, false)
	}
}

// list compiles a list into the And or Or of its entries.
func (c *compiler) list(dst *Expr, op Op, name string, ms []TagMatch, system bool) {
	if len(ms) == 1 {
		c.entry(dst, name, 0, &ms[0], system)
		return
	}
	es := c.nodes.take(len(ms))
	for i := range ms {
		c.entry(&es[i], name, i, &ms[i], system)
	}
	dst.op, dst.args = op, es
}

// entry compiles an entry of a list of system tags, or of others.
func (c *compiler) entry(dst *Expr, list string, index int, m *TagMatch, system bool) {
	c.tag(dst, list, index, m)
	if strings.HasPrefix(m.Key, systemPrefix) != system {
		*dst = None() // only now: a fault is one anywhere
	}
}

// systemPrefix begins the key of a system tag.
const systemPrefix = "_sys_"

// tag compiles m(k), the entry of a list at an index.
func (c *compiler) tag(dst *Expr, list string, index int, m *TagMatch) {
	switch {
	case len(m.Values) == 0:
		dst.op, dst.key = OpHas, m.Key
	case c.reading.Wildcards && slices.ContainsFunc(m.Values, isWildcard):
		*dst = join(OpOr, c.alternatives(list, index, m))
	default:
		c.in(dst, m.Key, m.Values)
	}
}

// alternatives compiles the values of an entry that has wildcards.
func (c *compiler) alternatives(list string, index int, m *TagMatch) []Expr {
	var exact []string
	var es []Expr
	for i, v := range m.Values {
		switch {
		case v == "*":
			c.fail(fmt.Sprintf("%s[%d].values[%d]", list, index, i), "a lone * matches nothing in particular")
		case isWildcard(v):
			es = append(es, Contains(m.Key, v[1:]))
		default:
			exact = append(exact, v)
		}
	}
	if len(exact) > 0 {
		es = append(es, Expr{})
		c.in(&es[len(es)-1], m.Key, exact)
	}
	return es
}

func isWildcard(v string) bool { return strings.HasPrefix(v, "*") }

// match compiles the entry of matches at an index.
func (c *compiler) match(index int, m Match) Expr {
	switch {
	case m.Field == FieldName && m.Value == "":
		return NameEquals("")
	case m.Field == FieldName:
		return NameContains(m.Value)
	case m.Field == FieldID:
		return ID(m.Value)
	}
	c.fail(fmt.Sprintf("matches[%d].key", index), fmt.Sprintf("unknown field %s", quoteShort(string(m.Field))))
	return None()
}
