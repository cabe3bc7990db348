package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/resource"
)

// txn is one write: everything is built aside, then one pointer is swapped.
// It holds the collection's writer lock from begin to end.
type txn struct {
	c       *Collection
	from    *Snapshot
	b       *index.Builder
	n       int  // changes asked for
	changed bool // the version is another one; if not, none is published
	details details
	done    Applied

	maxTags int // of Batch
}

// begin waits for the writer before, but no longer than ctx, and no longer
// than until the collection is dropped. Writers come in the order in which they
// began to wait.
func (c *Collection) begin(ctx context.Context) (*txn, error) {
	c.open()
	select {
	case c.writing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-c.dropped:
		return nil, ErrDropped
	}
	if c.isDropped() {
		<-c.writing
		return nil, ErrDropped
	}
	from := c.current.Load()
	return &txn{c: c, from: from, b: from.v.Builder()}, nil
}

// end lets the next writer in. Without commit before it, nothing happened.
func (t *txn) end() {
	t.b.Discard()
	<-t.c.writing
}

// commit publishes what was built, unless ctx is done: a source that looks
// at it too may have ended early, without an error.
func (t *txn) commit(ctx context.Context) (Applied, error) {
	if err := ctx.Err(); err != nil {
		return Applied{}, err
	}
	return t.publish(t.freeze())
}

// freeze makes the version to publish: the current one if nothing is changed.
func (t *txn) freeze() *Snapshot {
	if !t.changed {
		return t.from
	}
	return &Snapshot{v: t.b.Freeze(), unions: t.from.unions}
}

// publish makes s the current version, unless the collection was dropped: what
// is acknowledged is there for all who come later, or was dropped after.
func (t *txn) publish(s *Snapshot) (Applied, error) {
	t.c.ending.Lock()
	defer t.c.ending.Unlock()
	if t.c.isDropped() {
		return Applied{}, ErrDropped
	}
	t.c.current.Store(s)
	t.done.Version = s.Version()
	t.done.addKinds(t.b.Mismatches())
	return t.done, nil
}

// load upserts a stream.
func (t *txn) load(ctx context.Context, rs iter.Seq2[resource.Resource, error]) error {
	i := 0
	for r, err := range rs {
		if err != nil {
			return err
		}
		if err := t.apply(ctx, &change{resource: r}); err != nil {
			return &BatchError{Change: i, ID: r.ID, Err: err}
		}
		i++
	}
	return nil
}

func (t *txn) setSequence(n uint64) error {
	if n == 0 {
		return nil
	}
	if last := t.from.Sequence(); n <= last {
		return fmt.Errorf("%w: %d, last was %d", ErrStaleSequence, n, last)
	}
	t.b.SetSequence(n)
	t.changed = true
	return nil
}

// ctxEvery is after how many changes a write looks at its context, and whether
// its collection is still there.
const ctxEvery = 256

func (t *txn) apply(ctx context.Context, ch *change) error {
	if t.n%ctxEvery == 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		if t.c.isDropped() {
			return ErrDropped
		}
	}
	t.n++
	switch ch.kind {
	case remove:
		if t.b.Delete(ch.resource.ID) {
			t.done.Deleted++
			t.changed = true
		}
		return nil
	case setTags:
		return t.setTags(&ch.resource)
	case removeTags:
		return t.removeTags(&ch.resource)
	}
	return t.upsert(&ch.resource)
}

func (t *txn) upsert(r *resource.Resource) error {
	if err := t.check(r); err != nil {
		return err
	}
	if err := t.c.opts.checkKinds(r); err != nil {
		return err
	}
	t.changed = true
	replaced, err := t.b.Upsert(r)
	switch {
	case errors.Is(err, index.ErrOrdinals):
		return fmt.Errorf("%w: %w", ErrFull, err)
	case err != nil:
		return err
	case replaced:
		t.done.Replaced++
		return nil
	}
	t.done.Inserted++
	return t.room(t.b.Len())
}

// room reports whether so many resources may be held.
func (t *txn) room(n int) error {
	if limit := t.c.opts.MaxResources; limit > 0 && n > limit {
		return fmt.Errorf("%w: more than %d resources", ErrFull, limit)
	}
	return nil
}

// check is what every resource must pass, wherever it comes from: it is
// Resource.Validate, but for a detail that was met before.
func (t *txn) check(r *resource.Resource) error {
	if err := r.ValidateFields(); err != nil {
		return err
	}
	if r.Detail != "" && !t.details.isDetail(r.Detail) {
		return r.NoDetail()
	}
	return nil
}
