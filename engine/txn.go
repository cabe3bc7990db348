package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/resource"
)

// txn is one write: everything is built aside, then one pointer is swapped.
// It holds the collection's writer lock from begin to end.
type txn struct {
	c       *Collection
	from    *Snapshot
	b       *index.Builder
	n       int // changes made
	details details
	done    Applied

	maxTags int // of Batch
}

// begin waits for the writer before, but no longer than ctx. Writers come in
// the order in which they began to wait.
func (c *Collection) begin(ctx context.Context) (*txn, error) {
	select {
	case c.writing <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
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
	return t.publish(), nil
}

func (t *txn) publish() Applied {
	s := &Snapshot{v: t.b.Freeze(), unions: t.from.unions}
	t.c.current.Store(s)
	t.done.Version = s.Version()
	t.done.noteKinds(t.b)
	return t.done
}

func (t *txn) setSequence(n uint64) error {
	if n == 0 {
		return nil
	}
	if last := t.from.Sequence(); n <= last {
		return fmt.Errorf("%w: %d, last was %d", ErrStaleSequence, n, last)
	}
	t.b.SetSequence(n)
	return nil
}

// ctxEvery is after how many changes a write looks at its context.
const ctxEvery = 256

func (t *txn) apply(ctx context.Context, ch *change) error {
	if t.n%ctxEvery == 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	t.n++
	switch ch.kind {
	case remove:
		if t.b.Delete(ch.resource.ID) {
			t.done.Deleted++
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

// check is what every resource must pass, wherever it comes from.
func (t *txn) check(r *resource.Resource) error {
	if err := r.Validate(); err != nil {
		return err
	}
	if r.Detail != "" && !t.details.isObject(r.Detail) {
		return &resource.FieldError{ID: r.ID, Field: "detail", Reason: "is not a JSON object"}
	}
	return nil
}
