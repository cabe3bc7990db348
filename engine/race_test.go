package engine_test

import (
	"bytes"
	"context"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// crowd is everybody at once on one collection, for a short time. In every
// version each resource has the tag half, left or right, as many the one as
// the other; so any reader can tell a version that is not whole.
type crowd struct {
	t    *testing.T
	c    *engine.Collection
	ctx  context.Context
	old  chan keepsake
	left query.Expr
	some []query.Expr
}

// keepsake is an old snapshot with a sum of what it was saved as.
type keepsake struct {
	s   *engine.Snapshot
	sum uint32
}

const crowdPairs = 9000 // so that there are two blocks

// TestAllAtOnce is worth most under the race detector.
func TestAllAtOnce(t *testing.T) {
	ctx, cancel := context.WithTimeout(bg, 2*time.Second)
	defer cancel()
	m := &crowd{t: t, c: engine.Open(nil), ctx: ctx, old: make(chan keepsake, 4), left: parse(t, "half=left")}
	for _, text := range []string{
		"not half=left", "half=right and third=1", `name ~ "r1" and not half=left`, "third in (0, 2) or half=left",
		"half=left and not (third=1 and n ~ 5)", `name ^= "r33"`, "not tagged", "id = r7",
	} {
		m.some = append(m.some, parse(t, text))
	}
	var all engine.Batch
	for i := range crowdPairs {
		m.put(&all, i, i%2 == 0)
	}
	_, err := m.c.Apply(bg, &all)
	require.NoError(t, err)

	var wg sync.WaitGroup
	for i, role := range []func(*rand.Rand) bool{
		m.write, m.write, m.writeAndTakeBack, m.maintain, m.count, m.count, m.find, m.walk, m.list, m.keep, m.lookBack, m.save,
	} {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(i), 1))
			for ctx.Err() == nil {
				if !role(rng) {
					cancel()
				}
			}
		})
	}
	wg.Wait()
	m.whole(m.c.Snapshot())
}

// put writes the pair i, one half left, one right.
func (m *crowd) put(b *engine.Batch, i int, leftFirst bool) {
	sides := [2]string{"right", "left"}
	if leftFirst {
		sides = [2]string{"left", "right"}
	}
	b.Upsert(named(fmt.Sprint("l", i), fmt.Sprint("l", i), "half="+sides[0], fmt.Sprint("third=", i%3)))
	b.Upsert(named(fmt.Sprint("r", i), fmt.Sprint("r", i), "half="+sides[1], fmt.Sprint("third=", i%3), fmt.Sprint("n=", i)))
}

func (m *crowd) write(rng *rand.Rand) bool {
	var b engine.Batch
	for range 1 + rng.IntN(20) {
		i := rng.IntN(crowdPairs)
		if rng.IntN(3) == 0 {
			b.Delete(fmt.Sprint("l", i))
			b.Delete(fmt.Sprint("r", i))
		}
		if rng.IntN(3) > 0 || b.Len() == 0 {
			m.put(&b, i, rng.IntN(2) == 0)
		}
	}
	_, err := m.c.Apply(bg, &b)
	return assert.NoError(m.t, err)
}

// writeAndTakeBack makes changes that must never be seen.
func (m *crowd) writeAndTakeBack(rng *rand.Rand) bool {
	var b engine.Batch
	for range 50 {
		b.Upsert(res(fmt.Sprint("r", rng.IntN(crowdPairs)), "half=neither"))
	}
	b.Upsert(res(""))
	_, err := m.c.Apply(bg, &b)
	return assert.ErrorIs(m.t, err, engine.ErrInvalidResource)
}

func (m *crowd) maintain(*rand.Rand) bool {
	time.Sleep(100 * time.Millisecond)
	if !assert.NoError(m.t, m.c.Compact(bg)) {
		return false
	}
	var w bytes.Buffer
	return assert.NoError(m.t, m.c.Save(bg, &w)) && assert.NoError(m.t, m.c.Restore(bg, &w))
}

// whole holds that a version is one: both halves are the same size.
func (m *crowd) whole(s *engine.Snapshot) bool {
	left, err := s.Count(bg, m.left)
	both := 0
	for _, n := range s.Values("half", "") {
		both += n
	}
	return assert.NoError(m.t, err) && assert.Equal(m.t, s.Len(), 2*left) && assert.Equal(m.t, s.Len(), both)
}

func (m *crowd) count(rng *rand.Rand) bool {
	s := m.c.Snapshot()
	e := m.some[rng.IntN(len(m.some))]
	yes, err := s.Count(bg, e)
	no, err2 := s.Count(bg, query.Not(e))
	return assert.NoError(m.t, err) && assert.NoError(m.t, err2) && assert.Equal(m.t, s.Len(), yes+no, e.String()) && m.whole(s)
}

func (m *crowd) find(rng *rand.Rand) bool {
	e := m.some[rng.IntN(len(m.some))]
	page := engine.Page{Offset: rng.IntN(3000), Limit: 50}
	found, err := m.c.Find(bg, e, page)
	if !assert.NoError(m.t, err) || !assert.Len(m.t, found.Resources, max(0, min(page.Limit, found.Total-page.Offset))) {
		return false
	}
	for i := range found.Resources {
		clear(found.Resources[i].Tags) // it is ours
	}
	return true
}

func (m *crowd) walk(rng *rand.Rand) bool {
	s := m.c.Snapshot()
	n, stop := 0, 1+rng.IntN(5000)
	for r, err := range s.Matches(bg, m.some[rng.IntN(len(m.some))]) {
		if !assert.NoError(m.t, err) {
			return false
		}
		if got, ok := s.Get(r.ID); !ok || !sameResource(got, r) {
			return assert.Fail(m.t, "Get and Matches differ", "%v %v", got, r)
		}
		if n++; n == stop {
			break
		}
	}
	return true
}

func (m *crowd) list(*rand.Rand) bool {
	s := m.c.Snapshot()
	sum := 0
	for _, n := range s.Values("third", "") {
		sum += n
	}
	plan, err := s.Explain(bg, m.some[2])
	return assert.Equal(m.t, s.Len(), sum) && assert.NoError(m.t, err) && assert.NotEmpty(m.t, plan.String())
}

func sumOf(s *engine.Snapshot) (uint32, error) {
	h := crc32.NewIEEE()
	err := s.Save(bg, h)
	return h.Sum32(), err
}

// keep takes snapshots for lookBack to look at when they are old.
func (m *crowd) keep(*rand.Rand) bool {
	s := m.c.Snapshot()
	sum, err := sumOf(s)
	select {
	case m.old <- keepsake{s, sum}:
	case <-m.ctx.Done():
	}
	return assert.NoError(m.t, err)
}

func (m *crowd) lookBack(*rand.Rand) bool {
	time.Sleep(30 * time.Millisecond)
	select {
	case k := <-m.old:
		sum, err := sumOf(k.s)
		return assert.NoError(m.t, err) && assert.Equal(m.t, k.sum, sum, "an old snapshot has changed") && m.whole(k.s)
	case <-m.ctx.Done():
		return true
	}
}

func (m *crowd) save(*rand.Rand) bool {
	ctx, cancel := context.WithTimeout(bg, 5*time.Millisecond)
	defer cancel()
	if err := m.c.Save(ctx, io.Discard); err != nil {
		return assert.ErrorIs(m.t, err, context.DeadlineExceeded)
	}
	return true
}
