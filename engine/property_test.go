package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// A registry opens its collections with the options that it was made with,
// whatever the host does to its list after.
func TestRegistryKeepsItsProperties(t *testing.T) {
	properties := []query.Property{{Name: "a", Kind: query.KindInteger}}
	reg := engine.NewRegistry(&engine.Options{Properties: properties})
	properties[0].Name = "b"
	for name, walks := range map[string]bool{"a": true, "b": false} {
		c := reg.Open("p", name)
		_, err := c.Upsert(t.Context(), resource.Resource{ID: "1", Detail: `{"a":1,"b":1}`})
		require.NoError(t, err)
		sorted := engine.Listing{Sort: []query.SortKey{{Property: name, Kind: query.KindInteger}}}
		plan, err := c.Snapshot().ExplainList(t.Context(), query.All(), sorted)
		require.NoError(t, err)
		require.Equal(t, walks, plan.Order.CostWalk > 0, name)
	}
}

// Every rule of SEMANTICS section 2, properties.
func TestProperties(t *testing.T) {
	details := map[string]string{
		"none":   "",
		"empty":  `{}`,
		"null":   `{"x":null}`,
		"40":     `{"y":[{"x":1}],"x":40}`,
		"s40":    `{"x":"40"}`,
		"-0":     `{"x":-0}`,
		"1.5":    `{"x":1.5}`,
		"1e1":    `{"x":1e1}`,
		"big":    `{"x":9223372036854775808}`,
		"most":   `{"x":9223372036854775807}`,
		"true":   `{"x":true}`,
		"list":   `{"x":[40]}`,
		"day":    `{"x":"2024-01-31"}`,
		"noon":   `{"x":"2024-01-31T12:00:00Z"}`,
		"space":  `{"x":"2024-01-31 12:00:00"}`,
		"no day": `{"x":"2024-02-30"}`,
		"text":   `{"\u0078":"a\u0062"}`,
	}
	ids := []string{
		"none", "empty", "null", "40", "s40", "-0", "1.5", "1e1", "big", "most", "true", "list",
		"day", "noon", "space", "no day", "text",
	}
	var rs []resource.Resource
	for _, id := range ids {
		rs = append(rs, resource.Resource{ID: id, Detail: details[id], Tags: []resource.Tag{{Key: "x", Value: "tag"}}})
	}
	s := open(t, rs...).Snapshot()
	for text, want := range map[string][]string{
		"prop.x":                         ids[3:],
		"not prop.x":                     ids[:3],
		"prop.x=40":                      {"40", "s40"},
		"prop.x=0":                       {"-0"},
		"prop.x=1.5":                     {},
		"prop.x=true":                    {"true"},
		"prop.x=ab":                      {"text"},
		"prop.X=ab":                      {},
		"prop.x=tag":                     {},
		"prop.x in (ab, 40, 7)":          {"40", "s40", "text"},
		"prop.x != 40 and prop.x in (1)": {},
		"prop.x >= 40":                   {"40", "most"},
		"prop.x > 40":                    {"most"},
		"prop.x < 40":                    {"-0"},
		"prop.x <= 40":                   {"40", "-0"},
		"prop.x > 9223372036854775806":   {"most"},
		"prop.x > 9223372036854775807":   {},
		"prop.x < 2024-01-31T00:00:01Z":  {"day"},
		"prop.x >= 2024-01-31T12:00:00Z": {"noon", "space"},
		"prop.x <= 2024-01-31 and id=40": {},
		"not prop.x < 2024-02-01 and not prop.x < 50 and not prop.x > 50": {
			"none", "empty", "null", "s40", "1.5", "1e1", "big", "true", "list", "no day", "text",
		},
	} {
		e := parse(t, text)
		got := []string{}
		for _, r := range matches(t, s, e) {
			got = append(got, r.ID)
		}
		require.Equal(t, want, got, text)
	}
}
