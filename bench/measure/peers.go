package measure

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// ErrAbsent: a peer is not on this machine. It is skipped, and the report says
// so.
var ErrAbsent = errors.New("not on this machine")

// Peer is a system that people would otherwise use. One goroutine calls it.
type Peer interface {
	// About says what it is, and how it is tuned. It is asked again after
	// Build, which may have found out the version.
	About() figures.Peer
	// Build indexes the images, whose places are their ordinals; they stay
	// as they are until Close. It reports how many are done. It fails with
	// ErrAbsent where the system is not there.
	Build(ctx context.Context, images []resource.Resource, done func(int)) (Size, error)
	// Prepare brings a query, which is in normal form, into the system's
	// prepared form; the zero Page asks for the total alone. Answers are
	// good until Close.
	Prepare(ctx context.Context, e query.Expr, page engine.Page) (Answer, error)
	// Close gives everything back, temporary files too. It is called once,
	// whether or not Build was called or went well.
	Close() error
}

// Answer asks a prepared query: how many images, and the ordinals of the page.
// They stand until the next call.
type Answer func(ctx context.Context) (total int, page []uint32, err error)

// Size is what an index takes.
type Size struct {
	Bytes int64
	Of    string // what the bytes are of: "one file"
}

// Heap is the size of an index that is on Go's heap; Run measures it.
var Heap = Size{Of: figures.Heap}

// builtPeer is a peer that can be asked.
type builtPeer struct {
	Peer
	name string
}

// buildPeers builds one after the other, each once. Those that cannot be built
// are not asked.
func (m *run) buildPeers(ctx context.Context) error {
	for _, p := range m.Peers {
		if ctx.Err() != nil {
			return nil
		}
		about := p.About()
		built, err := m.buildPeer(ctx, p, about.Name)
		if ctx.Err() != nil {
			return nil
		}
		about = p.About()
		switch {
		case errors.Is(err, ErrAbsent):
			about.Skipped = err.Error()
		case err != nil:
			about.Failed = err.Error()
		default:
			m.report.Build = append(m.report.Build, built)
			m.peers = append(m.peers, builtPeer{p, about.Name})
		}
		m.report.Peers = append(m.report.Peers, about)
	}
	return nil
}

func (m *run) buildPeer(ctx context.Context, p Peer, name string) (figures.Build, error) {
	stage := "building " + name
	m.Progress(stage, 0, len(m.Images))
	before := liveHeap()
	start := time.Now()
	size, err := p.Build(ctx, m.Images, func(done int) { m.Progress(stage, done, len(m.Images)) })
	took := time.Since(start)
	if err != nil {
		return figures.Build{}, err
	}
	if size == Heap {
		size.Bytes = int64(max(liveHeap(), before) - before)
	}
	n := float64(len(m.Images))
	return figures.Build{
		System: name, PerImage: float64(took) / n, Builds: 1, Bytes: float64(size.Bytes) / n, Of: size.Of,
	}, nil
}

func closeAll(peers []Peer) error {
	var errs []error
	for _, p := range peers {
		errs = append(errs, p.Close())
	}
	return errors.Join(errs...)
}

// patience is how long a peer may take to prepare and answer a query.
const patience = 60 * time.Second

// errPatience: a peer took too long.
var errPatience = fmt.Errorf("no answer within %v", patience)

func (m *run) askPeer(ctx context.Context, p *builtPeer, q *suite.Query) asker {
	waiting, stop := context.WithTimeoutCause(ctx, patience, errPatience)
	defer stop()
	ask, err := p.Prepare(waiting, query.Normalize(q.Expr), q.Page)
	if err != nil {
		return asker{fault: err.Error()}
	}
	return asker{
		answer: func() (engine.Result, error) {
			waiting, stop := context.WithTimeoutCause(ctx, patience, errPatience)
			defer stop()
			total, page, err := ask(waiting)
			if waiting.Err() != nil {
				return engine.Result{}, context.Cause(waiting)
			}
			return m.at(total, page, err)
		},
		ask: func() error {
			_, _, err := ask(ctx)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		},
	}
}

// errOrdinal: a peer names an image that is not there.
var errOrdinal = errors.New("the page has an ordinal that no image has")

// at is an answer with the resources of its page.
func (m *run) at(total int, page []uint32, err error) (engine.Result, error) {
	r := engine.Result{Total: total}
	for _, ord := range page {
		if int64(ord) >= int64(len(m.Images)) {
			return r, errOrdinal
		}
		r.Resources = append(r.Resources, m.Images[ord])
	}
	return r, err
}

// check asks a peer for the first time.
func (a *asker) check(want engine.Result) {
	if a.fault != "" {
		return
	}
	start := time.Now()
	got, err := a.answer()
	a.cost = time.Since(start)
	switch {
	case err != nil:
		a.fault = err.Error()
	case got.Total != want.Total:
		a.fault = fmt.Sprintf("wrong: total %d, the scan finds %d", got.Total, want.Total)
	case !suite.Same(got, want):
		a.fault = "wrong: the total is right, the page is not"
	}
}
