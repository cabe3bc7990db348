package httpapi

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestGate: slots, then waiting, then refusal.
func TestGate(t *testing.T) {
	g := newGate(2, time.Minute)
	ctx := t.Context()
	require.True(t, g.enter(ctx))
	require.True(t, g.enter(ctx))

	entered := make(chan bool)
	go func() { entered <- g.enter(ctx) }()
	require.Eventually(t, func() bool { return g.waiting.Load() == 1 }, time.Minute, time.Millisecond)
	g.leave()
	require.True(t, <-entered, "who waits gets the slot")
	require.Zero(t, g.waiting.Load())

	g.maxWaiting = 0
	start := time.Now()
	require.False(t, g.enter(ctx), "nobody may wait: refused at once")
	require.Less(t, time.Since(start), 10*time.Second)
	require.Zero(t, g.waiting.Load())
}

func TestGateWaitEnds(t *testing.T) {
	g := newGate(1, time.Millisecond)
	require.True(t, g.enter(t.Context()))
	require.False(t, g.enter(t.Context()), "waited in vain")

	g.maxWait = time.Minute
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	require.False(t, g.enter(cancelled), "nobody is there any more")
	require.Zero(t, g.waiting.Load())
	g.leave()
	require.True(t, g.enter(t.Context()))
}

func TestGateOpen(t *testing.T) {
	g := newGate(-1, 0)
	for range 1000 {
		require.True(t, g.enter(t.Context()))
	}
	g.leave()
}

// TestGateBound: never more inside than there are slots, and none is lost.
func TestGateBound(t *testing.T) {
	const slots = 3
	g := newGate(slots, time.Minute)
	var inside, most atomic.Int64
	var all sync.WaitGroup
	for range 60 {
		all.Go(func() {
			for range 50 {
				if !g.enter(t.Context()) {
					t.Error("refused")
					return
				}
				n := inside.Add(1)
				for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
				}
				inside.Add(-1)
				g.leave()
			}
		})
	}
	all.Wait()
	require.LessOrEqual(t, most.Load(), int64(slots))
	require.Zero(t, len(g.slots))
	require.Zero(t, g.waiting.Load())
}
