package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestAllocations has ceilings: what was measured when they were set. The
// collection has three blocks and postings of every form.
func TestAllocations(t *testing.T) {
	if raceEnabled {
		t.Skip("SKIPPED: the race detector allocates too, and drains pools")
	}
	c := open(t, catalogue(40_000)...)
	s := c.Snapshot()
	tag := query.Eq("env", "prod")
	three := parse(t, "env=prod and arch=x86 and region=eu-west-1")
	threeNot := parse(t, "env=prod and arch=x86 and not region=eu-west-1")
	rare := parse(t, "gpu and env=prod and arch=x86")
	names := parse(t, `name ~ "buntu-12"`)
	count := func(e query.Expr) func() {
		return func() {
			if _, err := s.Count(bg, e); err != nil {
				t.Fatal(err)
			}
		}
	}
	find := func(e query.Expr, n int) func() {
		return func() {
			if r, err := s.Find(bg, e, engine.Page{Offset: 5, Limit: n}); err != nil || len(r.Resources) != n {
				t.Fatal(err, len(r.Resources))
			}
		}
	}
	rows := func(e query.Expr, n int) func() {
		room := make([]resource.Tag, 0, 16)
		return func() {
			r, err := s.Select(bg, e, engine.Page{Offset: 5, Limit: n})
			if err != nil || r.Len() != n {
				t.Fatal(err, r.Len())
			}
			for i := range r.Len() {
				r.Resource(i, room)
			}
		}
	}
	// A page is the list of resources, and one array of all their tags.
	const page = 2
	for _, tc := range []struct {
		name string
		most float64
		call func()
	}{
		{"Snapshot", 0, func() { _ = c.Snapshot() }},
		{"Get", 1, func() { s.Get("id77") }},
		{"Get of none", 0, func() { s.Get("nobody") }},
		{"Count of all", 0, count(query.All())},
		{"Count of a tag", 0, count(tag)},
		{"Count of three tags", 0, count(three)},
		{"Count of two tags and a negation", 0, count(threeNot)},
		{"Count by a rare tag", 0, count(rare)},
		{"Count by a list of values", 0, count(parse(t, "env in (prod, test) and arch=x86"))},
		{"Count by name", 0, count(names)},
		{"Count by names that words know", 0, count(parse(t, `env=prod and name ~ "debian-"`))},
		{"Count by names that are looked at", 0, count(parse(t, `name ^= "img-debian-1"`))},
		{"Find of a tag", page, find(tag, 10)},
		{"Find of three tags", page, find(three, 10)},
		{"Find by a rare tag", page, find(rare, 10)},
		{"Select of three tags, every row", 1, rows(three, 10)},
		{"Find by name", page, find(names, 10)},
		{"Facets of two keys", 9, func() {
			if _, err := s.Facets(bg, three, engine.FacetOptions{Keys: []string{"arch", "serial"}}); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.call()
			got := testing.AllocsPerRun(200, tc.call)
			t.Logf("%v allocations", got)
			require.LessOrEqual(t, got, tc.most)
		})
	}
}
