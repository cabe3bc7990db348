package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

type systemCase struct {
	filter  query.Filter
	reading query.Reading
	system  bool // selects by system tags
}

// filtersOf are the filters that select a resource by a tag of a key, and
// see either system tags or the others.
func filtersOf(key string) map[string]systemCase {
	one := []query.TagMatch{{Key: key, Values: []string{"v"}}}
	part := []query.TagMatch{{Key: key, Values: []string{"*v"}}}
	return map[string]systemCase{
		"tags":            {filter: query.Filter{Tags: one}},
		"tags_any":        {filter: query.Filter{TagsAny: one}},
		"tags wildcard":   {filter: query.Filter{Tags: part}, reading: query.Reading{Wildcards: true}},
		"not_tags":        {filter: query.Filter{NotTags: one}, system: true},
		"not_tags_any":    {filter: query.Filter{NotTagsAny: one}, system: true},
		"without_any_tag": {filter: query.Filter{WithoutAnyTag: true}, system: true},
		"sys_tags":        {filter: query.Filter{SysTags: one}, system: true},
	}
}

// TestSystemPrefix: query and resource each have their own word for it.
func TestSystemPrefix(t *testing.T) {
	for _, key := range []string{resource.SystemPrefix, resource.SystemPrefix + "x", "_sys", "_Sys_x", "x_sys_", "sys_"} {
		r := res("a", key+"=v")
		c := open(t, r)
		tenant := count(t, c.Snapshot(), "tagged") == 1
		require.Equal(t, !resource.IsSystem(key), tenant, "tagged and %q", key)
		for name, f := range filtersOf(key) {
			e, err := f.filter.Expr(f.reading)
			require.NoError(t, err)
			n, err := c.Count(bg, e)
			require.NoError(t, err)
			require.Equal(t, resource.IsSystem(key) == f.system, n == 1, "%s and %q", name, key)
		}
	}
}
