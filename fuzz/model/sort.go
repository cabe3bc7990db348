package model

import (
	"math/big"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Sorted returns the resources in the order of the keys; what they leave equal
// goes by the id, in the direction of the last key.
func Sorted(list []resource.Resource, keys []query.SortKey) []resource.Resource {
	list = slices.Clone(list)
	last := len(keys) > 0 && keys[len(keys)-1].Descending
	keys = append(slices.Clone(keys), query.SortKey{By: query.ByID, Descending: last})
	values := map[string][]value{}
	for i := range list {
		for _, key := range keys {
			values[list[i].ID] = append(values[list[i].ID], valueOf(&list[i], key))
		}
	}
	slices.SortFunc(list, func(a, b resource.Resource) int {
		for i, key := range keys {
			c := values[a.ID][i].compare(values[b.ID][i])
			if key.Descending {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
	return list
}

// After returns the part of a sorted list that follows the resource with the
// id, and whether it is there.
func After(list []resource.Resource, id string) ([]resource.Resource, bool) {
	at := slices.IndexFunc(list, func(r resource.Resource) bool { return r.ID == id })
	return list[at+1:], at >= 0
}

// value is what a resource has under a key. What has none, or one of another
// kind, is below every value (SEMANTICS section 2, order).
type value struct {
	there bool
	n     *big.Rat // nil for texts
	text  string
}

func (v value) compare(w value) int {
	switch {
	case !v.there || !w.there:
		return map[bool]int{true: 1}[v.there] - map[bool]int{true: 1}[w.there]
	case v.n != nil:
		return v.n.Cmp(w.n)
	}
	return strings.Compare(v.text, w.text)
}

func valueOf(r *resource.Resource, key query.SortKey) value {
	switch key.By {
	case query.ByID:
		return value{there: true, text: r.ID}
	case query.ByName:
		return value{there: true, text: r.Name}
	}
	var v value
	property := Properties(r)[key.Property]
	switch key.Kind {
	case query.KindText, query.KindBoolean:
		v.text, v.there = PropertyText(property)
		if !v.there {
			v.text = ""
		}
	default:
		v.n, v.there = scalarOf(property, key.Kind)
	}
	return v
}
