package measure

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// scanning is a peer that answers by scanning, and errs as it is told.
type scanning struct {
	name    string
	images  []resource.Resource
	absent  error                                       // of Build
	spoil   func(total int, page []uint32) (int, error) // of each answer; the page is changed in place
	prepare error
	closed  int
}

func (s *scanning) About() figures.Peer { return figures.Peer{Name: s.name} }

func (s *scanning) Build(_ context.Context, images []resource.Resource, done func(int)) (Size, error) {
	s.images = images
	done(len(images))
	return Size{1000, "test"}, s.absent
}

func (s *scanning) Prepare(_ context.Context, e query.Expr, page engine.Page) (Answer, error) {
	q := suite.Query{Expr: e, Page: page}
	return func(context.Context) (int, []uint32, error) {
		r := q.Scan(s.images)
		var ordinals []uint32
		for _, found := range r.Resources {
			ordinals = append(ordinals, uint32(slices.IndexFunc(s.images, func(r resource.Resource) bool { return r.ID == found.ID })))
		}
		if s.spoil == nil {
			return r.Total, ordinals, nil
		}
		total, err := s.spoil(r.Total, ordinals)
		return total, ordinals, err
	}, s.prepare
}

func (s *scanning) Close() error {
	s.closed++
	return nil
}

func with(t *testing.T, peers ...Peer) *figures.Report {
	t.Helper()
	var r figures.Report
	err := Run(context.Background(), Config{
		Images: slices.Collect(workload.Images(300, 1)), Rounds: 2, Time: time.Millisecond, Peers: peers,
	}, &r)
	if err != nil {
		t.Fatal(err)
	}
	return &r
}

// TestPeers: those that answer rightly are timed, the others are not, and
// nothing of it is silent.
func TestPeers(t *testing.T) {
	broken := errors.New("broken")
	peers := []*scanning{
		{name: "right"},
		{name: "absent", absent: fmt.Errorf("%w: no server", ErrAbsent)},
		{name: "unbuilt", absent: broken},
		{name: "unprepared", prepare: broken},
		{name: "miscounts", spoil: func(total int, _ []uint32) (int, error) { return total + 1, nil }},
		{name: "reverses", spoil: func(total int, page []uint32) (int, error) { slices.Reverse(page); return total, nil }},
		{name: "invents", spoil: func(total int, page []uint32) (int, error) {
			for i := range page {
				page[i] = 300
			}
			return total, nil
		}},
		{name: "fails", spoil: func(int, []uint32) (int, error) { return 0, broken }},
	}
	var all []Peer
	for _, p := range peers {
		all = append(all, p)
	}
	r := with(t, all...)
	if len(r.Peers) != len(peers) || r.Peers[1].Skipped == "" || r.Peers[2].Failed != "broken" || len(r.Build) != 2+len(peers)-2 {
		t.Fatalf("%+v, %+v", r.Peers, r.Build)
	}
	want := map[string]string{
		"right": "", "unprepared": "broken", "miscounts": "total", "reverses": "the page is not", "invents": "ordinal", "fails": "broken",
	}
	for _, q := range r.Queries {
		if len(q.Peers) != len(want) {
			t.Fatalf("%s has %+v", q.Name, q.Peers)
		}
		for _, p := range q.Peers {
			pageless := len(p.Fault) == 0 && (p.System == "reverses" || p.System == "invents") // a page of one or none
			if !pageless && !strings.Contains(p.Fault, want[p.System]) {
				t.Errorf("%s by %s: the fault is %q", q.Name, p.System, p.Fault)
			}
			if timed := p.Samples > 0 && p.P50 > 0 && p.Ratio > 0; timed != (p.Fault == "") {
				t.Errorf("%s by %s: %+v", q.Name, p.System, p)
			}
		}
	}
	if r.Failures() < 1+3*len(r.Queries) || len(r.Writes) > 0 || r.Saved != nil {
		t.Errorf("%d failures, %+v", r.Failures(), r.Writes)
	}
	for _, p := range peers {
		if p.closed != 1 {
			t.Errorf("%s was closed %d times", p.name, p.closed)
		}
	}
}

// TestPeerFailsLater: one that answered at first is taken out of the row.
func TestPeerFailsLater(t *testing.T) {
	calls := 0
	r := with(t, &scanning{name: "tires", spoil: func(total int, _ []uint32) (int, error) {
		if calls++; calls > 170 {
			return 0, errors.New("tired")
		}
		return total, nil
	}})
	if !strings.Contains(r.Queries[0].Peers[0].Fault, "tired") || r.Failures() == 0 {
		t.Errorf("%+v", r.Queries[0].Peers)
	}
}

// TestStoppedWithPeers: an interruption is no fault of a peer's.
func TestStoppedWithPeers(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	calls := 0
	p := &scanning{name: "slow", spoil: func(total int, _ []uint32) (int, error) {
		if calls++; calls == 200 {
			stop()
			return 0, errors.New("interrupted")
		}
		return total, nil
	}}
	var r figures.Report
	err := Run(ctx, Config{Images: slices.Collect(workload.Images(300, 1)), Rounds: 9, Time: time.Hour, Peers: []Peer{p}}, &r)
	if err != nil || !r.Interrupted || r.Failures() != 0 || p.closed != 1 {
		t.Errorf("%v, %d failures, closed %d times", err, r.Failures(), p.closed)
	}
}

// TestBestRound: a peer with long calls is compared by its best round, others
// by the median of the rounds.
func TestBestRound(t *testing.T) {
	r := &row{}
	r.prepare([]builtPeer{{name: "short"}, {name: "long"}})
	r.peers[1].long = true
	r.middles[engineSystem] = []float64{10, 20, 30}
	for i := range r.peers {
		r.samples[ownSystems+i] = []time.Duration{100, 400, 900}
		r.middles[ownSystems+i] = []float64{900, 100, 400}
		r.ratios[ownSystems+i] = []float64{0.1, 0.2, 0.9}
	}
	got := r.peerResults()
	if got[0].Time != 400 || got[0].Ratio != 0.2 || got[1].Time != 100 || got[1].Ratio != 0.2 || !got[1].BestRound {
		t.Errorf("%+v", got)
	}
	r.middles[engineSystem] = []float64{50}
	if got := r.peerResults(); got[0].Ratio != 0.2 || got[1].Ratio != 0.5 {
		t.Errorf("%+v", got)
	}
}

// TestAgain: how often a peer is asked.
func TestAgain(t *testing.T) {
	for _, c := range []struct {
		row  peerRow
		want bool
	}{
		{peerRow{cost: time.Hour}, true},
		{peerRow{cost: tooLong - 1, rounds: fewRounds - 1, spent: time.Hour}, true},
		{peerRow{cost: tooLong, rounds: 1}, false},
		{peerRow{cost: time.Millisecond, rounds: fewRounds, spent: allowance - time.Second}, true},
		{peerRow{cost: time.Millisecond, rounds: fewRounds, spent: allowance}, false},
		{peerRow{fault: "x"}, false},
	} {
		if c.row.again() != c.want {
			t.Errorf("%+v: again is not %v", c.row, c.want)
		}
	}
}
