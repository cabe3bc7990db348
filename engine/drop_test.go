package engine_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// paused is a stream of rows that stops before its last one until it is told to
// go on.
type paused struct {
	there, goOn chan struct{}
}

func newPaused() *paused { return &paused{there: make(chan struct{}), goOn: make(chan struct{})} }

func (p *paused) rows(all ...engine.Row) iter.Seq2[engine.Row, error] {
	return func(yield func(engine.Row, error) bool) {
		for i, r := range all {
			if i == len(all)-1 {
				close(p.there)
				<-p.goOn
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// within fails if something does not end soon.
func within(t *testing.T, what string, done <-chan error) error {
	t.Helper()
	select {
	case err := <-done:
		return err
	case <-time.After(20 * time.Second):
		t.Fatal(what, "does not end")
		return nil
	}
}

func inBackground(do func() error) <-chan error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	return done
}

func load(ctx context.Context, reg *engine.Registry, rows iter.Seq2[engine.Row, error]) <-chan error {
	return inBackground(func() error { _, err := reg.Load(ctx, rows); return err })
}

// TestDropWhileLoading: the collection of a load at work is dropped. The load
// says so, and nothing of it is there.
func TestDropWhileLoading(t *testing.T) {
	reg := engine.NewRegistry(nil)
	upsert(t, reg.Open("p", "images"), res("a"))
	upsert(t, reg.Open("q", "images"), res("a"))
	stream := newPaused()
	loading := load(bg, reg, stream.rows(row("q", res("b")), row("p", res("b")), row("p", res("c"))))
	<-stream.there
	old, _ := reg.Collection("p", "images")
	waiting := inBackground(func() error { _, err := old.Upsert(bg, res("d")); return err })
	require.True(t, reg.Drop("p", "images"), "it waits for no load")
	require.ErrorIs(t, within(t, "a waiting write", waiting), engine.ErrDropped)
	close(stream.goOn)
	require.ErrorIs(t, within(t, "the load", loading), engine.ErrDropped)
	_, ok := reg.Collection("p", "images")
	require.False(t, ok)
	require.Equal(t, "a", ids(t, reg.Open("q", "images"), "all"), "all or nothing")
}

// TestDropBeforeLoading: a load that waits for another writer of a collection
// that is dropped meanwhile makes the collection anew.
func TestDropBeforeLoading(t *testing.T) {
	reg := engine.NewRegistry(nil)
	upsert(t, reg.Open("p", "images"), res("a"))
	stream := newPaused()
	first := load(bg, reg, stream.rows(row("p", res("b")), row("p", res("c"))))
	<-stream.there
	second := inBackground(func() error {
		_, err := reg.LoadInto(bg, engine.Target{Name: engine.Name{Project: "p", Type: "images"}}, func(*engine.Snapshot) iter.Seq2[resource.Resource, error] {
			return func(yield func(resource.Resource, error) bool) { yield(res("x"), nil) }
		})
		return err
	})
	time.Sleep(time.Millisecond) // it may wait by then; it need not
	require.True(t, reg.Drop("p", "images"))
	close(stream.goOn)
	require.ErrorIs(t, within(t, "the first load", first), engine.ErrDropped)
	require.NoError(t, within(t, "the second load", second))
	require.Equal(t, "x", ids(t, reg.Open("p", "images"), "all"))
}

// TestNewCollectionIsThereOnceLoaded: while it is loaded there is nothing to
// find and nothing to drop, and who opens it waits for the same one.
func TestNewCollectionIsThereOnceLoaded(t *testing.T) {
	reg := engine.NewRegistry(nil)
	stream := newPaused()
	loading := load(bg, reg, stream.rows(row("p", res("a")), row("p", res("b"))))
	<-stream.there
	_, ok := reg.Collection("p", "images")
	require.False(t, ok)
	require.Empty(t, names(reg))
	require.False(t, reg.Drop("p", "images"))
	opened := reg.Open("p", "images")
	writing := inBackground(func() error { _, err := opened.Upsert(bg, res("c")); return err })
	close(stream.goOn)
	require.NoError(t, within(t, "the load", loading))
	require.NoError(t, within(t, "the write", writing))
	require.Equal(t, "a b c", ids(t, reg.Open("p", "images"), "all"))
}

// TestLoadsApart: loads that share no collection do not wait for each other, and
// one that waits looks at its context.
func TestLoadsApart(t *testing.T) {
	reg := engine.NewRegistry(nil)
	stream := newPaused()
	slow := load(bg, reg, stream.rows(row("p", res("a")), row("p", res("b"))))
	<-stream.there
	require.NoError(t, within(t, "a load of another collection", load(bg, reg, rows(nil, row("q", res("a"))))))
	ctx, cancel := context.WithTimeout(bg, 5*time.Millisecond)
	defer cancel()
	late := within(t, "a load that waits", load(ctx, reg, rows(nil, row("r", res("a")), row("p", res("c")))))
	require.ErrorIs(t, late, context.DeadlineExceeded)
	require.Equal(t, []engine.Name{{Project: "q", Type: "images"}}, names(reg), "nothing is left behind")
	close(stream.goOn)
	require.NoError(t, within(t, "the slow load", slow))
	require.Equal(t, "a b", ids(t, reg.Open("p", "images"), "all"))
}

// TestLoadsThatNeedEachOthersCollections: each of two loads holds what the other
// one needs next. Both end, one after the other, with what they counted.
func TestLoadsThatNeedEachOthersCollections(t *testing.T) {
	reg := engine.NewRegistry(nil)
	upsert(t, reg.Open("p", "images"), res("old", "k=1"), res("same", "k=1"))
	done := map[string]engine.Applied{}
	var mu sync.Mutex
	step := make(chan struct{})
	run := func(by, first, second string) <-chan error {
		return inBackground(func() error {
			got, err := reg.Load(bg, func(yield func(engine.Row, error) bool) {
				for _, r := range []resource.Resource{res(by, "k=0"), res("old", "k="+by), res("old", "k="+by), res(by, "k=1")} {
					if !yield(row(first, r), nil) {
						return
					}
				}
				step <- struct{}{}
				step <- struct{}{}
				yield(row(second, res(by)), nil)
			})
			mu.Lock()
			defer mu.Unlock()
			done[by] = got
			return err
		})
	}
	one, other := run("1", "p", "q"), run("2", "q", "p")
	for range 4 {
		<-step
	}
	require.NoError(t, within(t, "the one load", one))
	require.NoError(t, within(t, "the other load", other))
	for by, got := range done {
		require.Equal(t, 5, got.Inserted+got.Replaced, "rows of load %s", by)
	}
	// Whichever came first, its rows are there, and each counted one insertion.
	p, q := reg.Open("p", "images").Snapshot(), reg.Open("q", "images").Snapshot()
	require.Equal(t, 5, done["1"].Inserted+done["2"].Inserted)
	require.Contains(t, []string{"old same 1 2", "old same 2 1"}, ids(t, p, "all"))
	require.Equal(t, 3, q.Len())
	require.Equal(t, "1", ids(t, p, "k=1 and not id=same and not id=old"))
	require.Equal(t, "2", ids(t, q, "k=1"))
	require.Equal(t, "old", ids(t, p, "k=1 and id=old"))
}

// TestLoadsThatLetGoKeepReplacements: what a load replaced before it let go of a
// collection is replaced when it has done its work again, whichever of the two
// that is.
func TestLoadsThatLetGoKeepReplacements(t *testing.T) {
	reg := engine.NewRegistry(nil)
	for _, project := range []string{"p", "q"} {
		upsert(t, reg.Open(project, "images"), res("old", "k=0"), res("same", "k=0"))
	}
	ready, goOn := make(chan struct{}), make(chan struct{})
	run := func(by, first, second string) <-chan error {
		return load(bg, reg, func(yield func(engine.Row, error) bool) {
			_ = yield(row(first, res("old", "k="+by)), nil) && yield(row(first, res("same", "k=0")), nil)
			ready <- struct{}{}
			<-goOn // both hold one
			yield(row(second, res("new"+by)), nil)
		})
	}
	one, other := run("1", "p", "q"), run("2", "q", "p")
	<-ready
	<-ready
	close(goOn)
	require.NoError(t, within(t, "the one load", one))
	require.NoError(t, within(t, "the other load", other))
	require.Equal(t, "old", ids(t, reg.Open("p", "images"), "k=1"))
	require.Equal(t, "old", ids(t, reg.Open("q", "images"), "k=2"))
	for project, added := range map[string]string{"p": "new2", "q": "new1"} {
		require.Equal(t, "old same "+added, ids(t, reg.Open(project, "images"), "all"))
		require.Equal(t, "same", ids(t, reg.Open(project, "images"), "k=0"))
	}
}

// TestAcknowledgedIsThere has loads, single writes and drops of one collection
// at once. Whatever was acknowledged after the last drop is there, and nothing
// else: a drop and a write are one after the other.
func TestAcknowledgedIsThere(t *testing.T) {
	for round := range 60 {
		reg := engine.NewRegistry(nil)
		var mu sync.Mutex // of the log
		var drops int
		acknowledged := map[string][2]int{} // id: drops that had ended before the write began, and begun before it ended
		begun := 0
		var wg sync.WaitGroup
		for w := range 4 {
			rng := rand.New(rand.NewPCG(uint64(round), uint64(w)))
			wg.Go(func() {
				for i := range 12 {
					id := fmt.Sprint(w, "-", i)
					mu.Lock()
					before := drops
					mu.Unlock()
					err := writeSomehow(reg, rng.IntN(3), id)
					mu.Lock()
					if err == nil {
						acknowledged[id] = [2]int{before, begun}
					} else {
						assert.ErrorIs(t, err, engine.ErrDropped)
					}
					mu.Unlock()
				}
			})
		}
		wg.Go(func() {
			for range 6 {
				mu.Lock()
				begun++
				mu.Unlock()
				reg.Drop("p", "images")
				mu.Lock()
				drops++
				mu.Unlock()
				time.Sleep(20 * time.Microsecond)
			}
		})
		wg.Wait()
		c := reg.Open("p", "images")
		for id, at := range acknowledged {
			_, there := c.Get(id)
			if at[0] == drops {
				require.True(t, there, "%s was acknowledged after the last drop, and is gone", id)
			}
			if at[1] < drops {
				require.False(t, there, "%s was acknowledged before the last drop, and is there", id)
			}
		}
		for r := range c.Matches(bg, parse(t, "all")) {
			_, ok := acknowledged[r.ID]
			require.True(t, ok, "%s was refused, and is there", r.ID)
		}
	}
}

func writeSomehow(reg *engine.Registry, how int, id string) error {
	var err error
	switch how {
	case 0:
		_, err = reg.Load(bg, rows(nil, row("p", res(id)), row("p", res(id, "k=v"))))
	case 1:
		_, err = reg.LoadInto(bg, engine.Target{Name: engine.Name{Project: "p", Type: "images"}}, func(*engine.Snapshot) iter.Seq2[resource.Resource, error] {
			return stream(nil, res(id))
		})
	default:
		_, err = reg.Open("p", "images").Upsert(bg, res(id))
	}
	return err
}

// TestLoadIntoFails leaves nothing behind.
func TestLoadIntoFails(t *testing.T) {
	reg := engine.NewRegistry(nil)
	name := engine.Name{Project: "p", Type: "images"}
	broken := errors.New("broken")
	for range 2 {
		_, err := reg.LoadInto(bg, engine.Target{Name: name}, func(before *engine.Snapshot) iter.Seq2[resource.Resource, error] {
			require.Zero(t, before.Len())
			return stream(broken, res("a"))
		})
		require.ErrorIs(t, err, broken)
		require.Empty(t, names(reg))
	}
	done, err := reg.LoadInto(bg, engine.Target{Name: name}, func(*engine.Snapshot) iter.Seq2[resource.Resource, error] { return stream(nil) })
	require.NoError(t, err)
	require.Equal(t, engine.Applied{}, done)
	require.Empty(t, names(reg), "nothing was loaded, so nothing is made")
	done, err = reg.LoadInto(bg, engine.Target{Name: name}, func(*engine.Snapshot) iter.Seq2[resource.Resource, error] { return stream(nil, res("a")) })
	require.NoError(t, err)
	require.Equal(t, engine.Applied{Inserted: 1, Version: 1}, done)
	require.Equal(t, []engine.Name{name}, names(reg))
}
