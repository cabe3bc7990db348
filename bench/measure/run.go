package measure

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/floor"
	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// Config says what to measure. Every field must be set, except Peers and
// Progress.
type Config struct {
	Images []resource.Resource // not changed
	Seed   uint64              // of the mix and of the writes
	Rounds int                 // at most, and at least one
	Time   time.Duration       // after which no further round begins
	// Peers are asked beside the engine, the floor and the scan. Where there
	// are some, only building and queries are measured; the rest is the
	// engine's alone. Run closes them.
	Peers []Peer
	// Progress is told which stage is going on, and how far it has come.
	Progress func(stage string, done, total int)
}

// mixed is how many queries the mix has.
const mixed = 150

// mix is many queries that are measured together.
type mix struct {
	name, what string
	queries    []suite.Query
}

// run is what the stages share.
type run struct {
	Config
	report  *figures.Report
	engine  *engine.Collection
	unkept  *engine.Collection // the same, and keeps nothing; there while queries are asked
	floor   *floor.Index
	queries []suite.Query
	mixes   []mix
	peers   []builtPeer
}

// Run measures and fills in r. When ctx is done it returns at the next
// opportunity with what there is, and r.Interrupted is set; that is no error.
// An error is a wrong answer, or a failure of a system; what goes wrong with a
// peer is written in r instead, and the others are measured.
func Run(ctx context.Context, c Config, r *figures.Report) (err error) {
	if c.Progress == nil {
		c.Progress = func(string, int, int) {}
	}
	defer func() { err = errors.Join(err, closeAll(c.Peers)) }()
	c.Progress("looking at what is frequent", 0, 0)
	m := &run{Config: c, report: r}
	p, err := suite.NewProfile(c.Images)
	if err != nil {
		return err
	}
	m.queries = p.Queries()
	m.mixes = []mix{
		{"mix", "150 random tag queries", p.Mix(mixed, c.Seed)},
		{"frequent", "150 random queries by frequent values", p.Frequent(mixed, c.Seed)},
	}
	for _, stage := range m.stages() {
		if ctx.Err() == nil {
			err = stage(ctx)
		}
		if ctx.Err() != nil {
			r.Interrupted = true
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *run) stages() []func(context.Context) error {
	if len(m.Peers) > 0 {
		return []func(context.Context) error{m.build, m.buildPeers, m.time}
	}
	return []func(context.Context) error{m.build, m.time, m.readers, m.writes, m.save}
}

// DisagreementError is a wrong answer: what a system says of a query is not
// what the reference says.
type DisagreementError struct {
	System, Query, Text string
	Got, Want           int // totals, which may agree where the pages do not
}

func (e *DisagreementError) Error() string {
	return fmt.Sprintf("%s answers %s wrongly: total %d, the scan finds %d: %s", e.System, e.Query, e.Got, e.Want, e.Text)
}
