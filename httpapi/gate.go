package httpapi

import (
	"context"
	"sync/atomic"
	"time"
)

// gate lets a bounded number of requests work at once and a bounded number
// wait, in order of arrival, for a bounded time. A nil gate is open.
type gate struct {
	slots      chan struct{}
	waiting    atomic.Int64
	maxWaiting int64
	maxWait    time.Duration
}

func newGate(slots int, maxWait time.Duration) *gate {
	if slots < 0 {
		return nil
	}
	return &gate{
		slots:      make(chan struct{}, slots),
		maxWaiting: int64(slots) * waitingPerSlot,
		maxWait:    maxWait,
	}
}

// enter reports whether the caller may go on; then it must leave.
func (g *gate) enter(ctx context.Context) bool {
	if g.try() {
		return true
	}
	defer g.waiting.Add(-1)
	if g.waiting.Add(1) > g.maxWaiting {
		return false
	}
	timer := time.NewTimer(g.maxWait)
	defer timer.Stop()
	select {
	case g.slots <- struct{}{}:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

// try is enter without waiting. A channel serves its blocked senders first, so
// nobody overtakes here.
func (g *gate) try() bool {
	if g == nil {
		return true
	}
	select {
	case g.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

func (g *gate) leave() {
	if g != nil {
		<-g.slots
	}
}
