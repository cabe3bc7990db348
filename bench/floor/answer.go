package floor

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// ErrDisagree: two compositions of one query have different answers.
var ErrDisagree = errors.New("compositions disagree")

// Answerer answers one query by the fastest composition found. It belongs to
// one goroutine.
type Answerer struct {
	best *composition
}

// Prepare looks the query's terms up, tries every composition and keeps the
// fastest. Where unions are kept, those of stored terms are made now, once for
// all; that is what a cache of unions gives at its best. It fails with
// ErrUnsupported or ErrDisagree.
func (x *Index) Prepare(e query.Expr, page engine.Page, kept bool) (*Answerer, error) {
	c, err := x.compile(e)
	if err != nil {
		return nil, err
	}
	a := &Answerer{}
	var wanted answer
	fastest := time.Duration(math.MaxInt64)
	for i, s := range c.strategies(kept) {
		p := x.compose(&c, s)
		p.from, p.cut = page.Offset, page.Limit
		took, got := try(p, fastest)
		if i == 0 {
			wanted = got
		} else if !wanted.is(got) {
			return nil, fmt.Errorf("%w: %v finds %d, others %d: %v", ErrDisagree, s, got.total, wanted.total, e)
		}
		if took < fastest {
			a.best, fastest = p, took
		}
	}
	return a, nil
}

// answer is one that is kept for comparing.
type answer struct {
	total int
	page  []uint32
}

func (a answer) is(b answer) bool { return a.total == b.total && slices.Equal(a.page, b.page) }

// A composition is tried for a while, at least three times.
const (
	trying   = 2 * time.Millisecond
	tries    = 100 // at most
	fewTries = 2   // after the first
)

// try runs a composition some times and returns the best time, and the answer;
// one that is far from the fastest so far is not run again.
func try(p *composition, fastest time.Duration) (time.Duration, answer) {
	start := time.Now()
	total, page := p.run()
	best := time.Since(start)
	got := answer{total, slices.Clone(page)}
	begun := time.Now()
	for i := 0; best/4 < fastest && i < tries && (i < fewTries || time.Since(begun) < trying); i++ {
		start := time.Now()
		p.run()
		best = min(best, time.Since(start))
	}
	return best, got
}

// Answer answers the query: how many images, and the ordinals of the page,
// which stand until the next call.
func (a *Answerer) Answer() (int, []uint32) { return a.best.run() }

// How names the composition.
func (a *Answerer) How() string { return a.best.by.String() }
