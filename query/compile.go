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
	var parts []Expr
	if f.WithoutAnyTag {
		parts = append(parts, Not(Tagged()))
	} else {
		parts = c.lists(f)
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

// compiler carries the reading and the first error.
type compiler struct {
	reading Reading
	err     error
}

func (c *compiler) fail(path, reason string) {
	if c.err == nil {
		c.err = &FilterError{Path: path, Reason: reason}
	}
}

// lists compiles the four lists of tenant tags. An empty list asks nothing.
func (c *compiler) lists(f *Filter) []Expr {
	notAll, notAny := OpAnd, OpOr
	if c.reading.SwapNegation {
		notAll, notAny = notAny, notAll
	}
	var parts []Expr
	if len(f.Tags) > 0 {
		parts = append(parts, c.list(OpAnd, "tags", f.Tags, false))
	}
	if len(f.TagsAny) > 0 {
		parts = append(parts, c.list(OpOr, "tags_any", f.TagsAny, false))
	}
	if len(f.NotTags) > 0 {
		parts = append(parts, Not(c.list(notAll, "not_tags", f.NotTags, false)))
	}
	if len(f.NotTagsAny) > 0 {
		parts = append(parts, Not(c.list(notAny, "not_tags_any", f.NotTagsAny, false)))
	}
	return parts
}

// list compiles a list into the And or Or of its entries.
func (c *compiler) list(op Op, name string, ms []TagMatch, system bool) Expr {
	es := make([]Expr, len(ms))
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
		return In(m.Key, m.Values...)
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
		alternatives = append(alternatives, In(m.Key, exact...))
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
