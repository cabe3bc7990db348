package measure

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
)

// Peers may be slow. Those that answer a row quickly are asked like our own
// systems. The others are asked once a round, and only as long as they stay
// within an allowance of time: at least fewRounds times, or once if even that
// would take too long.
const (
	quick     = 5 * time.Millisecond // a single query
	allowance = 2 * time.Second      // for a row in all rounds
	fewRounds = 3
	tooLong   = 5 * time.Second // for one time of asking
)

// What else the machine does falls into long calls and seldom into short ones.
// So that the engine does not gain by it, peers with calls of more than long
// are compared by their best round.
const long = time.Millisecond

// peerRow is one peer's part of a row.
type peerRow struct {
	name   string
	fault  string
	cost   time.Duration // of asking all queries once
	long   bool          // some call is
	spent  time.Duration
	rounds int
}

// prepare makes room for the results of all systems. A fault in one query of
// the mix is one of the whole row: the others alone would be another mix.
func (r *row) prepare(peers []builtPeer) {
	r.samples = make([][]time.Duration, ownSystems+len(peers))
	r.ratios = make([][]float64, ownSystems+len(peers))
	r.middles = make([][]float64, ownSystems+len(peers))
	r.peers = make([]peerRow, len(peers))
	for i, p := range peers {
		row := &r.peers[i]
		row.name = p.name
		for _, q := range r.queries {
			system := &q.systems[ownSystems+i]
			row.long = row.long || system.cost > long
			row.cost += system.cost
			if row.fault == "" && system.fault != "" {
				row.fault = q.Name + ": " + system.fault
			}
		}
	}
}

// again reports whether a peer is asked in the next round.
func (p *peerRow) again() bool {
	switch {
	case p.fault != "":
		return false
	case p.rounds == 0:
		return true
	case p.rounds < fewRounds:
		return p.cost < tooLong
	}
	return p.spent+p.cost < allowance
}

// peerCalls times a peer, where it is its turn.
func (r *row) peerCalls(system int) ([]time.Duration, error) {
	p := &r.peers[system-ownSystems]
	if !p.again() {
		return nil, nil
	}
	begun := time.Now()
	defer func() {
		p.rounds++
		p.spent += time.Since(begun)
	}()
	if len(r.queries) == 1 && p.cost < quick {
		took, err := block(r.queries[0].systems[system].ask)
		if err != nil {
			return p.failed(r.queries[0].Name, err)
		}
		return took, nil
	}
	var took []time.Duration
	for _, q := range r.queries {
		one, err := call(q.systems[system].ask)
		if err != nil {
			return p.failed(q.Name, err)
		}
		took = append(took, one)
	}
	return took, nil
}

// failed takes a peer out of the row that answered at first and then does not;
// that the whole run was stopped is no fault of the peer's.
func (p *peerRow) failed(query string, err error) ([]time.Duration, error) {
	if errors.Is(err, context.Canceled) {
		return nil, err
	}
	p.fault = query + ": " + err.Error()
	return nil, nil
}

func (r *row) peerResults() []figures.Rival {
	var all []figures.Rival
	for i, p := range r.peers {
		rival := figures.Rival{System: p.name, Fault: p.fault}
		var t figures.Timing
		summary(&t, r.samples[ownSystems+i])
		rival.P50, rival.Mean, rival.P99, rival.Samples = t.P50, t.Mean, t.P99, t.Samples
		rival.Time, rival.Ratio = r.Shown(t), median(r.ratios[ownSystems+i])
		if rounds := r.middles[ownSystems+i]; p.long && len(rounds) > 0 {
			rival.BestRound = true
			rival.Time = slices.Min(rounds)
			rival.Ratio = median(r.middles[engineSystem]) / rival.Time
		}
		all = append(all, rival)
	}
	return all
}
