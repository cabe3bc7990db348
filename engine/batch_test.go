package engine_test

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

var errBroken = errors.New("the source is broken")

// TestBatchIsAllOrNothing puts one change that fails at every place of a
// batch of all kinds of changes.
func TestBatchIsAllOrNothing(t *testing.T) {
	good := []func(b *engine.Batch){
		func(b *engine.Batch) { b.Upsert(res("new", "fresh=1", "k=v")) },
		func(b *engine.Batch) { b.Upsert(res("a", "k=w")) },
		func(b *engine.Batch) { b.Delete("b") },
		func(b *engine.Batch) { b.Upsert(named("c", "another name")) },
		func(b *engine.Batch) { b.Delete("new") },
		func(b *engine.Batch) { b.Upsert(res("b", "again=1")) },
	}
	for place := range len(good) + 1 {
		t.Run(fmt.Sprint(place), func(t *testing.T) {
			c := open(t, res("a", "k=v"), res("b", "k=v", "l=x"), res("c"))
			b := engine.Batch{Sequence: 5}
			for i, add := range good {
				if i == place {
					b.Upsert(resource.Resource{ID: "bad", Tags: []resource.Tag{{}}})
				}
				add(&b)
			}
			if place == len(good) {
				b.Upsert(resource.Resource{ID: "bad", Tags: []resource.Tag{{}}})
			}
			before := momentOf(t, c.Snapshot())
			unchanged(t, c, func() {
				done, err := c.Apply(bg, &b)
				require.Zero(t, done)
				var at *engine.BatchError
				require.ErrorAs(t, err, &at)
				require.Equal(t, place, at.Change)
				require.Equal(t, "bad", at.ID)
				require.ErrorIs(t, err, engine.ErrInvalidResource)
				require.ErrorContains(t, err, fmt.Sprintf(`change %d of the batch (resource "bad"): `, place))
			})
			require.Equal(t, before, momentOf(t, c.Snapshot()))

			// Nothing of the failed one is in the way of the next.
			_, err := c.Apply(bg, &engine.Batch{Sequence: 5})
			require.NoError(t, err)
			require.Equal(t, []string{"k 2", "k=v 2", "l 1", "l=x 1"}, terms(c.Snapshot()))
		})
	}
}

// TestBatchChanges has what becomes of a b c, in order.
func TestBatchChanges(t *testing.T) {
	for _, tc := range []struct {
		name string
		make func(b *engine.Batch)
		want string
		done engine.Applied
	}{
		{"nothing", func(*engine.Batch) {}, "a b c", engine.Applied{}},
		{"insert goes to the end", func(b *engine.Batch) { b.Upsert(res("0")) }, "a b c 0", engine.Applied{Inserted: 1}},
		{"replaced keeps its place", func(b *engine.Batch) { b.Upsert(res("a", "k=v")) }, "a b c", engine.Applied{Replaced: 1}},
		{"replaced by the same", func(b *engine.Batch) { b.Upsert(res("a")) }, "a b c", engine.Applied{Replaced: 1}},
		{"delete", func(b *engine.Batch) { b.Delete("b") }, "a c", engine.Applied{Deleted: 1}},
		{"delete what is not there", func(b *engine.Batch) { b.Delete("x"); b.Delete("") }, "a b c", engine.Applied{}},
		{"delete twice", func(b *engine.Batch) { b.Delete("b"); b.Delete("b") }, "a c", engine.Applied{Deleted: 1}},
		{"delete all", func(b *engine.Batch) { b.Delete("c"); b.Delete("a"); b.Delete("b") }, "", engine.Applied{Deleted: 3}},
		{"delete and insert again", func(b *engine.Batch) { b.Delete("a"); b.Upsert(res("a")) }, "b c a", engine.Applied{Deleted: 1, Inserted: 1}},
		{"insert and delete", func(b *engine.Batch) { b.Upsert(res("x")); b.Delete("x") }, "a b c", engine.Applied{Deleted: 1, Inserted: 1}},
		{"replace and delete", func(b *engine.Batch) { b.Upsert(res("b", "k=v")); b.Delete("b") }, "a c", engine.Applied{Deleted: 1, Replaced: 1}},
		{"the same twice", func(b *engine.Batch) { b.Upsert(res("x", "k=1")); b.Upsert(res("x", "k=2")) }, "a b c x", engine.Applied{Inserted: 1, Replaced: 1}},
		{"round and round", func(b *engine.Batch) {
			for range 3 {
				b.Upsert(res("b", "k=1"))
				b.Delete("b")
				b.Upsert(res("b", "k=2"))
				b.Upsert(res("a", "l=1"))
			}
		}, "a c b", engine.Applied{Inserted: 3, Replaced: 5 + 1, Deleted: 3}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := open(t, res("a"), res("b"), res("c"))
			before := c.Snapshot()
			var b engine.Batch
			tc.make(&b)
			done, err := c.Apply(bg, &b)
			require.NoError(t, err)
			if tc.done.Version = 2; reflect.DeepEqual(tc.done, engine.Applied{Version: 2}) {
				tc.done.Version = 1 // nothing is changed, so nothing is published
				require.Same(t, before, c.Snapshot())
			}
			require.Equal(t, tc.done, done)
			require.Equal(t, tc.want, ids(t, c, "all"))
			require.Equal(t, len(strings.Fields(tc.want)), c.Snapshot().Len())
		})
	}
}

// TestLastOfABatchCounts: of changes to one resource the last stands.
func TestLastOfABatchCounts(t *testing.T) {
	c := open(t, res("a", "k=0", "gone"))
	var b engine.Batch
	b.Upsert(res("a", "k=1"))
	b.Upsert(res("a", "k=2", "l=2"))
	b.Upsert(named("a", "the last", "k=3"))
	require.Equal(t, 3, b.Len())
	_, err := c.Apply(bg, &b)
	require.NoError(t, err)
	got, _ := c.Get("a")
	require.Equal(t, named("a", "the last", "k=3"), got)
	require.Equal(t, []string{"k 1", "k=3 1"}, terms(c.Snapshot()))
	require.Equal(t, "a", ids(t, c, `name ~ "last"`))
	require.Empty(t, ids(t, c, `name = a`))
}

// TestBatchMayBeUsedAgain applies one batch twice, changed in between, and
// after Reset.
func TestBatchMayBeUsedAgain(t *testing.T) {
	c := engine.Open(nil)
	tags := []resource.Tag{{Key: "k", Value: "v"}}
	b := engine.Batch{Sequence: 3}
	b.Upsert(resource.Resource{ID: "a", Tags: tags})
	_, err := c.Apply(bg, &b)
	require.NoError(t, err)
	tags[0] = resource.Tag{Key: "other"} // the slice is the caller's again
	require.Equal(t, []string{"k 1", "k=v 1"}, terms(c.Snapshot()))

	b.Sequence++
	done, err := c.Apply(bg, &b)
	require.NoError(t, err)
	require.Equal(t, engine.Applied{Replaced: 1, Version: 2}, done)
	require.Equal(t, []string{"other 1", "other= 1"}, terms(c.Snapshot()))

	b.Reset()
	require.Zero(t, b.Len())
	require.Zero(t, b.Sequence)
	_, err = c.Apply(bg, &b)
	require.NoError(t, err)
	require.Equal(t, "a", ids(t, c, "all"))
}

// TestUpsertAndDeleteAreOneBatch: several resources, one version.
func TestUpsertAndDeleteAreOneBatch(t *testing.T) {
	c := engine.Open(nil)
	done, err := c.Upsert(bg, res("a"), res("b"), res("a", "k=v"))
	require.NoError(t, err)
	require.Equal(t, engine.Applied{Inserted: 2, Replaced: 1, Version: 1}, done)
	done, err = c.Delete(bg, "a", "x", "b")
	require.NoError(t, err)
	require.Equal(t, engine.Applied{Deleted: 2, Version: 2}, done)
	for _, none := range []func() (engine.Applied, error){
		func() (engine.Applied, error) { return c.Upsert(bg) },
		func() (engine.Applied, error) { return c.Delete(bg) },
		func() (engine.Applied, error) { return c.Delete(bg, "nobody") },
		func() (engine.Applied, error) { return c.Load(bg, stream(nil)) },
		func() (engine.Applied, error) { return c.Apply(bg, nil) },
	} {
		before := c.Snapshot()
		done, err := none()
		require.NoError(t, err)
		require.Equal(t, engine.Applied{Version: before.Version()}, done)
		require.Same(t, before, c.Snapshot(), "nothing was published")
	}
}

// TestLargeBatch passes the places where a write looks at its context and
// where names are taken apart in portions.
func TestLargeBatch(t *testing.T) {
	const n = 9000
	c := engine.Open(nil)
	var b engine.Batch
	for i := range n {
		b.Upsert(res(fmt.Sprint("id", i), "k=v"))
		if i%1000 == 999 {
			b.Delete(fmt.Sprint("id", i-500))
			b.Upsert(named(fmt.Sprint("id", i), "renamed"))
		}
	}
	done, err := c.Apply(bg, &b)
	require.NoError(t, err)
	require.Equal(t, engine.Applied{Inserted: n, Replaced: 9, Deleted: 9, Version: 1}, done)
	require.Equal(t, n-9, c.Snapshot().Len())
	require.Equal(t, n-18, count(t, c.Snapshot(), `name ~ "d" and name ^= "id" and k=v`))
	require.Equal(t, 9, count(t, c.Snapshot(), `name = renamed`))

	b.Upsert(resource.Resource{})
	unchanged(t, c, func() {
		_, err := c.Apply(bg, &b)
		var at *engine.BatchError
		require.ErrorAs(t, err, &at)
		require.Equal(t, b.Len()-1, at.Change)
	})
}

// TestNoGoroutineOutlivesACall fails large batches when much of the work that
// a second goroutine does is still before it.
func TestNoGoroutineOutlivesACall(t *testing.T) {
	var b engine.Batch
	for i := range 5000 {
		b.Upsert(named(fmt.Sprint("id", i), strings.Repeat(fmt.Sprint(i, " "), 60)))
	}
	b.Upsert(res(""))
	c := engine.Open(nil)
	before := runtime.NumGoroutine()
	for range 3 {
		_, err := c.Apply(bg, &b)
		require.ErrorIs(t, err, engine.ErrInvalidResource)
		// Its last instructions may wait for a core; the work takes far longer.
		for range 25 {
			if runtime.NumGoroutine() <= before {
				break
			}
			time.Sleep(time.Millisecond)
		}
		require.LessOrEqual(t, runtime.NumGoroutine(), before)
	}
}
