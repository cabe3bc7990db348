package measure

import (
	"context"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/floor"
	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// The systems, in the order of their results, in which they are asked too. What
// keeps nothing comes after a floor, as the engine mostly does: after another of
// the engine's the processor would know its way already.
const (
	engineSystem = iota
	madeSystem
	floorSystem
	unkeptSystem
	keptSystem
	scanSystem
	ownSystems // how many; the peers come after them
)

var systemNames = [ownSystems]string{
	"engine", "engine, resources made", "floor", "engine, nothing kept", "floor, unions kept", "scan",
}

// asker asks one system one query. What it is told to do in full is what is
// timed; answer is the same, brought into one form.
type asker struct {
	ask    func() error
	answer func() (engine.Result, error)
	how    string        // the floor's composition
	fault  string        // of a peer, which is not timed then
	cost   time.Duration // of the peer's first answer
}

// asked is a query with the systems ready to be asked.
type asked struct {
	*suite.Query
	systems []asker // the peers' after our own
}

func (m *run) prepare(ctx context.Context, q *suite.Query) (asked, error) {
	a := asked{Query: q, systems: make([]asker, ownSystems, ownSystems+len(m.peers))}
	a.systems[engineSystem] = askEngine(ctx, m.engine, q)
	a.systems[madeSystem] = askMade(ctx, m.engine, q)
	a.systems[unkeptSystem] = askEngine(ctx, m.unkept, q)
	a.systems[scanSystem] = m.askScan(q)
	for _, system := range []int{floorSystem, keptSystem} {
		f, err := m.floor.Prepare(q.Expr, q.Page, system == keptSystem)
		if err != nil {
			return a, err
		}
		a.systems[system] = m.askFloor(f)
	}
	for i := range m.peers {
		a.systems = append(a.systems, m.askPeer(ctx, &m.peers[i], q))
	}
	return a, nil
}

// askEngine is all an embedder does for a request that it has decoded: the
// filter is compiled, the current version loaded, the query planned and run.
// The page is Rows, as the floor's is ordinals.
func askEngine(ctx context.Context, c *engine.Collection, q *suite.Query) asker {
	if q.Counts() {
		return askMade(ctx, c, q)
	}
	rows := func() (engine.Rows, error) {
		e, err := q.Filter.Expr(query.Reading{})
		if err != nil {
			return engine.Rows{}, err
		}
		return c.Select(ctx, e, q.Page)
	}
	answer := func() (engine.Result, error) {
		page, err := rows()
		total, _ := page.Total()
		r := engine.Result{Total: total, Resources: make([]resource.Resource, page.Len())}
		for i := range r.Resources {
			r.Resources[i] = page.Resource(i, nil)
		}
		return r, err
	}
	return asker{answer: answer, ask: func() error {
		_, err := rows()
		return err
	}}
}

// askMade is the same with every resource of the page made.
func askMade(ctx context.Context, c *engine.Collection, q *suite.Query) asker {
	answer := func() (engine.Result, error) {
		e, err := q.Filter.Expr(query.Reading{})
		if err != nil {
			return engine.Result{}, err
		}
		if q.Counts() {
			total, err := c.Count(ctx, e)
			return engine.Result{Total: total}, err
		}
		return c.Find(ctx, e, q.Page)
	}
	return asker{answer: answer, ask: func() error {
		_, err := answer()
		return err
	}}
}

func (m *run) askFloor(f *floor.Answerer) asker {
	answer := func() (engine.Result, error) {
		total, ordinals := f.Answer()
		r := engine.Result{Total: total}
		for _, ord := range ordinals {
			r.Resources = append(r.Resources, m.Images[ord])
		}
		return r, nil
	}
	return asker{answer: answer, how: f.How(), ask: func() error {
		f.Answer()
		return nil
	}}
}

func (m *run) askScan(q *suite.Query) asker {
	answer := func() (engine.Result, error) { return q.Scan(m.Images), nil }
	return asker{answer: answer, ask: func() error {
		q.Scan(m.Images)
		return nil
	}}
}

// check holds the systems against the scan, and returns the total. A peer that
// differs, or does not answer, has a fault from here on.
func (a *asked) check() (int, error) {
	want, err := a.systems[scanSystem].answer()
	if err != nil {
		return 0, err
	}
	for i, s := range a.systems[:scanSystem] {
		got, err := s.answer()
		if err != nil {
			return 0, err
		}
		if !suite.Same(got, want) {
			return 0, &DisagreementError{systemNames[i], a.Name, a.Expr.String(), got.Total, want.Total}
		}
	}
	for i := ownSystems; i < len(a.systems); i++ {
		a.systems[i].check(want)
	}
	return want.Total, nil
}

func all(images []resource.Resource) func(func(resource.Resource, error) bool) {
	return func(yield func(resource.Resource, error) bool) {
		for _, r := range images {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// timings returns where the result of each of our own systems stands.
func timings(q *figures.Query) [ownSystems]*figures.Timing {
	return [ownSystems]*figures.Timing{&q.Engine, &q.Made, &q.Floor, &q.Unkept, &q.Kept, &q.Scan}
}
