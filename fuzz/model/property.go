package model

import (
	"encoding/json"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Properties are the members of the detail, as encoding/json reads them, with
// numbers as they are written. A member that is null is not there (SEMANTICS
// section 2, properties).
func Properties(r *resource.Resource) map[string]any {
	members := map[string]any{}
	if r.Detail == "" {
		return members
	}
	decoder := json.NewDecoder(strings.NewReader(r.Detail))
	decoder.UseNumber()
	if decoder.Decode(&members) != nil {
		return map[string]any{}
	}
	for name, value := range members {
		if value == nil {
			delete(members, name)
		}
	}
	return members
}

// PropertyText is the text of a property, and whether it has one.
func PropertyText(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case json.Number:
		n, ok := Number(v.String())
		return CanonicalNumber(n), ok
	}
	return "", false
}

// PropertyNumber is the number that a property is, however it is written.
func PropertyNumber(value any) (*big.Rat, bool) {
	switch v := value.(type) {
	case string:
		return Number(v)
	case json.Number:
		return Number(v.String())
	}
	return nil, false
}

// PropertyTime is the time that a property is.
func PropertyTime(value any) (*big.Rat, bool) {
	text, _ := value.(string)
	return Time(text)
}

// scalarOf is what a property is of a kind that is ordered by size.
func scalarOf(value any, kind query.Kind) (*big.Rat, bool) {
	if kind == query.KindTime {
		return PropertyTime(value)
	}
	return PropertyNumber(value)
}

// OfKind reports whether a property that is there is of a declared kind
// (SEMANTICS section 2, declared properties).
func OfKind(value any, kind query.Kind) bool {
	text, hasText := PropertyText(value)
	switch kind {
	case query.KindText:
		return hasText
	case query.KindBoolean:
		return text == "true" || text == "false"
	}
	_, ok := scalarOf(value, kind)
	return ok
}

// KindMismatches are how many of the resources with the ids that are there
// have a value of a declared property that is not of its kind, by property; nil:
// none. Of several declarations of one name the first counts.
func (c *Collection) KindMismatches(declared []query.Property, ids map[string]bool) map[string]int {
	var all map[string]int
	for i, p := range declared {
		if slices.ContainsFunc(declared[:i], func(other query.Property) bool { return other.Name == p.Name }) {
			continue
		}
		for id := range ids {
			at, there := c.place[id]
			if !there {
				continue
			}
			value, there := Properties(c.places[at])[p.Name]
			if !there || OfKind(value, p.Kind) {
				continue
			}
			if all == nil {
				all = map[string]int{}
			}
			all[p.Name]++
		}
	}
	return all
}

// EqualsText reports whether a property is equal to a text.
func EqualsText(value any, text string) bool {
	if number, ok := value.(json.Number); ok {
		here, ok1 := Number(number.String())
		there, ok2 := Number(text)
		return ok1 && ok2 && here.Cmp(there) == 0
	}
	own, ok := PropertyText(value)
	return ok && own == text
}

// matchProperty is Match for a leaf about a property.
func matchProperty(e query.Expr, r *resource.Resource) bool {
	value, there := Properties(r)[e.Key()]
	if !there {
		return false
	}
	switch e.Op() {
	case query.OpPropHas:
		return true
	case query.OpPropEq:
		return EqualsText(value, e.Value())
	case query.OpPropIn:
		return slices.ContainsFunc(e.Values(), func(text string) bool { return EqualsText(value, text) })
	}
	here, ok := scalarOf(value, e.Scalar().Kind())
	if !ok {
		return false
	}
	// The literal as it is printed, which is read here by other means.
	literal, ok := scalarOf(e.Scalar().String(), e.Scalar().Kind())
	if !ok {
		return false
	}
	switch c := here.Cmp(literal); e.Op() {
	case query.OpPropLess:
		return c < 0
	case query.OpPropAtMost:
		return c <= 0
	case query.OpPropMore:
		return c > 0
	default:
		return c >= 0
	}
}
