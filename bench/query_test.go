package main

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/engine"
)

// TestShapes holds every shape, and a part of the mix, against a linear scan.
func TestShapes(t *testing.T) {
	for _, of := range datasets {
		t.Run(of.name, func(t *testing.T) {
			t.Parallel()
			d := of.data(t)
			d.check(t, d.queries)
			d.check(t, d.mix[:mixed/10])
		})
	}
}

// check compares the engine's answers with those of a scan: the totals, and
// the pages one image after the other.
func (d *dataset) check(tb testing.TB, queries []suite.Query) {
	tb.Helper()
	for i := range queries {
		got, err := queries[i].Ask(context.Background(), d.collection.Snapshot())
		if err != nil {
			tb.Fatal(queries[i].Name, err)
		}
		equal(tb, &queries[i], got, queries[i].Scan(d.images))
	}
}

func equal(tb testing.TB, q *suite.Query, got, want engine.Result) {
	tb.Helper()
	if !suite.Same(got, want) {
		tb.Errorf("%s: total %d, page of %d; a scan finds %d, page of %d: %v",
			q.Name, got.Total, len(got.Resources), want.Total, len(want.Resources), q.Expr)
	}
}

// TestTypicalQueryAsksSomething: a shape that selects nothing, or all,
// measures nothing.
func TestTypicalQueryAsksSomething(t *testing.T) {
	d := generated(t)
	typical := d.queries[len(d.queries)-1]
	r, err := typical.Ask(context.Background(), d.collection.Snapshot())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Resources) != 10 || r.Total < len(d.images)/1000 || r.Total > len(d.images)/2 {
		t.Errorf("a page of %d, %d in all, of %d images", len(r.Resources), r.Total, len(d.images))
	}
}

// BenchmarkQuery times each shape, after a look at its answer. The metric x-scan is how many times as
// long the best of three linear scans takes.
func BenchmarkQuery(b *testing.B) {
	for _, of := range datasets {
		b.Run(of.name, func(b *testing.B) {
			d := of.data(b)
			for _, q := range d.queries {
				b.Run(q.Name, func(b *testing.B) { d.measure(b, &q) })
			}
		})
	}
}

func (d *dataset) measure(b *testing.B, q *suite.Query) {
	s := d.collection.Snapshot()
	got, err := q.Ask(context.Background(), s)
	if err != nil {
		b.Fatal(err)
	}
	scan := d.scanTime(b, q, got)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := q.Ask(context.Background(), s); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(scan)*float64(b.N)/float64(b.Elapsed()), "x-scan")
}

// scanTime is the best of three scans. It looks at the engine's answer, too.
func (d *dataset) scanTime(b *testing.B, q *suite.Query, got engine.Result) time.Duration {
	best := time.Duration(math.MaxInt64)
	for range 3 {
		start := time.Now()
		want := q.Scan(d.images)
		best = min(best, time.Since(start))
		equal(b, q, got, want)
	}
	return best
}

// BenchmarkMix times the whole mix, after a look at its answers; ns/query is
// the mean of one.
func BenchmarkMix(b *testing.B) {
	for _, of := range datasets {
		b.Run(of.name, func(b *testing.B) {
			d := of.data(b)
			d.check(b, d.mix)
			s := d.collection.Snapshot()
			b.ReportAllocs()
			for b.Loop() {
				for i := range d.mix {
					if _, err := d.mix[i].Ask(context.Background(), s); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(d.mix)), "ns/query")
		})
	}
}
