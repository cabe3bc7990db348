package query

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// TagMatch is m(k) of the documented filters: the resource has Key, and its
// value is one of Values, or Values is empty.
type TagMatch struct {
	Key    string
	Values []string
}

// Field names what a Match looks at, in the words of the documented APIs.
type Field string

// The fields a Match may look at.
const (
	FieldName Field = "resource_name"
	FieldID   Field = "resource_id"
)

// Match is one entry of matches. FieldName: the name contains Value, ignoring
// case; an empty Value asks for the empty name. FieldID: the id is Value.
type Match struct {
	Field Field
	Value string
}

// Filter is what the documented tag APIs can ask. Every part that is present
// must hold; the zero Filter selects every resource.
//
// Tenants do not see system tags: in the first four lists a key that begins
// with "_sys_" is one that no resource has. SysTags is over system tags only.
type Filter struct {
	Tags       []TagMatch // every one matches
	TagsAny    []TagMatch // some match
	NotTags    []TagMatch // not every one matches (see Reading)
	NotTagsAny []TagMatch // none matches (see Reading)
	SysTags    []TagMatch // every one matches, over system tags
	// WithoutAnyTag selects resources without tags. The four lists of tenant
	// tags are ignored then; Matches and SysTags still apply.
	WithoutAnyTag bool
	Matches       []Match // every one holds
}

// Reading chooses between readings of the same filter. The zero value is the
// default one.
type Reading struct {
	// SwapNegation exchanges the meanings of NotTags and NotTagsAny: some
	// pages' prose reads them so.
	SwapNegation bool
	// Wildcards makes a value "*x" match every value that contains x. A lone
	// "*" is an error then. Without it the star is a character like others.
	Wildcards bool
}

// ErrFilter is wrapped by the errors of Filter.Expr.
var ErrFilter = errors.New("invalid filter")

// Expr compiles f, read by r, into the expression that means the same. It
// fails on a Match of an unknown field and, with wildcards, on a lone "*".
// Limits on lengths and counts are the dialects' business, not Expr's.
func (f *Filter) Expr(r Reading) (Expr, error) {
	c := compiler{reading: r}
	var parts []Expr
	if f.WithoutAnyTag {
		parts = append(parts, Not(Tagged()))
	} else {
		parts = append(parts, c.lists(f)...)
	}
	if len(f.SysTags) > 0 {
		parts = append(parts, And(c.list("sys_tags", f.SysTags, true)...))
	}
	for i, m := range f.Matches {
		parts = append(parts, c.match(i, m))
	}
	if c.err != nil {
		return Expr{}, c.err
	}
	return And(parts...), nil
}

// compiler carries the reading and the first error.
type compiler struct {
	reading Reading
	err     error
}

func (c *compiler) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf("%w: %s", ErrFilter, fmt.Sprintf(format, args...))
	}
}

// lists compiles the four lists of tenant tags. An empty list asks nothing.
func (c *compiler) lists(f *Filter) []Expr {
	notAll, notAny := f.NotTags, f.NotTagsAny
	notAllName, notAnyName := "not_tags", "not_tags_any"
	if c.reading.SwapNegation {
		notAll, notAny = notAny, notAll
		notAllName, notAnyName = notAnyName, notAllName
	}
	var parts []Expr
	if len(f.Tags) > 0 {
		parts = append(parts, And(c.list("tags", f.Tags, false)...))
	}
	if len(f.TagsAny) > 0 {
		parts = append(parts, Or(c.list("tags_any", f.TagsAny, false)...))
	}
	if len(notAll) > 0 {
		parts = append(parts, Not(And(c.list(notAllName, notAll, false)...)))
	}
	if len(notAny) > 0 {
		parts = append(parts, Not(Or(c.list(notAnyName, notAny, false)...)))
	}
	return parts
}

func (c *compiler) list(name string, ms []TagMatch, system bool) []Expr {
	es := make([]Expr, len(ms))
	for i, m := range ms {
		if strings.HasPrefix(m.Key, systemPrefix) != system {
			es[i] = None()
			continue
		}
		es[i] = c.tag(fmt.Sprintf("%s[%d]", name, i), m)
	}
	return es
}

// systemPrefix begins the key of a system tag.
const systemPrefix = "_sys_"

// tag compiles m(k).
func (c *compiler) tag(path string, m TagMatch) Expr {
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
			c.fail("%s.values[%d]: a lone * matches nothing in particular", path, i)
		case isWildcard(v):
			alternatives = append(alternatives, Contains(m.Key, v[1:]))
		default:
			exact = append(exact, v)
		}
	}
	if len(exact) > 0 {
		alternatives = append(alternatives, In(m.Key, exact...))
	}
	return Or(alternatives...)
}

func isWildcard(v string) bool { return strings.HasPrefix(v, "*") }

func (c *compiler) match(i int, m Match) Expr {
	switch {
	case m.Field == FieldName && m.Value == "":
		return NameEquals("")
	case m.Field == FieldName:
		return NameContains(m.Value)
	case m.Field == FieldID:
		return ID(m.Value)
	}
	c.fail("matches[%d].key: unknown field %q", i, m.Field)
	return None()
}
