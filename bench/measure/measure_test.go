package measure

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/engine"
)

func TestQuantile(t *testing.T) {
	hundred := make([]time.Duration, 101)
	for i := range hundred {
		hundred[i] = time.Duration(100 - i)
	}
	var timing figures.Timing
	summary(&timing, hundred)
	if timing.P50 != 50 || timing.P99 != 99 || timing.Samples != 101 {
		t.Errorf("%+v", timing)
	}
	if median([]float64{}) != 0 || median([]float64{3}) != 3 || median([]float64{9, 1, 2}) != 2 {
		t.Error("a median is wrong")
	}
}

// TestWrongAnswer: a system that answers wrongly is not timed.
func TestWrongAnswer(t *testing.T) {
	answers := func(total int) asker {
		return asker{answer: func() (engine.Result, error) { return engine.Result{Total: total}, nil }}
	}
	a := asked{Query: &suite.Query{Name: "Q"}, systems: make([]asker, ownSystems)}
	for i := range a.systems {
		a.systems[i] = answers(3)
	}
	if total, err := a.check(); total != 3 || err != nil {
		t.Fatal(total, err)
	}
	for i := range scanSystem {
		a.systems[i] = answers(4)
		_, err := a.check()
		var wrong *DisagreementError
		if !errors.As(err, &wrong) || wrong.System != systemNames[i] || wrong.Got != 4 || wrong.Want != 3 {
			t.Errorf("%s: the error is %v", systemNames[i], err)
		}
		a.systems[i] = answers(3)
	}
}

// TestBlock: what a call takes is seen, singly and in groups.
func TestBlock(t *testing.T) {
	calls := 0
	slow, err := block(func() error { calls++; time.Sleep(time.Millisecond); return nil })
	if err != nil || median(slow) < float64(time.Millisecond) || len(slow) > calls {
		t.Errorf("%v of %d calls, %v", slow, calls, err)
	}
	quick, err := block(func() error { return nil })
	if err != nil || median(quick) > float64(time.Microsecond) || len(quick) == 0 {
		t.Errorf("an empty call takes %v, %v", median(quick), err)
	}
	broken := errors.New("broken")
	if _, err := block(func() error { return broken }); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
}

func TestMore(t *testing.T) {
	for _, c := range []struct {
		calls int
		since time.Duration
		want  bool
	}{
		{0, time.Hour, true},
		{1, 10 * blockTime, true},
		{1, blockMost, false},
		{fewCalls, blockTime - 1, true},
		{fewCalls, blockTime, false},
		{blockCalls, 0, false},
	} {
		if more(c.calls, c.since) != c.want {
			t.Errorf("%d calls in %v: more is not %v", c.calls, c.since, c.want)
		}
	}
}

func TestAllocations(t *testing.T) {
	var keep []byte
	count, bytes, err := allocations(func() error { keep = make([]byte, 1000); return nil })
	if err != nil || count != 1 || bytes < 1000 || bytes > 1200 {
		t.Errorf("%v allocations of %v bytes, %v (%d)", count, bytes, err, len(keep))
	}
}

// TestCool: where the engine comes after a scan, what keeps nothing does so,
// too; that scan is not timed.
func TestCool(t *testing.T) {
	for _, c := range []struct {
		queries, round int
		want           []int // who is asked, one after the other
	}{
		{2, 0, []int{engineSystem, madeSystem, floorSystem, scanSystem, unkeptSystem, keptSystem, scanSystem}},
		{2, ownSystems * scanEach * 2, []int{engineSystem, madeSystem, floorSystem, scanSystem, unkeptSystem, keptSystem, scanSystem}},
		{2, ownSystems * 2, []int{engineSystem, madeSystem, floorSystem, unkeptSystem, keptSystem}},
		{1, 0, []int{engineSystem, madeSystem, floorSystem, unkeptSystem, keptSystem, scanSystem}},
	} {
		var order []int
		r := &row{middle: mean, queries: sameForAll(c.queries, func(i int) error { order = append(order, i); return nil })}
		r.prepare(nil)
		if err := r.round(c.round); err != nil {
			t.Fatal(err)
		}
		if order = slices.Compact(order); !slices.Equal(order, c.want) {
			t.Errorf("%d queries, round %d: %v, not %v", c.queries, c.round, order, c.want)
		}
		if len(r.samples[scanSystem]) > c.queries {
			t.Errorf("%d times of the scan", len(r.samples[scanSystem]))
		}
	}
}

// sameForAll are n queries of which each system asks by f.
func sameForAll(n int, f func(system int) error) []asked {
	all := make([]asked, n)
	for k := range all {
		all[k] = asked{Query: &suite.Query{}, systems: make([]asker, ownSystems)}
		for i := range all[k].systems {
			all[k].systems[i].ask = func() error { return f(i) }
		}
	}
	return all
}

// TestRepeated: each query of a mix is asked over and over, and has one time, the
// median of those when it is warm; the scan is asked once.
func TestRepeated(t *testing.T) {
	asked := make([]int, ownSystems)
	a := sameForAll(2, func(i int) error {
		if asked[i]++; asked[i]%9 < 3 {
			time.Sleep(10 * time.Millisecond) // cold, and once more
		}
		return nil
	})
	r := &row{middle: mean, again: true, queries: a}
	r.prepare(nil)
	if err := r.round(0); err != nil {
		t.Fatal(err)
	}
	for i, n := range asked {
		want := 9 * len(a)
		if i == scanSystem {
			want = len(a)
		}
		if n != want || len(r.samples[i]) != len(a) {
			t.Errorf("%s: asked %d times, %d times are kept", systemNames[i], n, len(r.samples[i]))
		}
		if i != scanSystem && median(r.samples[i]) > float64(time.Millisecond) {
			t.Errorf("%s: %v", systemNames[i], r.samples[i])
		}
	}
}

// TestRatios: a ratio is taken within a round, so what slows a whole round
// does not show.
func TestRatios(t *testing.T) {
	r := &row{}
	r.prepare(nil)
	r.ratios[floorSystem] = []float64{0.5, 0.4, 9}
	r.ratios[scanSystem] = []float64{0.01}
	r.ratios[unkeptSystem] = []float64{0.25, 0.1, 3}
	q := r.result()
	if q.Ratio != 0.5 || q.RatioScan != 100 || q.RatioUnkept != 3 || q.RatioMade != 0 || q.RatioKept != 0 || len(q.Rounds) != 3 {
		t.Errorf("%+v", q)
	}
}
