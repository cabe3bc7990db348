package model

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

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
	}
	n, ok := PropertyInteger(value)
	return strconv.FormatInt(n, 10), ok
}

// PropertyInteger is the integer that a property is, and whether it is one: a
// JSON number without fraction and exponent that 64 bits hold.
func PropertyInteger(value any) (int64, bool) {
	number, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseInt(number.String(), 10, 64)
	return n, err == nil
}

// PropertyTime is the time that a property is, in seconds since 1970, and
// whether it is one.
func PropertyTime(value any) (int64, bool) {
	text, ok := value.(string)
	if !ok {
		return 0, false
	}
	for _, form := range []string{"2006-01-02", "2006-01-02T15:04:05Z", "2006-01-02 15:04:05"} {
		// Parse takes more than the forms say; printing shows what it took.
		if t, err := time.Parse(form, text); err == nil && t.Format(form) == text {
			return t.Unix(), true
		}
	}
	return 0, false
}

// matchProperty is Match for a leaf about a property.
func matchProperty(e query.Expr, r *resource.Resource) bool {
	value, there := Properties(r)[e.Key()]
	if !there {
		return false
	}
	text, hasText := PropertyText(value)
	switch e.Op() {
	case query.OpPropHas:
		return true
	case query.OpPropEq:
		return hasText && text == e.Value()
	case query.OpPropIn:
		return hasText && slices.Contains(e.Values(), text)
	}
	n, comparable := PropertyInteger(value)
	if e.Point().Kind() == query.KindTime {
		n, comparable = PropertyTime(value)
	}
	if !comparable {
		return false
	}
	switch e.Op() {
	case query.OpPropLess:
		return n < e.Point().Number()
	case query.OpPropAtMost:
		return n <= e.Point().Number()
	case query.OpPropMore:
		return n > e.Point().Number()
	}
	return n >= e.Point().Number()
}
