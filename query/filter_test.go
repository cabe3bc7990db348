package query_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// tags makes tags of alternating keys and values.
func tags(texts ...string) (list []resource.Tag) {
	for pair := range slices.Chunk(texts, 2) {
		list = append(list, resource.Tag{Key: pair[0], Value: pair[1]})
	}
	return list
}

// match is m(k): the key with one of the values.
func match(key string, values ...string) query.TagMatch {
	return query.TagMatch{Key: key, Values: values}
}

func list(ms ...query.TagMatch) []query.TagMatch { return ms }

// TestFilterTruthTable is the table of SEMANTICS section 2, for lists of two
// entries m1 and m2.
func TestFilterTruthTable(t *testing.T) {
	swapped := query.Reading{SwapNegation: true}
	both := list(match("m1"), match("m2", "x", "y"))
	columns := []struct {
		name    string
		filter  query.Filter
		reading query.Reading
		want    [4]bool // for 1 1, 1 0, 0 1, 0 0
	}{
		{"tags", query.Filter{Tags: both}, query.Reading{}, [4]bool{true, false, false, false}},
		{"tags_any", query.Filter{TagsAny: both}, query.Reading{}, [4]bool{true, true, true, false}},
		{"not_tags", query.Filter{NotTags: both}, query.Reading{}, [4]bool{false, true, true, true}},
		{"not_tags_any", query.Filter{NotTagsAny: both}, query.Reading{}, [4]bool{false, false, false, true}},
		{"tags, swapped", query.Filter{Tags: both}, swapped, [4]bool{true, false, false, false}},
		{"tags_any, swapped", query.Filter{TagsAny: both}, swapped, [4]bool{true, true, true, false}},
		{"not_tags, swapped", query.Filter{NotTags: both}, swapped, [4]bool{false, false, false, true}},
		{"not_tags_any, swapped", query.Filter{NotTagsAny: both}, swapped, [4]bool{false, true, true, true}},
	}
	rows := [4][]resource.Tag{tags("m1", "", "m2", "y"), tags("m1", "z"), tags("m2", "x"), tags("m2", "z")}
	for _, c := range columns {
		e, err := c.filter.Expr(c.reading)
		require.NoError(t, err)
		for i, row := range rows {
			got := holds(e, resource.Resource{ID: "1", Tags: row})
			require.Equal(t, c.want[i], got, "%s: %v is %v", c.name, row, e)
		}
	}
}

// With one entry not_tags and not_tags_any coincide, in both readings
// (SEMANTICS section 2).
func TestFilterOneNegatedEntry(t *testing.T) {
	one := list(match("a", "x"))
	for _, f := range []query.Filter{{NotTags: one}, {NotTagsAny: one}} {
		for _, swap := range []bool{false, true} {
			e, err := f.Expr(query.Reading{SwapNegation: swap})
			require.NoError(t, err)
			require.Equal(t, "not a=x", e.String())
		}
	}
}

// TestFilterRules has a row for each rule of SEMANTICS section 2 that concerns
// a filter. The rule is told in the name.
func TestFilterRules(t *testing.T) {
	wildcards := query.Reading{Wildcards: true}
	web := resource.Resource{ID: "id-1", Name: "Web 100%_*", Tags: tags("env", "prod", "tier", "")}
	untagged := resource.Resource{ID: "id-2"}
	system := resource.Resource{ID: "id-3", Tags: tags("_sys_project", "0")}
	mixed := resource.Resource{ID: "id-4", Name: "straße", Tags: tags("_sys_project", "7", "env", "a*b")}
	all := []resource.Resource{web, untagged, system, mixed}
	rows := []struct {
		rule    string
		filter  query.Filter
		reading query.Reading
		want    string // last digits of the ids selected
	}{
		{"no field: every resource", query.Filter{}, query.Reading{}, "1234"},
		{"an empty list asks nothing", query.Filter{Tags: list(), TagsAny: list(), NotTags: list(), NotTagsAny: list(), SysTags: list(), Matches: []query.Match{}}, query.Reading{}, "1234"},
		{"values nil: any value", query.Filter{Tags: list(query.TagMatch{Key: "env"})}, query.Reading{}, "14"},
		{"values empty: any value", query.Filter{Tags: list(query.TagMatch{Key: "env", Values: []string{}})}, query.Reading{}, "14"},
		{`values [""]: exactly the empty value`, query.Filter{Tags: list(match("tier", ""))}, query.Reading{}, "1"},
		{`values [""]: not the absent key or another value`, query.Filter{TagsAny: list(match("env", ""), match("gone", ""))}, query.Reading{}, ""},
		{"values are ORed", query.Filter{Tags: list(match("env", "test", "prod"))}, query.Reading{}, "1"},
		{"values with the empty one are ORed", query.Filter{Tags: list(match("tier", "x", ""))}, query.Reading{}, "1"},
		{"keys are compared exactly", query.Filter{Tags: list(match("Env"))}, query.Reading{}, ""},
		{"values are compared exactly", query.Filter{Tags: list(match("env", "PROD"))}, query.Reading{}, ""},
		{"an empty key is one that nothing has", query.Filter{TagsAny: list(match(""))}, query.Reading{}, ""},
		{"fields are ANDed", query.Filter{Tags: list(match("env")), NotTagsAny: list(match("tier"))}, query.Reading{}, "4"},
		{"all fields are ANDed", query.Filter{
			Tags: list(match("env")), TagsAny: list(match("tier"), match("x")), NotTags: list(match("env"), match("x")),
			NotTagsAny: list(match("x"), match("y")), Matches: []query.Match{{query.FieldName, "web"}},
		}, query.Reading{}, "1"},
		{"a contradiction selects nothing", query.Filter{Tags: list(match("env")), NotTags: list(match("env"))}, query.Reading{}, ""},
		{"the same key in two lists is fine", query.Filter{Tags: list(match("env")), TagsAny: list(match("env", "prod"))}, query.Reading{}, "1"},
		{"not: an absent key is not matched", query.Filter{NotTags: list(match("env", "prod"))}, query.Reading{}, "234"},

		{"tenants' lists do not see system tags: tags", query.Filter{Tags: list(match("_sys_project"))}, query.Reading{}, ""},
		{"tenants' lists do not see system tags: tags_any", query.Filter{TagsAny: list(match("_sys_project"), match("tier"))}, query.Reading{}, "1"},
		{"tenants' lists do not see system tags: not_tags", query.Filter{NotTags: list(match("_sys_project"), match("env"))}, query.Reading{}, "1234"},
		{"tenants' lists do not see system tags: not_tags_any", query.Filter{NotTagsAny: list(match("_sys_project"), match("env"))}, query.Reading{}, "23"},
		{"sys_tags sees them", query.Filter{SysTags: list(match("_sys_project", "0", "1"))}, query.Reading{}, "3"},
		{"sys_tags: every one", query.Filter{SysTags: list(match("_sys_project"), match("_sys_other"))}, query.Reading{}, ""},
		{"sys_tags is over system tags only", query.Filter{SysTags: list(match("env"))}, query.Reading{}, ""},
		{"sys_tags and tags are ANDed", query.Filter{SysTags: list(match("_sys_project")), Tags: list(match("env"))}, query.Reading{}, "4"},

		{"without_any_tag does not see system tags", query.Filter{WithoutAnyTag: true}, query.Reading{}, "23"},
		{"without_any_tag ignores tags", query.Filter{WithoutAnyTag: true, Tags: list(match("env"))}, query.Reading{}, "23"},
		{"without_any_tag ignores tags_any", query.Filter{WithoutAnyTag: true, TagsAny: list(match("env"))}, query.Reading{}, "23"},
		{"without_any_tag ignores not_tags", query.Filter{WithoutAnyTag: true, NotTags: list(match("env"))}, query.Reading{}, "23"},
		{"without_any_tag ignores not_tags_any", query.Filter{WithoutAnyTag: true, NotTagsAny: list(match("env"))}, query.Reading{}, "23"},
		{"without_any_tag ignores faults in the lists", query.Filter{WithoutAnyTag: true, Tags: list(match("env", "*"))}, wildcards, "23"},
		{"without_any_tag: matches still apply", query.Filter{WithoutAnyTag: true, Matches: []query.Match{{query.FieldID, "id-2"}}}, query.Reading{}, "2"},
		{"without_any_tag: sys_tags still apply", query.Filter{WithoutAnyTag: true, SysTags: list(match("_sys_project"))}, query.Reading{}, "3"},

		{"wildcard: the rest occurs anywhere", query.Filter{Tags: list(match("env", "*ro"))}, wildcards, "1"},
		{"wildcard: case-sensitively", query.Filter{Tags: list(match("env", "*RO"))}, wildcards, ""},
		{"wildcard beside plain values", query.Filter{Tags: list(match("env", "x", "*b", "prod"))}, wildcards, "14"},
		{"wildcard beside one plain value", query.Filter{Tags: list(match("env", "*b", "prod"))}, wildcards, "14"},
		{"wildcard: a star elsewhere is literal", query.Filter{Tags: list(match("env", "a*b"))}, wildcards, "4"},
		{"wildcard: a star elsewhere does not match others", query.Filter{Tags: list(match("env", "p*d", "prod*"))}, wildcards, ""},
		{"wildcard: a second star is literal", query.Filter{Tags: list(match("env", "**b"))}, wildcards, "4"},
		{"wildcard in a negated list", query.Filter{NotTags: list(match("env", "*ro"))}, wildcards, "234"},
		{"wildcard in sys_tags", query.Filter{SysTags: list(match("_sys_project", "*7"))}, wildcards, "4"},
		{"wildcards off: a star is literal", query.Filter{TagsAny: list(match("env", "*ro", "*", "a*b"))}, query.Reading{}, "4"},

		{"resource_name: anywhere, ignoring case", query.Filter{Matches: []query.Match{{query.FieldName, "EB"}}}, query.Reading{}, "1"},
		{"resource_name: simple folding only", query.Filter{Matches: []query.Match{{query.FieldName, "strasse"}}}, query.Reading{}, ""},
		{"resource_name: simple folding of one code point", query.Filter{Matches: []query.Match{{query.FieldName, "STRAẞE"}}}, query.Reading{}, "4"},
		{"resource_name: % _ * are literal", query.Filter{Matches: []query.Match{{query.FieldName, "%_*"}}}, query.Reading{}, "1"},
		{"resource_name: % _ * stand for nothing else", query.Filter{Matches: []query.Match{{query.FieldName, "*eb"}}}, wildcards, ""},
		{`resource_name "": exactly the empty name`, query.Filter{Matches: []query.Match{{query.FieldName, ""}}}, query.Reading{}, "23"},
		{"resource_id: exactly", query.Filter{Matches: []query.Match{{query.FieldID, "id-4"}}}, query.Reading{}, "4"},
		{"resource_id: not a part", query.Filter{Matches: []query.Match{{query.FieldID, "id"}}}, query.Reading{}, ""},
		{"resource_id: not in another case", query.Filter{Matches: []query.Match{{query.FieldID, "ID-4"}}}, query.Reading{}, ""},
		{`resource_id "": nothing`, query.Filter{Matches: []query.Match{{query.FieldID, ""}}}, query.Reading{}, ""},
		{"every match holds", query.Filter{Matches: []query.Match{{query.FieldName, "e"}, {query.FieldID, "id-4"}}}, query.Reading{}, "4"},
	}
	for _, row := range rows {
		e, err := row.filter.Expr(row.reading)
		require.NoError(t, err, row.rule)
		for _, e := range []query.Expr{e, query.Normalize(e)} {
			got := ""
			for _, r := range all {
				if holds(e, r) {
					got += r.ID[len(r.ID)-1:]
				}
			}
			require.Equal(t, row.want, got, "%s: %v", row.rule, e)
		}
	}
}

func TestFilterErrors(t *testing.T) {
	wildcards := query.Reading{Wildcards: true}
	rows := []struct {
		filter  query.Filter
		reading query.Reading
		want    string
	}{
		{query.Filter{Tags: list(match("a"), match("b", "x", "*"))}, wildcards, "tags[1].values[1]"},
		{query.Filter{TagsAny: list(match("a", "*", "x"))}, wildcards, "tags_any[0].values[0]"},
		{query.Filter{NotTags: list(match("a", "*"))}, wildcards, "not_tags[0].values[0]"},
		{query.Filter{NotTags: list(match("a", "*"))}, query.Reading{Wildcards: true, SwapNegation: true}, "not_tags[0].values[0]"},
		{query.Filter{NotTagsAny: list(match("a", "*"))}, wildcards, "not_tags_any[0].values[0]"},
		{query.Filter{SysTags: list(match("_sys_a", "*"))}, wildcards, "sys_tags[0].values[0]"},
		{query.Filter{SysTags: list(match("unseen", "*"))}, wildcards, "sys_tags[0].values[0]"},
		{query.Filter{Tags: list(match("_sys_unseen", "*"))}, wildcards, "tags[0].values[0]"},
		{query.Filter{Matches: []query.Match{{query.FieldID, "1"}, {"resource_size", "1"}}}, query.Reading{}, "matches[1].key"},
		{query.Filter{Matches: []query.Match{{"", ""}}}, query.Reading{}, "matches[0].key"},
		{query.Filter{NotTags: list(match("a", "*")), Tags: list(match("a", "*"))}, wildcards, "tags[0].values[0]"},
	}
	for _, row := range rows {
		_, err := row.filter.Expr(row.reading)
		require.ErrorIs(t, err, query.ErrFilter)
		var fault *query.FilterError
		require.True(t, errors.As(fmt.Errorf("wrapped: %w", err), &fault))
		require.Equal(t, row.want, fault.Path)
		require.Contains(t, err.Error(), row.want)
	}
}

// A hostile field name cannot forge a line in a log.
func TestFilterErrorQuotes(t *testing.T) {
	_, err := (&query.Filter{Matches: []query.Match{{"a\nlevel=info", ""}}}).Expr(query.Reading{})
	require.EqualError(t, err, `invalid filter: matches[0].key: unknown field "a\nlevel=info"`)
}

// Compiling neither sorts nor keeps the caller's slices.
func TestFilterIsNotChanged(t *testing.T) {
	values := []string{"z", "a", "*m", "z"}
	f := query.Filter{Tags: []query.TagMatch{{Key: "k", Values: values}}}
	e, err := f.Expr(query.Reading{Wildcards: true})
	require.NoError(t, err)
	require.Equal(t, []string{"z", "a", "*m", "z"}, values)
	before := e.String()
	values[0], values[1] = "y", "y"
	f.Tags[0].Key = "other"
	require.Equal(t, before, e.String())
}
