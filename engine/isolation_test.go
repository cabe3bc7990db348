package engine_test

import (
	"bytes"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestIsolation has a subtest for each thing that readers beside a writer
// could see and must not.
func TestIsolation(t *testing.T) {
	t.Run("dirty read", func(t *testing.T) {
		// A reader sees nothing of a write under way, nor of one that failed.
		c := open(t, res("a", "k=v"))
		before := c.Snapshot()
		half := func(yield func(resource.Resource, error) bool) {
			for _, r := range []resource.Resource{res("a", "k=other"), res("b", "k=v")} {
				if !yield(r, nil) {
					return
				}
				require.Same(t, before, c.Snapshot())
				require.Equal(t, "a", ids(t, c, "k=v"))
			}
			yield(resource.Resource{}, errBroken)
		}
		_, err := c.Load(bg, half)
		require.ErrorIs(t, err, errBroken)
		require.Same(t, before, c.Snapshot())
	})

	t.Run("non-repeatable read", func(t *testing.T) {
		// What a snapshot has read once it reads again, whatever was written.
		c := open(t, res("a", "k=v"))
		s := c.Snapshot()
		first, _ := s.Get("a")
		upsert(t, c, named("a", "other", "k=w"))
		second, ok := s.Get("a")
		require.True(t, ok)
		require.Equal(t, first, second)
		remove(t, c, "a")
		third, ok := s.Get("a")
		require.True(t, ok)
		require.Equal(t, first, third)
	})

	t.Run("phantom read", func(t *testing.T) {
		// A resource that comes to match later is in no older answer.
		c := open(t, res("a", "k=v"), res("b", "k=w"))
		s := c.Snapshot()
		upsert(t, c, res("b", "k=v"), res("c", "k=v"))
		require.Equal(t, "a", ids(t, s, "k=v"))
		require.Equal(t, "b", ids(t, s, "not k=v"))
		require.Equal(t, 2, count(t, s, "all"))
		require.Equal(t, "a b c", ids(t, c, "k=v"))
	})

	t.Run("read skew", func(t *testing.T) {
		// Two calls on a collection may see two versions, two on a snapshot not.
		c := open(t, res("a", "on"), res("b"))
		s := c.Snapshot()
		require.Equal(t, "a", ids(t, s, "on"))
		upsert(t, c, res("a"), res("b", "on"))
		require.Equal(t, "b", ids(t, s, "not on"))
		require.Equal(t, "a", ids(t, c, "not on"))
	})

	t.Run("half-visible batch under not", halfVisible)
	t.Run("total and page of two versions", totalAndPage)
	t.Run("lost update", lostUpdate)

	t.Run("own write unread", func(t *testing.T) {
		// A writer that has its answer finds what it wrote, in that version.
		c := engine.Open(nil)
		for i := range 10 {
			done, err := c.Upsert(bg, res(fmt.Sprint(i), "k=v"))
			require.NoError(t, err)
			require.Equal(t, done.Version, c.Snapshot().Version())
			require.Equal(t, i+1, count(t, c.Snapshot(), "k=v"))
		}
	})
}

// halfVisible passes a tag from one resource to the next. At every moment
// exactly one has it, so one that does not would be seen as a second.
func halfVisible(t *testing.T) {
	const n, rounds = 5, 300
	c := open(t, res("r0", "token=x"), res("r1"), res("r2"), res("r3"), res("r4"))
	without := parse(t, "not token")
	whileWriting(t, func(writing *atomic.Bool) {
		for writing.Load() {
			got, err := c.Count(bg, without)
			if !assert.NoError(t, err) || !assert.Equal(t, n-1, got) {
				return
			}
		}
	}, func() {
		for i := range rounds {
			var b engine.Batch
			b.Upsert(res(fmt.Sprint("r", i%n)))
			b.Upsert(res(fmt.Sprint("r", (i+1)%n), "token=x"))
			_, err := c.Apply(bg, &b)
			require.NoError(t, err)
		}
	})
}

// totalAndPage adds and removes a whole group at once: a page has all of it
// or nothing.
func totalAndPage(t *testing.T) {
	const group, rounds = 20, 150
	c := open(t, numbered(50)...)
	extra := make([]resource.Resource, group)
	gone := make([]string, group)
	for i := range extra {
		gone[i] = fmt.Sprint("extra", i)
		extra[i] = res(gone[i], "group=on")
	}
	e := parse(t, "group=on")
	whileWriting(t, func(writing *atomic.Bool) {
		for writing.Load() {
			found, err := c.Find(bg, e, engine.Page{Limit: 2 * group})
			if !assert.NoError(t, err) || !assert.Len(t, found.Resources, found.Total) ||
				!assert.Contains(t, []int{0, group}, found.Total) {
				return
			}
		}
	}, func() {
		for range rounds {
			upsert(t, c, extra...)
			remove(t, c, gone...)
		}
	})
}

// lostUpdate has writers that each change resources of their own: all changes
// are in the end, each batch its own version.
func lostUpdate(t *testing.T) {
	const writers, each = 4, 50
	c := engine.Open(nil)
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				_, err := c.Upsert(bg, res(fmt.Sprintf("%d-%d", w, i), fmt.Sprint("w=", w)))
				assert.NoError(t, err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, uint64(writers*each), c.Snapshot().Version())
	for w := range writers {
		require.Equal(t, each, count(t, c.Snapshot(), fmt.Sprint("w=", w)))
	}
}

// whileWriting runs two readers beside a writer until it is done.
func whileWriting(t *testing.T, read func(writing *atomic.Bool), write func()) {
	t.Helper()
	var writing atomic.Bool
	writing.Store(true)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() { read(&writing) })
	}
	func() {
		defer writing.Store(false)
		write()
	}()
	wg.Wait()
}

// moment is a snapshot and all that it answered when it was new.
type moment struct {
	s     *engine.Snapshot
	bytes []byte
	terms []string
	found map[string]engine.Result
}

var momentQueries = []string{
	"all", "none", "tagged", "not tagged", "k", "not k", "k=v", "not k=v", "k in (v, w, x)", "third=1 and not k=v",
	"third ~ 1 or u", `name ~ "id1"`, `name ^= "ID1"`, `name ~ "d"`, `name = ""`, `not name ~ "1"`, `id = id7`, "u", "not (u and k)",
}

func momentOf(t testing.TB, s *engine.Snapshot) moment {
	m := moment{s: s, bytes: saved(t, s), terms: terms(s), found: map[string]engine.Result{}}
	for _, q := range momentQueries {
		r, err := s.Find(bg, parse(t, q), engine.Page{Offset: 3, Limit: 25})
		require.NoError(t, err)
		m.found[q] = r
	}
	return m
}

// TestOldSnapshots takes a snapshot after each of many writes of every kind,
// and asks all of them again at the end.
func TestOldSnapshots(t *testing.T) {
	c := open(t, numbered(60)...)
	var other bytes.Buffer
	require.NoError(t, open(t, res("restored", "k=v"), named("nameless", "", "u")).Save(bg, &other))
	writes := []struct {
		name  string
		write func(t *testing.T, i int)
	}{
		{"insert", func(t *testing.T, i int) { upsert(t, c, res(fmt.Sprint("new", i), "k=w", fmt.Sprint("u=", i))) }},
		{"another value", func(t *testing.T, i int) { upsert(t, c, res(fmt.Sprint("id", i), "k=x")) }},
		{"another name", func(t *testing.T, i int) { upsert(t, c, named(fmt.Sprint("id", i+1), fmt.Sprint("Ïd", i), "k=v")) }},
		{"no tag and no name", func(t *testing.T, i int) { upsert(t, c, named(fmt.Sprint("id", i+2), "")) }},
		{"delete", func(t *testing.T, i int) { remove(t, c, fmt.Sprint("id", i+3), fmt.Sprint("new", i-1)) }},
		{"delete and insert", func(t *testing.T, i int) {
			var b engine.Batch
			b.Delete(fmt.Sprint("id", i+4))
			b.Upsert(res(fmt.Sprint("id", i+4), "k=v"))
			_, err := c.Apply(bg, &b)
			require.NoError(t, err)
		}},
		{"compact", func(t *testing.T, _ int) { require.NoError(t, c.Compact(bg)) }},
		{"sequence", func(t *testing.T, _ int) {
			_, err := c.Apply(bg, &engine.Batch{Sequence: c.Snapshot().Sequence() + 1})
			require.NoError(t, err)
		}},
		{"restore", func(t *testing.T, _ int) { require.NoError(t, c.Restore(bg, bytes.NewReader(other.Bytes()))) }},
		{"load", func(t *testing.T, i int) {
			_, err := c.Load(bg, stream(nil, numbered(40+i)...))
			require.NoError(t, err)
		}},
	}
	moments := []moment{momentOf(t, c.Snapshot())}
	for round := range 3 {
		for _, w := range writes {
			w.write(t, round*8)
			moments = append(moments, momentOf(t, c.Snapshot()))
		}
	}
	for i, m := range moments {
		require.Equal(t, m, momentOf(t, m.s), "after write %d", i)
		require.Equal(t, uint64(i+1), m.s.Version())
	}
}

// TestOldSnapshotOfManyBlocks does the same where postings have chunks of
// every form.
func TestOldSnapshotOfManyBlocks(t *testing.T) {
	c := open(t, numbered(40_000)...)
	s := c.Snapshot()
	e := []query.Expr{parse(t, "third=1"), parse(t, "not third=1"), parse(t, "k=v and not third=2"), parse(t, `name ~ "d39"`)}
	want := make([]string, len(e))
	for i := range e {
		want[i] = idsOf(matches(t, s, e[i]))
	}
	for i := range 40 {
		upsert(t, c, res(fmt.Sprint("id", i*999), "third=other"), res(fmt.Sprint("new", i), "k=v"))
		remove(t, c, fmt.Sprint("id", i*1001+1))
	}
	require.NoError(t, c.Compact(bg))
	for i := range e {
		require.True(t, want[i] == idsOf(matches(t, s, e[i])), "%s has changed", e[i])
		require.False(t, want[i] == idsOf(matches(t, c, e[i])), "%s is as it was in the new version", e[i])
	}
}
