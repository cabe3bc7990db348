package engine

import (
	"context"
	"fmt"
	"testing"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestQueriesWaitForNothing asks while every lock there is is held by somebody:
// the writer's, the publication's, that of what queries keep.
func TestQueriesWaitForNothing(t *testing.T) {
	ctx := context.Background()
	c := Open(&Options{Properties: []query.Property{{Name: "p", Kind: query.KindText}}})
	rs := make([]resource.Resource, 3000)
	for i := range rs {
		rs[i] = resource.Resource{
			ID: fmt.Sprint("id", i), Name: fmt.Sprint("name of ", i), Detail: fmt.Sprintf(`{"p":"%d"}`, i%5),
			Tags: []resource.Tag{{Key: "k", Value: fmt.Sprint(i % 7)}},
		}
	}
	if _, err := c.Upsert(ctx, rs...); err != nil {
		t.Fatal(err)
	}
	s := c.Snapshot()
	c.writing <- struct{}{}
	c.ending.Lock()
	s.unions.mu.Lock()
	for range 4 { // what comes again would be kept
		for _, e := range []query.Expr{
			query.All(), query.In("k", "1", "2", "3"), query.NameContains("name of 1"), query.Not(query.Has("k")),
			query.And(query.In("k", "1", "2"), query.PropIn("p", "1", "2")), query.IDs("id1", "id2"), query.PropEq("q", "x"),
		} {
			if _, err := c.Count(ctx, e); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Find(ctx, e, Page{}); err != nil {
				t.Fatal(err)
			}
			if _, err := c.List(ctx, e, Listing{Sort: []query.SortKey{{By: query.ByName}}}); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Explain(ctx, e); err != nil {
				t.Fatal(err)
			}
			for _, err := range c.Matches(ctx, e) {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	c.Get("id1")
	for range s.Keys("") {
	}
	for range s.Values("k", "") {
	}
}
