package model

import (
	"slices"
	"strings"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// MatchFilter reports whether r is one of the resources that f, read by
// reading, asks for. It follows the table of SEMANTICS section 2 row by row
// and never looks at Filter.Expr, which it is there to check. What it says of
// a filter with a FilterFault means nothing.
func MatchFilter(f *query.Filter, reading query.Reading, r *resource.Resource) bool {
	if f.WithoutAnyTag {
		if hasTenantTag(r) {
			return false
		}
	} else if !matchLists(f, reading, r) {
		return false
	}
	for _, m := range f.SysTags {
		if !isSystem(m.Key) || !tagMatches(m, reading, r) {
			return false
		}
	}
	for _, m := range f.Matches {
		if !fieldMatches(m, r) {
			return false
		}
	}
	return true
}

// matchLists is the truth table of the four lists. A list that is empty asks
// for nothing.
func matchLists(f *query.Filter, reading query.Reading, r *resource.Resource) bool {
	every := func(list []query.TagMatch) bool {
		for _, m := range list {
			if !tenantTagMatches(m, reading, r) {
				return false
			}
		}
		return true
	}
	some := func(list []query.TagMatch) bool {
		for _, m := range list {
			if tenantTagMatches(m, reading, r) {
				return true
			}
		}
		return false
	}
	tags := len(f.Tags) == 0 || every(f.Tags)
	tagsAny := len(f.TagsAny) == 0 || some(f.TagsAny)
	notTags := len(f.NotTags) == 0 || !every(f.NotTags)
	notTagsAny := len(f.NotTagsAny) == 0 || !some(f.NotTagsAny)
	if reading.SwapNegation {
		notTags = len(f.NotTags) == 0 || !some(f.NotTags)
		notTagsAny = len(f.NotTagsAny) == 0 || !every(f.NotTagsAny)
	}
	return tags && tagsAny && notTags && notTagsAny
}

// tenantTagMatches is m(k) as tenants see it: they do not see system tags.
func tenantTagMatches(m query.TagMatch, reading query.Reading, r *resource.Resource) bool {
	return !isSystem(m.Key) && tagMatches(m, reading, r)
}

// tagMatches is m(k): r has the key, and its value is one of the values, or
// there are no values.
func tagMatches(m query.TagMatch, reading query.Reading, r *resource.Resource) bool {
	value, has := tagValue(r, m.Key)
	if !has {
		return false
	}
	if len(m.Values) == 0 {
		return true
	}
	for _, want := range m.Values {
		if valueMatches(want, value, reading) {
			return true
		}
	}
	return false
}

// valueMatches compares one value of a query with a tag's value.
func valueMatches(want, value string, reading query.Reading) bool {
	if reading.Wildcards && strings.HasPrefix(want, "*") {
		return strings.Contains(value, want[1:])
	}
	return value == want
}

// fieldMatches is one row of the table of matches. The empty name is asked
// for exactly, any other text is looked for anywhere in the name.
func fieldMatches(m query.Match, r *resource.Resource) bool {
	switch m.Field {
	case query.FieldName:
		if m.Value == "" {
			return r.Name == ""
		}
		return containsFold(r.Name, m.Value)
	case query.FieldID:
		return r.ID == m.Value
	}
	return false
}

// FilterFault reports whether f, read by reading, is an error rather than a
// question: a match of an unknown field, or a lone "*" among the values where
// wildcards are on. Beside WithoutAnyTag the four lists are not looked at.
func FilterFault(f *query.Filter, reading query.Reading) bool {
	for _, m := range f.Matches {
		if m.Field != query.FieldName && m.Field != query.FieldID {
			return true
		}
	}
	if !reading.Wildcards {
		return false
	}
	lists := [][]query.TagMatch{f.SysTags}
	if !f.WithoutAnyTag {
		lists = append(lists, f.Tags, f.TagsAny, f.NotTags, f.NotTagsAny)
	}
	for _, list := range lists {
		for _, m := range list {
			if slices.Contains(m.Values, "*") {
				return true
			}
		}
	}
	return false
}
