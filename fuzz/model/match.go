package model

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Match reports whether e holds for r. It sees every tag, system tags
// included. A part of e whose text is not valid UTF-8 holds for nothing; the
// engine refuses such an expression as a whole. Costs a scan of r for each
// node of e.
func Match(e query.Expr, r *resource.Resource) bool {
	switch e.Op() {
	case query.OpAll:
		return true
	case query.OpNone:
		return false
	case query.OpNot:
		return !Match(e.Args()[0], r)
	case query.OpAnd:
		for _, arg := range e.Args() {
			if !Match(arg, r) {
				return false
			}
		}
		return true
	case query.OpOr:
		for _, arg := range e.Args() {
			if Match(arg, r) {
				return true
			}
		}
		return false
	}
	if !utf8.ValidString(e.Key()) || !utf8.ValidString(e.Value()) {
		return false
	}
	if e.Op().IsProperty() {
		return matchProperty(e, r)
	}
	return matchLeaf(e, r)
}

// matchLeaf is Match for expressions without arguments.
func matchLeaf(e query.Expr, r *resource.Resource) bool {
	value, has := tagValue(r, e.Key())
	switch e.Op() {
	case query.OpTagged:
		return hasTenantTag(r)
	case query.OpHas:
		return has
	case query.OpEq:
		return has && value == e.Value()
	case query.OpIn:
		return has && slices.Contains(e.Values(), value)
	case query.OpContains:
		return has && strings.Contains(value, e.Value())
	case query.OpNameContains:
		return containsFold(r.Name, e.Value())
	case query.OpNamePrefix:
		return beginsFold(r.Name, e.Value())
	case query.OpNameEquals:
		return r.Name == e.Value()
	case query.OpID:
		return r.ID == e.Value()
	case query.OpIDIn:
		return slices.Contains(e.Values(), r.ID)
	}
	return false
}

// tagValue returns the value r has for key, and whether it has the key.
func tagValue(r *resource.Resource, key string) (string, bool) {
	for _, t := range r.Tags {
		if t.Key == key {
			return t.Value, true
		}
	}
	return "", false
}

// hasTenantTag reports whether r has a tag that is not a system tag
// (SEMANTICS section 1, system tag).
func hasTenantTag(r *resource.Resource) bool {
	for _, t := range r.Tags {
		if !isSystem(t.Key) {
			return true
		}
	}
	return false
}

// isSystem reports whether key is the key of a system tag.
func isSystem(key string) bool { return strings.HasPrefix(key, "_sys_") }
