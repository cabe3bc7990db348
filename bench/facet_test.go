package main

import (
	"context"
	"testing"
	"time"

	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// facetQueries select much, some and little of the generated images.
var facetQueries = []struct {
	name string
	expr query.Expr
}{
	{"all", query.All()},
	{"tag", query.Eq(workload.Key(0), workload.Value(0, 1))},
	{"two-tags", query.And(query.Eq(workload.Key(0), workload.Value(0, 1)), query.Has(workload.Key(1)))},
	{"three-tags", query.And(
		query.In(workload.Key(0), workload.Value(0, 1), workload.Value(0, 2)),
		query.Has(workload.Key(1)), query.Not(query.Eq(workload.Key(3), workload.Value(3, 1))),
	)},
	{"rare", query.Eq(workload.Key(1), workload.Value(1, 7))},
}

// facetKeys are keys of 5, 200 and 100,000 values.
var facetKeys = []struct {
	name string
	key  string
}{
	{"5-values", workload.Key(3)},
	{"200-values", workload.Key(4)},
	{"100000-values", workload.Key(2)},
}

// BenchmarkFacets times the facet of one key, of a version that was asked before,
// since lists of values are made once for a version. The
// metric x-query is how many times as long the query alone takes.
func BenchmarkFacets(b *testing.B) {
	s := generated(b).collection.Snapshot()
	for _, q := range facetQueries {
		b.Run(q.name, func(b *testing.B) {
			for _, k := range facetKeys {
				o := engine.FacetOptions{Keys: []string{k.key}}
				b.Run(k.name, func(b *testing.B) { facets(b, s, q.expr, o) })
			}
			own := engine.FacetOptions{Keys: []string{workload.Key(0)}, Sideways: true}
			b.Run("own-sideways", func(b *testing.B) { facets(b, s, q.expr, own) })
			b.Run("keys", func(b *testing.B) { facets(b, s, q.expr, engine.FacetOptions{KeyLimit: 20}) })
		})
	}
}

func facets(b *testing.B, s *engine.Snapshot, e query.Expr, o engine.FacetOptions) {
	ctx := context.Background()
	for range 2 { // what is made for a key that is asked for again
		if _, err := s.Facets(ctx, e, o); err != nil {
			b.Fatal(err)
		}
	}
	var alone time.Duration
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Facets(ctx, e, o); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		start := time.Now()
		if _, err := s.Find(ctx, e, engine.Page{}); err != nil {
			b.Fatal(err)
		}
		alone += time.Since(start)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(alone), "x-query")
}

// BenchmarkFacetsFresh times the same on a version that nobody has asked yet.
func BenchmarkFacetsFresh(b *testing.B) {
	ctx := context.Background()
	d := generated(b)
	c := engine.Open(nil)
	if _, err := c.Load(ctx, all(d.images)); err != nil {
		b.Fatal(err)
	}
	e := facetQueries[2].expr
	for _, k := range facetKeys {
		b.Run(k.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				if _, err := c.Delete(ctx, "nobody"); err != nil { // a version of the same content
					b.Fatal(err)
				}
				b.StartTimer()
				if _, err := c.Facets(ctx, e, engine.FacetOptions{Keys: []string{k.key}}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
