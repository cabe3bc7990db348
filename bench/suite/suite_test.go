package suite_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// TestOddImages: there is something to ask of any images with a tag.
func TestOddImages(t *testing.T) {
	tagged := resource.Resource{ID: "a", Tags: []resource.Tag{{Key: "k"}}}
	for name, images := range map[string][]resource.Resource{
		"one without a name":   {tagged},
		"a name of one letter": {{ID: "a", Name: "x", Tags: tagged.Tags}, {ID: "b", Name: "Ж"}},
		"one of many is bare":  append(slices.Collect(workload.Images(50, 9)), resource.Resource{ID: "z"}),
	} {
		p, err := suite.NewProfile(images)
		if err != nil {
			t.Fatal(name, err)
		}
		for _, q := range append(p.Queries(), p.Mix(20, 1)...) {
			q.Scan(images)
		}
	}
}

func TestNothingToAsk(t *testing.T) {
	for name, images := range map[string][]resource.Resource{
		"none":          nil,
		"untagged":      {{ID: "a", Name: "x"}},
		"system's only": {{ID: "a", Tags: []resource.Tag{{Key: resource.SystemPrefix + "k"}}}},
	} {
		if _, err := suite.NewProfile(images); !errors.Is(err, suite.ErrNothingToAsk) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

// TestSelective: the queries are about as selective as their names say.
func TestSelective(t *testing.T) {
	images := slices.Collect(workload.Images(20_000, 1))
	p, err := suite.NewProfile(images)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]int{ // matches of 20,000, from and to
		"Q1_dense_tag":              {2500, 4500},
		"Q3_three_keys_five_values": {500, 4000},
		"Q5_four_lists_page":        {100, 1000},
		"Q7_without_any_tag":        {800, 1200},
		"Q8_rare_name":              {1, 2},
		"Q9_common_name":            {4000, 8000},
		"Q11_largest":               {0, 0},
		"Q13_id":                    {1, 1},
	}
	for _, q := range p.Queries() {
		r := q.Scan(images)
		if bounds, ok := want[q.Name]; ok && (r.Total < bounds[0] || r.Total > bounds[1]) {
			t.Errorf("%s: %d images, not %v", q.Name, r.Total, bounds)
		}
		if q.Name == "Q12_deep_page" && len(r.Resources) != q.Page.Limit {
			t.Errorf("%s: a page of %d", q.Name, len(r.Resources))
		}
		delete(want, q.Name)
	}
	if len(want) > 0 {
		t.Errorf("no query is called %v", want)
	}
}

func TestSame(t *testing.T) {
	a := engine.Result{Total: 1, Resources: []resource.Resource{{ID: "a", Tags: []resource.Tag{{Key: "k"}}}}}
	for name, b := range map[string]engine.Result{
		"total": {Total: 2, Resources: a.Resources},
		"page":  {Total: 1},
		"tags":  {Total: 1, Resources: []resource.Resource{{ID: "a"}}},
	} {
		if suite.Same(a, b) {
			t.Errorf("another %s is the same", name)
		}
	}
	if b := a; !suite.Same(a, b) {
		t.Error("a result differs from itself")
	}
}
