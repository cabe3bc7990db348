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
		c.and(c.not(Tagged()))
	} else {
		c.lists(f)
	}
	if len(f.SysTags) > 0 {
		c.and(c.list(OpAnd, "sys_tags", f.SysTags, true))
	}
	for i, m := range f.Matches {
		c.and(c.match(i, m))
	}
	if c.err != nil {
		return Expr{}, c.err
	}
	return c.result(), nil
}

// compiler carries the reading and the first error. The nodes of a usual
// filter share one array, the values another.
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

// and adds a part to the result.
func (c *compiler) and(part Expr) {
	if cap(c.parts) == 0 {
		c.only = part
	} else {
		c.parts = append(c.parts, part)
	}
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

// not is Not.
func (c *compiler) not(e Expr) Expr {
	arg := c.nodes.take(1)
	arg[0] = e
	return Expr{op: OpNot, args: arg}
}

// in is In.
func (c *compiler) in(key string, values []string) Expr {
	if len(values) < 2 {
		return oneOfSet(OpEq, key, values)
	}
	set := c.values.take(len(values))
	copy(set, values)
	slices.Sort(set)
	return oneOfSet(OpEq, key, slices.Compact(set))
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
		c.and(c.list(OpAnd, "tags", f.Tags, false))
	}
	if len(f.TagsAny) > 0 {
		c.and(c.list(OpOr, "tags_any", f.TagsAny, false))
	}
	if len(f.NotTags) > 0 {
		c.and(c.not(c.list(notAll, "not_tags", f.NotTags, false)))
	}
	if len(f.NotTagsAny) > 0 {
		c.and(c.not(c.list(notAny, "not_tags_any", f.NotTagsAny, false)))
	}
}

// list compiles a list into the And or Or of its entries.
func (c *compiler) list(op Op, name string, ms []TagMatch, system bool) Expr {
	if len(ms) == 1 {
		return c.entry(name, 0, &ms[0], system)
	}
	es := c.nodes.take(len(ms))
	for i := range ms {
		es[i] = c.entry(name, i, &ms[i], system)
	}
	return join(op, es)
}

// entry compiles an entry of a list of system tags, or of others.
func (c *compiler) entry(list string, index int, m *TagMatch, system bool) Expr {
	e := c.tag(list, index, m) // even where the key is not seen: a fault is one anywhere
	if strings.HasPrefix(m.Key, systemPrefix) != system {
		return None()
	}
	return e
}

// systemPrefix begins the key of a system tag.
const systemPrefix = "_sys_"

// tag compiles m(k), the entry of a list at an index.
func (c *compiler) tag(list string, index int, m *TagMatch) Expr {
	if len(m.Values) == 0 {
		return Has(m.Key)
	}
	if !c.reading.Wildcards || !slices.ContainsFunc(m.Values, isWildcard) {
		return c.in(m.Key, m.Values)
	}
	var exact []string
	var alternatives []Expr
	for i, v := range m.Values {
		switch {
		case v == "*":
			c.fail(fmt.Sprintf("%s[%d].values[%d]", list, index, i), "a lone * matches nothing in particular")
		case isWildcard(v):
			alternatives = append(alternatives, Contains(m.Key, v[1:]))
		default:
			exact = append(exact, v)
		}
	}
	if len(exact) > 0 {
		alternatives = append(alternatives, c.in(m.Key, exact))
	}
	return join(OpOr, alternatives)
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
