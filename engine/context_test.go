package engine_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestContextIsDone calls everything with a context that is done already, on
// a collection that has something and on an empty one.
func TestContextIsDone(t *testing.T) {
	some := open(t, numbered(50)...)
	file := saved(t, some.Snapshot())
	e := query.And(query.Has("k"), query.Not(query.Eq("third", "1")))
	calls := map[string]func(ctx context.Context, c *engine.Collection) error{
		"Apply": func(ctx context.Context, c *engine.Collection) error {
			_, err := c.Apply(ctx, &engine.Batch{Sequence: 9})
			return err
		},
		"Upsert": func(ctx context.Context, c *engine.Collection) error { _, err := c.Upsert(ctx, res("x")); return err },
		"Delete": func(ctx context.Context, c *engine.Collection) error { _, err := c.Delete(ctx, "id1"); return err },
		"Load of none": func(ctx context.Context, c *engine.Collection) error {
			_, err := c.Load(ctx, stream(nil))
			return err
		},
		"Load": func(ctx context.Context, c *engine.Collection) error {
			_, err := c.Load(ctx, stream(nil, res("x")))
			return err
		},
		"Compact": func(ctx context.Context, c *engine.Collection) error { return c.Compact(ctx) },
		"Restore": func(ctx context.Context, c *engine.Collection) error { return c.Restore(ctx, bytes.NewReader(file)) },
		"Save":    func(ctx context.Context, c *engine.Collection) error { return c.Save(ctx, io.Discard) },
		"Count":   func(ctx context.Context, c *engine.Collection) error { _, err := c.Count(ctx, e); return err },
		"Count of a stored set": func(ctx context.Context, c *engine.Collection) error {
			_, err := c.Count(ctx, query.All())
			return err
		},
		"Find": func(ctx context.Context, c *engine.Collection) error {
			r, err := c.Find(ctx, e, engine.Page{})
			require.Zero(t, r)
			return err
		},
		"Find past the end": func(ctx context.Context, c *engine.Collection) error {
			_, err := c.Find(ctx, query.All(), engine.Page{Offset: 1000})
			return err
		},
		"Explain": func(ctx context.Context, c *engine.Collection) error { _, err := c.Explain(ctx, e); return err },
		"Matches": func(ctx context.Context, c *engine.Collection) (err error) {
			n := 0
			for r, e := range c.Matches(ctx, e) {
				require.Zero(t, r)
				n, err = n+1, e
			}
			require.Equal(t, 1, n)
			return err
		},
	}
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			for _, c := range []*engine.Collection{some, engine.Open(nil)} {
				unchanged(t, c, func() { require.ErrorIs(t, call(cancelled(), c), context.Canceled) })
			}
			late, stop := context.WithTimeout(bg, 0)
			defer stop()
			unchanged(t, some, func() { require.ErrorIs(t, call(late, some), context.DeadlineExceeded) })
		})
	}
}

// TestLoadIsCancelled ends the context in the middle of the stream, and with
// its last resource.
func TestLoadIsCancelled(t *testing.T) {
	const n = 2000
	for _, at := range []int{0, 1, 700, n - 1} {
		for _, gently := range []bool{false, true} {
			t.Run(fmt.Sprint(at, gently), func(t *testing.T) {
				ctx, cancel := context.WithCancel(bg)
				defer cancel()
				taken := 0
				source := func(yield func(resource.Resource, error) bool) {
					for i := range n {
						if i == at {
							cancel()
							if gently {
								return // as a source does that looks at the context itself
							}
						}
						if taken++; !yield(res(fmt.Sprint("id", i)), nil) {
							return
						}
					}
				}
				c := open(t, res("a"))
				unchanged(t, c, func() {
					done, err := c.Load(ctx, source)
					require.ErrorIs(t, err, context.Canceled)
					require.Zero(t, done)
				})
				require.LessOrEqual(t, taken, at+257, "went on for long")
				reg := engine.NewRegistry(nil)
				_, err := reg.Load(ctx, rows(nil, row("p", res("a"))))
				require.ErrorIs(t, err, context.Canceled)
			})
		}
	}
}

// TestRegistryLoadIsCancelled stops without an error of its own.
func TestRegistryLoadIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(bg)
	defer cancel()
	reg := engine.NewRegistry(nil)
	c := reg.Open("p", "images")
	unchanged(t, c, func() {
		_, err := reg.Load(ctx, func(yield func(engine.Row, error) bool) {
			yield(row("p", res("a")), nil)
			cancel()
		})
		require.ErrorIs(t, err, context.Canceled)
	})
}

// cancelReader and cancelWriter end a context with a call in the middle.
type cancelReader struct {
	r      io.Reader
	calls  int
	cancel context.CancelFunc
}

func (r *cancelReader) Read(p []byte) (int, error) {
	if r.calls--; r.calls == 0 {
		r.cancel()
	}
	return r.r.Read(p)
}

type cancelWriter struct {
	written, at int
	cancel      context.CancelFunc
}

func (w *cancelWriter) Write(p []byte) (int, error) {
	if w.written += len(p); w.written > w.at {
		w.cancel()
	}
	return len(p), nil
}

// TestLongWorkIsCancelled ends the context when work on many blocks is under
// way.
func TestLongWorkIsCancelled(t *testing.T) {
	c := open(t, numbered(40_000)...)
	file := saved(t, c.Snapshot())
	during := func(f func(ctx context.Context, cancel context.CancelFunc) error) {
		t.Helper()
		ctx, cancel := context.WithCancel(bg)
		defer cancel()
		unchanged(t, c, func() { require.ErrorIs(t, f(ctx, cancel), context.Canceled) })
	}
	during(func(ctx context.Context, cancel context.CancelFunc) error {
		return c.Restore(ctx, &cancelReader{r: bytes.NewReader(file), calls: 5, cancel: cancel})
	})
	during(func(ctx context.Context, cancel context.CancelFunc) error {
		w := &cancelWriter{at: len(file) / 3, cancel: cancel}
		err := c.Save(ctx, w)
		require.Less(t, w.written, len(file))
		return err
	})
	for _, text := range []string{"all", "k", "k=v and not third=1", `id = id5 or name ~ "id"`} {
		for _, at := range []int{1, 1500, 17_000} {
			during(func(ctx context.Context, cancel context.CancelFunc) (err error) {
				n, errs := 0, 0
				for _, e := range c.Matches(ctx, parse(t, text)) {
					if e != nil {
						err = e
						errs++
						continue
					}
					require.Zero(t, errs, "more after the error")
					if n++; n == at {
						cancel()
					}
				}
				require.Equal(t, 1, errs)
				require.LessOrEqual(t, n, at+1024, "went on for long")
				return err
			})
		}
	}
}

// TestCompactIsCancelled lets a context end by itself: Compact calls nothing
// of ours.
func TestCompactIsCancelled(t *testing.T) {
	c := open(t, numbered(30_000)...)
	unchanged(t, c, func() {
		ctx := &countdown{Context: bg, left: 12}
		require.ErrorIs(t, c.Compact(ctx), context.Canceled)
	})
	require.NoError(t, c.Compact(bg))
}

// countdown is done after it was asked some times.
type countdown struct {
	context.Context
	left int
}

func (c *countdown) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}
