package model

import (
	"testing"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

func TestMatch(t *testing.T) {
	r := &resource.Resource{ID: "id-1", Name: "Web 01", Tags: []resource.Tag{
		{Key: "env", Value: "prod"}, {Key: "é", Value: ""}, {Key: "_sys_ep", Value: "0"},
	}}
	yes, no := query.All(), query.None()
	for _, row := range []struct {
		e    query.Expr
		want bool
	}{
		{query.All(), true},
		{query.None(), false},
		{query.Tagged(), true},
		{query.Has("env"), true},
		{query.Has("_sys_ep"), true},
		{query.Has("ENV"), false},
		{query.Has("\xa9"), false},
		{query.Eq("env", "prod"), true},
		{query.Eq("env", "pro"), false},
		{query.Eq("é", ""), true},
		{query.Eq("absent", ""), false},
		{query.In("env", "a", "prod"), true},
		{query.In("env", "a", "b"), false},
		{query.Contains("env", "ro"), true},
		{query.Contains("env", "RO"), false},
		{query.Contains("env", ""), true},
		{query.Contains("absent", ""), false},
		{query.NameContains("B 0"), true},
		{query.NameContains(""), true},
		{query.NamePrefix("wEB"), true},
		{query.NamePrefix("eb"), false},
		{query.NameEquals("Web 01"), true},
		{query.NameEquals("web 01"), false},
		{query.ID("id-1"), true},
		{query.ID("ID-1"), false},
		{query.Not(no), true},
		{query.Not(yes), false},
		{query.And(yes, yes), true},
		{query.And(yes, no), false},
		{query.Or(no, yes), true},
		{query.Or(no, no), false},
	} {
		if got := Match(row.e, r); got != row.want {
			t.Errorf("%v %q %q: %v", row.e.Op(), row.e.Key(), row.e.Value(), got)
		}
	}
}

func TestTaggedIsAboutTenantTags(t *testing.T) {
	r := &resource.Resource{ID: "r", Tags: []resource.Tag{{Key: "_sys_ep"}}}
	if Match(query.Tagged(), r) {
		t.Error("a resource with system tags only counts as tagged")
	}
}
