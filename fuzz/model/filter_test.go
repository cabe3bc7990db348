package model

import (
	"testing"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// The truth table of SEMANTICS section 2, rows as they stand there: has k1,
// has k2, then tags, tags_any, not_tags, not_tags_any, and the two swapped.
func TestTruthTable(t *testing.T) {
	two := []query.TagMatch{{Key: "k1"}, {Key: "k2", Values: []string{"v", "w"}}}
	swapped := query.Reading{SwapNegation: true}
	columns := []struct {
		name    string
		filter  query.Filter
		reading query.Reading
	}{
		{"tags", query.Filter{Tags: two}, query.Reading{}},
		{"tags_any", query.Filter{TagsAny: two}, query.Reading{}},
		{"not_tags", query.Filter{NotTags: two}, query.Reading{}},
		{"not_tags_any", query.Filter{NotTagsAny: two}, query.Reading{}},
		{"not_tags, swapped", query.Filter{NotTags: two}, swapped},
		{"not_tags_any, swapped", query.Filter{NotTagsAny: two}, swapped},
	}
	k1, k2 := resource.Tag{Key: "k1", Value: "x"}, resource.Tag{Key: "k2", Value: "w"}
	for _, row := range []struct {
		tags []resource.Tag
		want string
	}{
		{[]resource.Tag{k1, k2}, "110000"},
		{[]resource.Tag{k1}, "011001"},
		{[]resource.Tag{k2}, "011001"},
		{nil, "001111"},
		{[]resource.Tag{{Key: "k1"}, {Key: "k2", Value: "other"}}, "011001"},
		{[]resource.Tag{{Key: "_sys_k1"}}, "001111"},
	} {
		r := &resource.Resource{ID: "r", Tags: row.tags}
		for i, c := range columns {
			if got, want := MatchFilter(&c.filter, c.reading, r), row.want[i] == '1'; got != want {
				t.Errorf("%v: %s = %v, want %v", row.tags, c.name, got, want)
			}
		}
	}
}

func TestMatchFilter(t *testing.T) {
	wild := query.Reading{Wildcards: true}
	r := &resource.Resource{ID: "id-1", Name: "Web 01", Tags: []resource.Tag{
		{Key: "env", Value: "pre-prod"}, {Key: "empty"}, {Key: "_sys_ep", Value: "0"},
	}}
	bare := &resource.Resource{ID: "id-2", Tags: []resource.Tag{{Key: "_sys_ep", Value: "0"}}}
	one := func(key string, values ...string) []query.TagMatch {
		return []query.TagMatch{{Key: key, Values: values}}
	}
	for _, row := range []struct {
		rule    string
		filter  query.Filter
		reading query.Reading
		r       *resource.Resource
		want    bool
	}{
		{"no field at all: every resource", query.Filter{}, wild, bare, true},
		{"values are ORed", query.Filter{Tags: one("env", "x", "pre-prod")}, wild, r, true},
		{"value exactly empty", query.Filter{Tags: one("empty", "")}, wild, r, true},
		{"value not empty", query.Filter{Tags: one("env", "")}, wild, r, false},
		{"case counts", query.Filter{Tags: one("Env")}, wild, r, false},
		{"wildcard", query.Filter{Tags: one("env", "*prod")}, wild, r, true},
		{"wildcard in the middle", query.Filter{Tags: one("env", "*-pr")}, wild, r, true},
		{"wildcards heed case", query.Filter{Tags: one("env", "*PROD")}, wild, r, false},
		{"wildcards off", query.Filter{Tags: one("env", "*prod")}, query.Reading{}, r, false},
		{"star elsewhere is literal", query.Filter{Tags: one("env", "pre*")}, wild, r, false},
		{"contradiction", query.Filter{Tags: one("env"), NotTags: one("env")}, wild, r, false},
		{"system tags are not seen", query.Filter{Tags: one("_sys_ep")}, wild, r, false},
		{"nor by a negation", query.Filter{NotTags: one("_sys_ep")}, wild, r, true},
		{"sys_tags", query.Filter{SysTags: one("_sys_ep", "0")}, wild, r, true},
		{"sys_tags over system tags only", query.Filter{SysTags: one("env")}, wild, r, false},
		{"without_any_tag", query.Filter{WithoutAnyTag: true}, wild, r, false},
		{"without_any_tag and system tags", query.Filter{WithoutAnyTag: true}, wild, bare, true},
		{"lists are ignored then", query.Filter{WithoutAnyTag: true, Tags: one("env")}, wild, bare, true},
		{"matches still apply then", query.Filter{WithoutAnyTag: true, Matches: []query.Match{{Field: query.FieldID, Value: "x"}}}, wild, bare, false},
		{"name, any part, any case", query.Filter{Matches: []query.Match{{Field: query.FieldName, Value: "EB 0"}}}, wild, r, true},
		{"the empty name", query.Filter{Matches: []query.Match{{Field: query.FieldName}}}, wild, bare, true},
		{"not the empty name", query.Filter{Matches: []query.Match{{Field: query.FieldName}}}, wild, r, false},
		{"id exactly", query.Filter{Matches: []query.Match{{Field: query.FieldID, Value: "ID-1"}}}, wild, r, false},
		{"every match", query.Filter{Matches: []query.Match{{Field: query.FieldID, Value: "id-1"}, {Field: query.FieldName, Value: "web"}}}, wild, r, true},
	} {
		if got := MatchFilter(&row.filter, row.reading, row.r); got != row.want {
			t.Errorf("%s: %v", row.rule, got)
		}
	}
}

func TestFilterFault(t *testing.T) {
	star := []query.TagMatch{{Key: "k", Values: []string{"a", "*"}}}
	wild := query.Reading{Wildcards: true}
	for _, row := range []struct {
		filter  query.Filter
		reading query.Reading
		want    bool
	}{
		{query.Filter{}, wild, false},
		{query.Filter{NotTagsAny: star}, wild, true},
		{query.Filter{NotTagsAny: star}, query.Reading{}, false},
		{query.Filter{NotTagsAny: star, WithoutAnyTag: true}, wild, false},
		{query.Filter{SysTags: star, WithoutAnyTag: true}, wild, true},
		{query.Filter{Matches: []query.Match{{Field: "name"}}}, query.Reading{}, true},
	} {
		if got := FilterFault(&row.filter, row.reading); got != row.want {
			t.Errorf("FilterFault(%+v) = %v", row.filter, got)
		}
	}
}
