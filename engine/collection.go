package engine

import (
	"context"
	"fmt"
	"io"
	"iter"
	"sync"
	"sync/atomic"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Collection holds the resources of one project and one resource type. All
// methods are safe for concurrent use. The zero Collection is empty, has the
// default options and is ready to use; it must not be copied.
type Collection struct {
	opts    Options
	opening sync.Once
	writing chan struct{} // full while a writer is at work, from its first look to the publication
	dropped chan struct{} // closed by Registry.Drop
	// ending is held while a version is published and while the collection is
	// dropped, so that one of them comes first.
	ending  sync.Mutex
	current atomic.Pointer[Snapshot]
}

// Open makes an empty collection. Options may be nil.
func Open(opts *Options) *Collection {
	c := &Collection{opts: opts.orDefault()}
	c.open()
	return c
}

// open makes the empty version, once. Who finds a version needs no call of it.
func (c *Collection) open() {
	c.opening.Do(func() {
		c.writing, c.dropped = make(chan struct{}, 1), make(chan struct{})
		c.current.Store(&Snapshot{v: index.EmptyWith(c.opts.declared()), unions: c.opts.unionCache()})
	})
}

// Snapshot returns the current version. It costs one atomic load and never
// waits. Of a collection that Registry.Drop has dropped it is the last one.
func (c *Collection) Snapshot() *Snapshot {
	if s := c.current.Load(); s != nil {
		return s
	}
	c.open()
	return c.current.Load()
}

// drop ends the publication of versions: every write that has not published
// yet, and every later one, fails with ErrDropped.
func (c *Collection) drop() {
	c.open()
	c.ending.Lock()
	defer c.ending.Unlock()
	close(c.dropped)
}

// isDropped reports whether the collection was dropped.
func (c *Collection) isDropped() bool {
	select {
	case <-c.dropped:
		return true
	default:
		return false
	}
}

// Apply makes the changes of b in their order and publishes them as one
// version. At the first change that fails (a *BatchError), or when ctx is
// done, nothing is changed; ctx ends the wait for another writer too.
//
// A batch that changes nothing publishes nothing, and Applied has the number of
// the current version: an empty one (nil is one, too) without a sequence
// number, one that deletes what is not there, or one that gives tags that are
// there already. A sequence number is a change, and so is every Upsert, even of
// what is there already.
//
// A change costs in proportion to the tags of its resource, and to the name
// where that is new or another, not to the collection: tens to hundreds of
// microseconds for a batch of one on a million images, less for each change
// of a larger batch.
func (c *Collection) Apply(ctx context.Context, b *Batch) (Applied, error) {
	t, err := c.begin(ctx)
	if err != nil {
		return Applied{}, err
	}
	defer t.end()
	if b == nil {
		b = new(Batch)
	}
	if err := t.setSequence(b.Sequence); err != nil {
		return Applied{}, err
	}
	t.maxTags = b.MaxTags
	for i := range b.changes {
		if err := t.apply(ctx, &b.changes[i]); err != nil {
			return Applied{}, &BatchError{Change: i, ID: b.changes[i].resource.ID, Err: err}
		}
	}
	return t.commit(ctx)
}

// Upsert inserts or replaces resources as one batch.
func (c *Collection) Upsert(ctx context.Context, rs ...resource.Resource) (Applied, error) {
	b := Batch{changes: make([]change, 0, len(rs))}
	for _, r := range rs {
		b.Upsert(r)
	}
	return c.Apply(ctx, &b)
}

// Delete removes resources by id as one batch.
func (c *Collection) Delete(ctx context.Context, ids ...string) (Applied, error) {
	b := Batch{changes: make([]change, 0, len(ids))}
	for _, id := range ids {
		b.Delete(id)
	}
	return c.Apply(ctx, &b)
}

// Load upserts a stream as one batch: all of it becomes visible as one
// version at the end. At the first error of the stream, which is returned as
// it is, nothing is changed. Other writers wait meanwhile; readers do not. An
// empty stream publishes nothing.
func (c *Collection) Load(ctx context.Context, rs iter.Seq2[resource.Resource, error]) (Applied, error) {
	t, err := c.begin(ctx)
	if err != nil {
		return Applied{}, err
	}
	defer t.end()
	if err := t.load(ctx, rs); err != nil {
		return Applied{}, err
	}
	return t.commit(ctx)
}

// Compact numbers the resources anew, closing the gaps that deletions left,
// in their order, and publishes the result as one version with the same
// answers. It costs as much as loading all of it and, until older snapshots
// are dropped, as much memory again.
func (c *Collection) Compact(ctx context.Context) error {
	t, err := c.begin(ctx)
	if err != nil {
		return err
	}
	defer t.end()
	old := t.from.v
	t.b, t.changed = old.Successor().Builder(), true
	t.b.SetSequence(old.Sequence())
	for r, err := range t.from.Matches(ctx, query.All()) {
		if err != nil {
			return err
		}
		if _, err := t.b.Upsert(&r); err != nil {
			return fmt.Errorf("%w: %w", ErrFull, err)
		}
	}
	_, err = t.commit(ctx)
	return err
}

// Restore replaces the whole content, and the sequence number, by what Save
// wrote, as one version. r is read to its end. Bytes that are damaged, cut
// off or followed by others are refused with an error that wraps ErrCorrupt,
// more resources than Options.MaxResources with ErrFull, and nothing is
// changed.
func (c *Collection) Restore(ctx context.Context, r io.Reader) error {
	t, err := c.begin(ctx)
	if err != nil {
		return err
	}
	defer t.end()
	t.b, t.changed = t.from.v.Successor().Builder(), true
	var full error
	n := 0
	err = t.b.Load(ctx, r, func(r *resource.Resource) error {
		n++
		if full = t.room(n); full != nil {
			return full
		}
		return t.check(r)
	})
	switch {
	case full != nil: // the bytes are not to blame
		return full
	case err != nil:
		return err
	}
	_, err = t.commit(ctx)
	return err
}

// Count is Snapshot().Count.
func (c *Collection) Count(ctx context.Context, e query.Expr) (int, error) {
	return c.Snapshot().Count(ctx, e)
}

// Find is Snapshot().Find.
func (c *Collection) Find(ctx context.Context, e query.Expr, p Page) (Result, error) {
	return c.Snapshot().Find(ctx, e, p)
}

// Select is Snapshot().Select.
func (c *Collection) Select(ctx context.Context, e query.Expr, p Page) (Rows, error) {
	return c.Snapshot().Select(ctx, e, p)
}

// List is Snapshot().List.
func (c *Collection) List(ctx context.Context, e query.Expr, l Listing) (Listed, error) {
	return c.Snapshot().List(ctx, e, l)
}

// Matches is Snapshot().Matches: all of it comes from the version that is
// current when Matches is called.
func (c *Collection) Matches(ctx context.Context, e query.Expr) iter.Seq2[resource.Resource, error] {
	return c.Snapshot().Matches(ctx, e)
}

// Explain is Snapshot().Explain.
func (c *Collection) Explain(ctx context.Context, e query.Expr) (*Plan, error) {
	return c.Snapshot().Explain(ctx, e)
}

// Get is Snapshot().Get.
func (c *Collection) Get(id string) (resource.Resource, bool) { return c.Snapshot().Get(id) }

// Save is Snapshot().Save.
func (c *Collection) Save(ctx context.Context, w io.Writer) error { return c.Snapshot().Save(ctx, w) }
