package measure

import (
	"context"
	"runtime"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/query"
)

// The scan is slow and steady, so it is asked less than the others.
const (
	scanned   = 3 // queries of the mix in a round, in turn
	scanEach  = 5 // rounds
	scanFirst = 3 // rounds, in which it is always asked
)

// row is one line of the result: a query, or the mix as a whole.
type row struct {
	figures.Query
	queries []asked
	samples [][]time.Duration // by system
	ratios  [][]float64       // by system: engine over system, of each round
	middles [][]float64       // by system, of each round
	peers   []peerRow
	middle  func([]time.Duration) float64
	again   bool // each query of a mix is asked over and over
}

// time checks every answer, then runs the rounds.
func (m *run) time(ctx context.Context) error {
	closed, err := m.openUnkept(ctx)
	defer closed()
	if err != nil {
		return err
	}
	rows, err := m.rows(ctx)
	if err != nil || ctx.Err() != nil {
		return err
	}
	defer func() {
		for _, r := range rows {
			m.report.Queries = append(m.report.Queries, r.result())
		}
	}()
	begun := time.Now()
	for round := range m.Rounds {
		if round > 0 && time.Since(begun) > m.Time {
			break
		}
		runtime.GC()
		for i, r := range rows {
			m.Progress("asking, round by round", round*len(rows)+i, m.Rounds*len(rows))
			if ctx.Err() != nil {
				return nil
			}
			if err := r.round(round); err != nil {
				return err
			}
		}
		m.report.Rounds = round + 1
	}
	m.Progress("asking, round by round", 1, 1)
	return nil
}

// rows prepares and checks all queries; those of a mix are one row, and another
// by their median, and a third by those of each query asked again.
func (m *run) rows(ctx context.Context) ([]*row, error) {
	var rows []*row
	for i := range m.queries {
		a, total, err := m.checked(ctx, &m.queries[i], i)
		if err != nil || ctx.Err() != nil {
			return nil, err
		}
		rows = append(rows, newRow(a, total))
	}
	for k, mix := range m.mixes {
		mean := &row{middle: mean, Query: figures.Query{Name: mix.name, What: mix.what + ", mean of a call", ByMean: true}}
		for i := range mix.queries {
			a, total, err := m.checked(ctx, &mix.queries[i], len(m.queries)+k*mixed+i)
			if err != nil || ctx.Err() != nil {
				return nil, err // what the peers were asked last may have been broken off
			}
			mean.queries = append(mean.queries, a)
			mean.Total += total
		}
		mean.Total /= len(mean.queries)
		rows = append(rows, mean, &row{middle: median[time.Duration], queries: mean.queries, Query: figures.Query{
			Name: mix.name + "_median", What: "the same, median of a call", Total: mean.Total,
		}})
		if len(m.Peers) == 0 { // which would be asked once
			rows = append(rows, &row{middle: mean.middle, queries: mean.queries, again: true, Query: figures.Query{
				Name: mix.name + "_again", What: "the same, each asked again at once, mean of the medians", Total: mean.Total, ByMean: true,
			}})
		}
	}
	m.Progress("comparing every answer with a scan's", 1, 1)
	for _, r := range rows {
		r.prepare(m.peers)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // so that allocations are the calls' own
	for _, r := range rows {
		if err := r.allocations(); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// checked prepares one query, and holds every system against the scan.
func (m *run) checked(ctx context.Context, q *suite.Query, done int) (a asked, total int, err error) {
	m.Progress("comparing every answer with a scan's", done, len(m.queries)+len(m.mixes)*mixed)
	if a, err = m.prepare(ctx, q); err != nil {
		return a, 0, err
	}
	total, err = a.check()
	return a, total, err
}

func newRow(a asked, total int) *row {
	r := &row{queries: []asked{a}, middle: median[time.Duration], Query: figures.Query{
		Name: a.Name, What: a.What, Text: a.Expr.String(), Total: total,
		How: a.systems[floorSystem].how, HowKept: a.systems[keptSystem].how,
	}}
	parsing := parse(a.Query)
	summary(&r.Parse, parsing)
	return r
}

// parse times the text form, which an embedder that has a filter or an
// expression does not need.
func parse(q *suite.Query) []time.Duration {
	text := q.Expr.String()
	took, _ := block(func() error {
		_, err := query.Parse(text)
		return err
	})
	return took
}

// allocations of each system; of the mix, in the mean.
func (r *row) allocations() error {
	for i, t := range timings(&r.Query) {
		if i == scanSystem {
			break // nothing worth knowing, and slow
		}
		for _, q := range r.queries {
			count, bytes, err := allocations(q.systems[i].ask)
			if err != nil {
				return err
			}
			t.Allocs += count / float64(len(r.queries))
			t.Bytes += bytes / float64(len(r.queries))
		}
	}
	return nil
}

// round asks every system once around. Which begins changes by round.
func (r *row) round(round int) error {
	systems := len(r.samples)
	middles := make([]float64, systems)
	for i := range systems {
		system := (i + round) % systems
		if system == unkeptSystem {
			if err := r.cool(round); err != nil {
				return err
			}
		}
		took, err := r.calls(system, round)
		if err != nil {
			return err
		}
		r.samples[system] = append(r.samples[system], took...)
		middles[system] = r.middle(took)
		if len(took) > 0 {
			r.middles[system] = append(r.middles[system], middles[system])
		}
	}
	for system := range systems {
		if middles[system] > 0 {
			r.ratios[system] = append(r.ratios[system], middles[engineSystem]/middles[system])
		}
	}
	return nil
}

// cool asks the scan, in the rounds in which it is asked, before what keeps
// nothing is asked a mix once: the engine comes after the scan then, and finds the
// caches cold. A single query is asked so often that it makes no difference.
func (r *row) cool(round int) error {
	if len(r.queries) == 1 || r.again {
		return nil
	}
	_, err := r.calls(scanSystem, round)
	return err
}

// calls times a system: a single query many times, the queries of the mix one
// after the other. The scan, which is slow and steady, is asked less.
func (r *row) calls(system, round int) ([]time.Duration, error) {
	if system >= ownSystems {
		return r.peerCalls(system)
	}
	if len(r.queries) == 1 && system != scanSystem {
		return block(r.queries[0].systems[system].ask)
	}
	if system == scanSystem && (round >= scanFirst && round%scanEach != 0 || r.again && round > 0) {
		return nil, nil
	}
	queries := r.queries
	if system == scanSystem && len(queries) > scanned {
		from := round * scanned % (len(queries) - scanned + 1)
		queries = queries[from : from+scanned]
	}
	var took []time.Duration
	ask := call
	if r.again && system != scanSystem {
		ask = repeated
	}
	for _, q := range queries {
		one, err := ask(q.systems[system].ask)
		if err != nil {
			return nil, err
		}
		took = append(took, one)
	}
	return took, nil
}

func (r *row) result() figures.Query {
	for i, t := range timings(&r.Query) {
		summary(t, r.samples[i])
	}
	r.Peers = r.peerResults()
	r.Ratio = median(r.ratios[floorSystem])
	r.RatioMade, r.RatioUnkept = r.toFloor(madeSystem), r.toFloor(unkeptSystem)
	r.RatioKept = median(r.ratios[keptSystem])
	if scan := median(r.ratios[scanSystem]); scan > 0 {
		r.RatioScan = 1 / scan
	}
	r.Query.Rounds = r.ratios[floorSystem]
	return r.Query
}

// toFloor is the median of the rounds' ratios of one of our own systems, which
// is asked in every round, to the floor.
func (r *row) toFloor(system int) float64 {
	var all []float64
	for i, ratio := range r.ratios[system] {
		all = append(all, r.ratios[floorSystem][i]/ratio)
	}
	return median(all)
}
