package measure

import (
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/engine"
)

// TestUnkept: of two collections that are asked the same again and again, the
// one keeps what was asked for and the other nothing. It is gone once the
// queries are timed, and is no part of what building takes.
func TestUnkept(t *testing.T) {
	images := slices.Collect(workload.Images(2000, 1))
	p, err := suite.NewProfile(images)
	if err != nil {
		t.Fatal(err)
	}
	m := &run{
		Config: Config{Images: images, Rounds: 1, Time: time.Millisecond, Progress: func(string, int, int) {}},
		report: &figures.Report{}, queries: p.Queries(),
	}
	if err := m.build(t.Context()); err != nil {
		t.Fatal(err)
	}
	percent := gcPercent()
	closed, err := m.openUnkept(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if during := gcPercent(); percent > 0 && (during >= percent || during < 1) {
		t.Errorf("garbage is collected at %d percent, not below %d", during, percent)
	}
	if keeps(t, m.unkept, m.queries) || !keeps(t, m.engine, m.queries) {
		t.Error("the engine keeps nothing, or that which is to keep nothing keeps something")
	}
	if closed(); m.unkept != nil || gcPercent() != percent {
		t.Errorf("closed: %v, %d percent", m.unkept, gcPercent())
	}
	if err := m.time(t.Context()); err != nil || m.unkept != nil || m.engine == nil {
		t.Errorf("after the queries: %v, %v, %v", m.unkept, m.engine, err)
	}
	if len(m.report.Build) != 2 {
		t.Errorf("%+v", m.report.Build)
	}
}

func gcPercent() int {
	percent := debug.SetGCPercent(100)
	debug.SetGCPercent(percent)
	return percent
}

func TestShrunk(t *testing.T) {
	for _, c := range []struct {
		percent       int
		before, after uint64
		want          int
	}{
		{100, 300, 400, 75},
		{100, 300, 300, 100},
		{100, 300, 200, 100},
		{1, 100, 1000, 1},
		{-1, 300, 400, -1},
	} {
		if got := shrunk(c.percent, c.before, c.after); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
}

// keeps asks all queries some times, and reports whether one of them is
// answered by what is kept then.
func keeps(t *testing.T, c *engine.Collection, queries []suite.Query) bool {
	t.Helper()
	kept := false
	for i := range queries {
		ask := askEngine(t.Context(), c, &queries[i]).ask
		for range 3 {
			if err := ask(); err != nil {
				t.Fatal(err)
			}
		}
		plan, err := c.Explain(t.Context(), queries[i].Expr)
		if err != nil {
			t.Fatal(err)
		}
		kept = kept || byKept(plan.Root)
	}
	return kept
}

func byKept(n engine.PlanNode) bool {
	return n.Op == "kept union" || n.Op == "kept names" || slices.ContainsFunc(n.Args, byKept)
}
