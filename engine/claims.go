package engine

import (
	"context"
	"sync"
)

// claims say which collections the loads of a Registry have. A load learns only
// from its stream which ones it needs, so two may come to hold what the other
// one needs. The one that would close such a ring lets go of all that it has,
// and goes on when it can have all it needs at once; it holds nothing while it
// waits, so nobody waits for it. Safe for concurrent use.
type claims struct {
	mu       sync.Mutex
	of       map[Name]*loading
	released chan struct{} // closed, and another one made, when a claim ends
}

// claim makes name the load's, waiting for the load that has it.
func (l *loading) claim(ctx context.Context, name Name) error {
	c := &l.r.claims
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.of[name] != nil {
		if c.closesRing(l, name) {
			return l.claimAll(ctx)
		}
		l.wants, l.waits = name, true
		err := c.wait(ctx)
		l.waits = false
		if err != nil {
			return err
		}
	}
	c.put(l, name)
	return nil
}

// put notes a claim.
func (c *claims) put(l *loading, name Name) {
	if c.of == nil {
		c.of = map[Name]*loading{}
	}
	c.of[name] = l
}

// closesRing reports whether the load that has name waits, maybe by way of
// others, for l.
func (c *claims) closesRing(l *loading, name Name) bool {
	holder := c.of[name]
	for holder != nil && holder != l && holder.waits {
		holder = c.of[holder.wants]
	}
	return holder == l
}

// wait waits until a claim ends. The mutex is held before and after.
func (c *claims) wait(ctx context.Context) error {
	if c.released == nil {
		c.released = make(chan struct{})
	}
	released := c.released
	c.mu.Unlock()
	defer c.mu.Lock()
	select {
	case <-released:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// release ends all claims of a load.
func (c *claims) release(l *loading) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.releaseLocked(l)
}

func (c *claims) releaseLocked(l *loading) {
	for name := range l.parts {
		if c.of[name] == l {
			delete(c.of, name)
		}
	}
	if c.released != nil {
		close(c.released)
		c.released = nil
	}
}

// claimAll lets go of all that the load has, waits until nobody has any of what
// it needs, takes it all, and does the work anew. The mutex is held before and
// after.
func (l *loading) claimAll(ctx context.Context) error {
	c := &l.r.claims
	c.mu.Unlock()
	l.undoAll()
	c.mu.Lock()
	c.releaseLocked(l)
	for !l.allFree() {
		if err := c.wait(ctx); err != nil {
			return err
		}
	}
	for name := range l.parts {
		c.put(l, name)
	}
	c.mu.Unlock()
	defer c.mu.Lock()
	return l.redoAll(ctx)
}

// allFree reports whether nobody has any of what the load needs.
func (l *loading) allFree() bool {
	for name := range l.parts {
		if l.r.claims.of[name] != nil {
			return false
		}
	}
	return true
}
