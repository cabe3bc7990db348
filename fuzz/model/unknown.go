package model

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/query"
)

// Unknown is something that a leaf of an expression asks for by its name and
// that no resource has (SEMANTICS section 11). The kinds are those of hints.
type Unknown struct {
	Kind       string
	Leaf       query.Expr
	Key, Value string   // bytes that are not UTF-8 stand as U+FFFD
	Near       []string // nil where there is none
}

// Unknown lists what e names and no resource has, each once, in the order it is
// written in, leaves that look for a part and find nothing among them. To a
// tenant no system tag is named. Every name of the collection is compared.
func (c *Collection) Unknown(e query.Expr, tenant bool) []Unknown {
	if c.Len() == 0 {
		return nil
	}
	var all []Unknown
	for _, u := range c.unknown(e, tenant) {
		u.Key, u.Value = strings.ToValidUTF8(u.Key, "\ufffd"), strings.ToValidUTF8(u.Value, "\ufffd")
		twice := slices.ContainsFunc(all, func(o Unknown) bool { return o.Kind == u.Kind && o.Key == u.Key && o.Value == u.Value })
		if !twice {
			u.Near = c.near(u, tenant)
			all = append(all, u)
		}
	}
	return all
}

// unknown is Unknown of each leaf, without near names.
func (c *Collection) unknown(e query.Expr, tenant bool) (all []Unknown) {
	for _, arg := range e.Args() {
		all = append(all, c.unknown(arg, tenant)...)
	}
	key := e.Key()
	has := func(leaf query.Expr) bool { return c.Count(leaf) > 0 }
	switch e.Op() {
	case query.OpHas, query.OpEq, query.OpIn, query.OpContains:
		switch {
		case tenant && isSystem(key):
		case !has(query.Has(key)):
			return []Unknown{{Kind: "key", Leaf: e, Key: key}}
		case e.Op() == query.OpContains && !has(e):
			return []Unknown{{Kind: "value", Leaf: e, Key: key, Value: e.Value()}}
		case e.Op() == query.OpEq && !has(e):
			return []Unknown{{Kind: "value", Leaf: e, Key: key, Value: e.Value()}}
		}
		for _, value := range e.Values() {
			if e.Op() == query.OpIn && !(tenant && isSystem(key)) && !has(query.Eq(key, value)) {
				all = append(all, Unknown{Kind: "value", Leaf: e, Key: key, Value: value})
			}
		}
	case query.OpID:
		if !has(e) {
			return []Unknown{{Kind: "id", Leaf: e, Value: e.Value()}}
		}
	case query.OpIDIn:
		for _, id := range e.Values() {
			if !has(query.ID(id)) {
				all = append(all, Unknown{Kind: "id", Leaf: e, Value: id})
			}
		}
		return all
	case query.OpNameContains, query.OpNamePrefix, query.OpNameEquals:
		if !has(e) {
			return []Unknown{{Kind: "name", Leaf: e, Value: e.Value()}}
		}
	}
	if !e.Op().IsProperty() {
		return all
	}
	if !has(query.PropHas(key)) {
		return []Unknown{{Kind: "property", Leaf: e, Key: key}}
	}
	// What compares by order asks for a number or for a time. That a property is
	// none cannot be at most and above a scalar at once.
	if kind, ok := kindWords[e.Scalar().Kind()]; ok && e.Op().IsOrder() &&
		!has(query.PropAtMost(key, e.Scalar())) && !has(query.PropMore(key, e.Scalar())) {
		return []Unknown{{Kind: "property_kind", Leaf: e, Key: key, Value: kind}}
	}
	texts := e.Values()
	if e.Op() == query.OpPropEq {
		texts = []string{e.Value()}
	}
	for _, text := range texts {
		if !has(query.PropEq(key, text)) {
			all = append(all, Unknown{Kind: "property_value", Leaf: e, Key: key, Value: text})
		}
	}
	return all
}

// kindWords are the kinds that have an order.
var kindWords = map[query.Kind]string{query.KindNumber: "number", query.KindTime: "time"}

// near are the names nearest to an unknown one.
func (c *Collection) near(u Unknown, tenant bool) []string {
	asked := u.Value
	if u.Kind == "property_kind" {
		return nil // a kind is no name
	}
	if u.Kind == "key" || u.Kind == "property" {
		asked = u.Key
	}
	type candidate struct {
		name         string
		edits, count int
	}
	var found []candidate
	for name, count := range c.namesLike(u, tenant) {
		if edits, near := nearness(asked, name); near {
			found = append(found, candidate{name, edits, count})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.count, a.count), strings.Compare(a.name, b.name))
	})
	var names []string
	for _, f := range found[:min(len(found), 3)] {
		names = append(names, f.name)
	}
	return names
}

// namesLike are the names of the kind that is unknown, and how many resources
// have each.
func (c *Collection) namesLike(u Unknown, tenant bool) map[string]int {
	names := map[string]int{}
	for _, r := range c.Resources() {
		switch u.Kind {
		case "key", "value":
			for _, t := range r.Tags {
				switch {
				case tenant && isSystem(t.Key):
				case u.Kind == "key":
					names[t.Key]++
				case t.Key == u.Key:
					names[t.Value]++
				}
			}
		case "property":
			for name := range Properties(&r) {
				names[name]++
			}
		case "property_value":
			if text, ok := PropertyText(Properties(&r)[u.Key]); ok {
				names[text]++
			}
		case "id":
			names[r.ID]++
		}
	}
	return names
}

// nearness is how many edits a name is away, letter case aside, one more than
// are allowed where one is the beginning of the other, and whether it is near.
func nearness(asked, name string) (int, bool) {
	a, b := []rune(asked), []rune(name)
	if len(asked) > 1024 || len(name) > 1024 || len(a) == 0 || len(b) == 0 {
		return 0, false
	}
	allowed := 3
	switch {
	case len(a) == 1:
		allowed = 0
	case len(a) <= 4:
		allowed = 1
	case len(a) <= 11:
		allowed = 2
	}
	if len(a)-len(b) <= allowed && len(b)-len(a) <= allowed {
		if edits := edits(a, b); edits <= allowed {
			return edits, true
		}
	}
	shorter := min(len(a), len(b))
	return allowed + 1, shorter >= 2 && equalFold(a[:shorter], b[:shorter])
}

// edits is the least number of runes to insert, delete or replace, or of
// neighbours to exchange, that makes b of a.
func edits(a, b []rune) int {
	table := make([][]int, len(a)+1)
	for i := range table {
		table[i] = make([]int, len(b)+1)
		for j := range table[i] {
			if i == 0 || j == 0 {
				table[i][j] = i + j
				continue
			}
			replace := 1
			if sameFold(a[i-1], b[j-1]) {
				replace = 0
			}
			least := min(table[i-1][j]+1, table[i][j-1]+1, table[i-1][j-1]+replace)
			if i > 1 && j > 1 && sameFold(a[i-1], b[j-2]) && sameFold(a[i-2], b[j-1]) {
				least = min(least, table[i-2][j-2]+1)
			}
			table[i][j] = least
		}
	}
	return table[len(a)][len(b)]
}
