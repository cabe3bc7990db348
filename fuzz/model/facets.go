package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Count is a key or a value, and how many resources have it.
type Count struct {
	Text  string
	Count int
}

// KeyCounts are the values that some resources have under one key.
type KeyCounts struct {
	Selected int     // resources looked at
	Having   int     // those with the key
	Values   []Count // by count, the highest first, then by value
}

// CountValues counts the values of a key over the resources that e selects
// (SEMANTICS section 8).
func (c *Collection) CountValues(e query.Expr, key string) KeyCounts {
	selected := c.Select(func(r *resource.Resource) bool { return Match(e, r) })
	counts := map[string]int{}
	having := 0
	for i := range selected {
		if value, has := tagValue(&selected[i], key); has {
			counts[value]++
			having++
		}
	}
	return KeyCounts{Selected: len(selected), Having: having, Values: ranked(counts)}
}

// CountKeys counts the keys over the resources that e selects; tenants do not
// see system tags.
func (c *Collection) CountKeys(e query.Expr, tenant bool) []Count {
	counts := map[string]int{}
	for _, r := range c.Select(func(r *resource.Resource) bool { return Match(e, r) }) {
		for _, t := range r.Tags {
			if !tenant || !isSystem(t.Key) {
				counts[t.Key]++
			}
		}
	}
	return ranked(counts)
}

func ranked(counts map[string]int) []Count {
	list := []Count{}
	for text, n := range counts {
		list = append(list, Count{text, n})
	}
	slices.SortFunc(list, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Text, b.Text))
	})
	return list
}

// WithoutOwn leaves out of e what is about a key alone: of the conditions that
// must hold at once, those all of whose leaves ask for the key's tag
// (SEMANTICS section 8).
func WithoutOwn(e query.Expr, key string) query.Expr {
	kept := slices.DeleteFunc(conditions(e), func(c query.Expr) bool { return onlyAbout(c, key) })
	return query.And(kept...)
}

// conditions takes e apart into what must hold at once.
func conditions(e query.Expr) []query.Expr {
	var list []query.Expr
	switch {
	case e.Op() == query.OpAnd:
		for _, arg := range e.Args() {
			list = append(list, conditions(arg)...)
		}
	case e.Op() == query.OpNot && e.Args()[0].Op() == query.OpNot:
		list = conditions(e.Args()[0].Args()[0])
	case e.Op() == query.OpNot && e.Args()[0].Op() == query.OpOr:
		for _, arg := range e.Args()[0].Args() {
			list = append(list, conditions(query.Not(arg))...)
		}
	default:
		list = []query.Expr{e}
	}
	return list
}

func onlyAbout(e query.Expr, key string) bool {
	switch e.Op() {
	case query.OpHas, query.OpEq, query.OpIn, query.OpContains:
		return e.Key() == key
	case query.OpNot, query.OpAnd, query.OpOr:
		return !slices.ContainsFunc(e.Args(), func(arg query.Expr) bool { return !onlyAbout(arg, key) })
	}
	return false
}

// TenantMatch is Match as tenants ask: a leaf about a system tag holds for
// nothing, as if no resource had the tag.
func TenantMatch(e query.Expr, r *resource.Resource) bool {
	seen := *r
	seen.Tags = slices.DeleteFunc(slices.Clone(r.Tags), func(t resource.Tag) bool { return isSystem(t.Key) })
	return Match(e, &seen)
}
