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
	c, parts := newCompiler(f, r)
	if f.WithoutAnyTag {
		parts = append(parts, c.not(Tagged()))
	} else {
		parts = c.lists(parts, f)
	}
	if len(f.SysTags) > 0 {
		parts = append(parts, c.list(OpAnd, "sys_tags", f.SysTags, true))
	}
	for i, m := range f.Matches {
		parts = append(parts, c.match(i, m))
	}
	if c.err != nil {
		return Expr{}, c.err
	}
	return join(OpAnd, parts), nil
}

// compiler carries the reading and the first error. The nodes of a usual
// filter share one array, the values another.
type compiler struct {
	reading Reading
	nodes   slab[Expr]
	values  slab[string]
	err     error
}

// newCompiler makes room for what f compiles to, and an empty list with room
// for its parts.
func newCompiler(f *Filter, r Reading) (compiler, []Expr) {
	parts := 1 + len(f.Matches) // without_any_tag
	nodes, values := 2, 0       // two negations
	for _, list := range [...][]TagMatch{f.Tags, f.TagsAny, f.NotTags, f.NotTagsAny, f.SysTags} {
		nodes += len(list)
		parts += min(len(list), 1)
		for i := range list {
			if n := len(list[i].Values); n > 1 {
				values += n
			}
		}
	}
	c := compiler{reading: r, nodes: make(slab[Expr], nodes+parts), values: make(slab[string], values)}
	return c, c.nodes.take(parts)[:0]
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

// lists appends the four lists of tenant tags, compiled. An empty list asks
// nothing.
func (c *compiler) lists(parts []Expr, f *Filter) []Expr {
	notAll, notAny := OpAnd, OpOr
	if c.reading.SwapNegation {
		notAll, notAny = notAny, notAll
	}
	if len(f.Tags) > 0 {
		parts = append(parts, c.list(OpAnd, "tags", f.Tags, false))
	}
	if len(f.TagsAny) > 0 {
		parts = append(parts, c.list(OpOr, "tags_any", f.TagsAny, false))
	}
	if len(f.NotTags) > 0 {
		parts = append(parts, c.not(c.list(notAll, "not_tags", f.NotTags, false)))
	}
	if len(f.NotTagsAny) > 0 {
		parts = append(parts, c.not(c.list(notAny, "not_tags_any", f.NotTagsAny, false)))
	}
	return parts
}

// list compiles a list into the And or Or of its entries.
func (c *compiler) list(op Op, name string, ms []TagMatch, system bool) Expr {
	es := c.nodes.take(len(ms))
	for i, m := range ms {
		// Compiled even where the key is not seen: a fault is one anywhere.
		es[i] = c.tag(name, i, m)
		if strings.HasPrefix(m.Key, systemPrefix) != system {
			es[i] = None()
		}
	}
	return join(op, es)
}

// systemPrefix begins the key of a system tag.
const systemPrefix = "_sys_"

// tag compiles m(k), the entry of a list at an index.
func (c *compiler) tag(list string, index int, m TagMatch) Expr {
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
