package engine_test

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// row is of the images of a project.
func row(project string, r resource.Resource) engine.Row {
	return engine.Row{Project: project, Type: "images", Resource: r}
}

// rows yields rows, then an error if there is one.
func rows(err error, all ...engine.Row) iter.Seq2[engine.Row, error] {
	return func(yield func(engine.Row, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(engine.Row{}, err)
		}
	}
}

func names(r *engine.Registry) []engine.Name {
	var all []engine.Name
	for name := range r.Collections() {
		all = append(all, name)
	}
	return all
}

// TestCollectionsAreApart has the same ids, names and tags in collections
// whose own names are easy to confuse.
func TestCollectionsAreApart(t *testing.T) {
	reg := engine.NewRegistry(nil)
	places := []engine.Name{{"p", "images"}, {"p", "trackers"}, {"P", "images"}, {"", "pimages"}, {"pi", "mages"}, {"p\x00", "images"}, {"", ""}}
	for i, n := range places {
		upsert(t, reg.Open(n.Project, n.Type), named("same", "name", "k=v", fmt.Sprint("own", i, "=x")), res(fmt.Sprint("only", i)))
	}
	for i, n := range places {
		c, ok := reg.Collection(n.Project, n.Type)
		require.True(t, ok)
		require.Same(t, c, reg.Open(n.Project, n.Type))
		require.Equal(t, fmt.Sprint("same only", i), ids(t, c, "all"))
		require.Equal(t, "same", ids(t, c, `k=v and name ~ "AM"`))
		require.Equal(t, fmt.Sprint("only", i), ids(t, c, "not k"))
		require.Equal(t, []string{"k 1", "k=v 1", fmt.Sprint("own", i, " 1"), fmt.Sprint("own", i, "=x 1")}, terms(c.Snapshot()))
		other := (i + 1) % len(places)
		require.Empty(t, ids(t, c, fmt.Sprint("own", other)))
		_, ok = c.Get(fmt.Sprint("only", other))
		require.False(t, ok)
	}
	first := reg.Open("p", "images")
	remove(t, first, "same")
	require.Equal(t, "same", ids(t, reg.Open("p", "trackers"), "k"))
}

func TestCollectionsInOrder(t *testing.T) {
	reg := engine.NewRegistry(nil)
	require.Empty(t, names(reg))
	places := []engine.Name{{"b", "x"}, {"a", "z"}, {"", "z"}, {"a", ""}, {"é", "a"}, {"B", "y"}, {"a", "y"}, {"a\x00", "a"}}
	for _, n := range places {
		reg.Open(n.Project, n.Type)
	}
	slices.SortFunc(places, func(a, b engine.Name) int {
		return cmp.Or(cmp.Compare(a.Project, b.Project), cmp.Compare(a.Type, b.Type))
	})
	require.Equal(t, places, names(reg))

	// A walk is over what there was, and may be left, and the registry used.
	walk := reg.Collections()
	reg.Open("late", "x")
	var seen []engine.Name
	for name, c := range walk {
		require.NotNil(t, c)
		require.True(t, reg.Drop(name.Project, name.Type))
		if seen = append(seen, name); len(seen) == 3 {
			break
		}
	}
	require.Equal(t, places[:3], seen)
	require.Len(t, names(reg), len(places)+1-3)
}

func TestDrop(t *testing.T) {
	reg := engine.NewRegistry(nil)
	require.False(t, reg.Drop("p", "images"))
	old := reg.Open("p", "images")
	upsert(t, old, res("a"))
	require.True(t, reg.Drop("p", "images"))
	require.False(t, reg.Drop("p", "images"))
	_, ok := reg.Collection("p", "images")
	require.False(t, ok)

	for name, write := range map[string]func() error{
		"Upsert":       func() error { _, err := old.Upsert(bg, res("b")); return err },
		"Delete":       func() error { _, err := old.Delete(bg, "a"); return err },
		"Apply":        func() error { _, err := old.Apply(bg, nil); return err },
		"Load":         func() error { _, err := old.Load(bg, stream(nil, res("b"))); return err },
		"Load of none": func() error { _, err := old.Load(bg, stream(nil)); return err },
		"Compact":      func() error { return old.Compact(bg) },
		"Restore":      func() error { return old.Restore(bg, bytes.NewReader(saved(t, old.Snapshot()))) },
	} {
		require.ErrorIs(t, write(), engine.ErrDropped, name)
	}
	require.Equal(t, "a", ids(t, old, "all"), "reads through it go on")
	require.Zero(t, reg.Open("p", "images").Snapshot().Len())
	upsert(t, reg.Open("p", "images"), res("c"))
	require.Equal(t, "a", ids(t, old, "all"))
}

func TestRegistryGivesItsOptions(t *testing.T) {
	opts := engine.Options{MaxResources: 1}
	reg := engine.NewRegistry(&opts)
	opts.MaxResources = 5 // the registry has its own copy
	_, err := reg.Open("p", "images").Upsert(bg, res("a"), res("b"))
	require.ErrorIs(t, err, engine.ErrFull)
	_, err = reg.Load(bg, rows(nil, row("q", res("a")), row("p", res("a")), row("p", res("b"))))
	require.ErrorIs(t, err, engine.ErrFull)
}

// TestRegistryLoad goes into collections that are there and into new ones,
// in any order of rows.
func TestRegistryLoad(t *testing.T) {
	reg := engine.NewRegistry(nil)
	p := reg.Open("p", "images")
	upsert(t, p, res("a", "k=1"), res("b", "k=1"))
	done, err := reg.Load(bg, rows(nil,
		row("q", res("x", "k=2")), row("p", res("c", "k=2")), row("q", res("y")), row("p", res("a", "k=2")), row("q", res("x", "k=3")),
		engine.Row{Project: "p", Type: "trackers", Resource: res("a", "k=2")}))
	require.NoError(t, err)
	require.Equal(t, engine.Applied{Inserted: 4, Replaced: 2}, done)
	require.Equal(t, "a b c", ids(t, p, "all"))
	require.Equal(t, "a c", ids(t, p, "k=2"))
	require.Equal(t, uint64(2), p.Snapshot().Version(), "published more than once")
	require.Equal(t, "x", ids(t, reg.Open("q", "images"), "k=3"))
	require.Equal(t, "x y", ids(t, reg.Open("q", "images"), "all"))
	require.Equal(t, "a", ids(t, reg.Open("p", "trackers"), "all"))
}

// TestRegistryLoadIsAllOrNothing fails after rows of several collections.
func TestRegistryLoadIsAllOrNothing(t *testing.T) {
	for name, tc := range map[string]struct {
		rows iter.Seq2[engine.Row, error]
		want error
	}{
		"the stream fails":    {rows(errBroken, row("p", res("x")), row("q", res("x")), row("new", res("x"))), errBroken},
		"it fails at once":    {rows(errBroken), errBroken},
		"an invalid resource": {rows(nil, row("p", res("x")), row("q", res("x")), row("new", res(""))), engine.ErrInvalidResource},
	} {
		t.Run(name, func(t *testing.T) {
			reg := engine.NewRegistry(nil)
			p, q := reg.Open("p", "images"), reg.Open("q", "images")
			upsert(t, p, res("a"))
			unchanged(t, p, func() {
				unchanged(t, q, func() {
					done, err := reg.Load(bg, tc.rows)
					require.Zero(t, done)
					require.ErrorIs(t, err, tc.want)
				})
			})
			_, ok := reg.Collection("new", "images")
			require.False(t, ok, "a collection was left behind")
			require.Equal(t, []engine.Name{{Project: "p", Type: "images"}, {Project: "q", Type: "images"}}, names(reg))
			// No lock is held.
			upsert(t, p, res("b"))
			upsert(t, q, res("b"))
			upsert(t, reg.Open("new", "images"), res("b"))
			_, err := reg.Load(bg, rows(nil, row("p", res("c"))))
			require.NoError(t, err)
		})
	}
}

// TestRegistryLoadSurvivesAPanic of the stream: the locks are given back.
func TestRegistryLoadSurvivesAPanic(t *testing.T) {
	reg := engine.NewRegistry(nil)
	p := reg.Open("p", "images")
	unchanged(t, p, func() {
		require.PanicsWithValue(t, "boom", func() {
			_, _ = reg.Load(bg, func(yield func(engine.Row, error) bool) {
				yield(row("p", res("x")), nil)
				panic("boom")
			})
		})
		require.PanicsWithValue(t, "boom", func() {
			_, _ = p.Load(bg, func(yield func(resource.Resource, error) bool) {
				yield(res("x"), nil)
				panic("boom")
			})
		})
	})
	upsert(t, p, res("a"))
	_, err := reg.Load(bg, rows(nil, row("p", res("b"))))
	require.NoError(t, err)
	require.Equal(t, "a b", ids(t, p, "all"))
}

// TestLoadsAndWritesAtOnce crosses loads over the same collections in
// opposite orders with single writes, compactions and drops: none of them may
// wait for ever for another.
func TestLoadsAndWritesAtOnce(t *testing.T) {
	const loads, writes = 20, 60
	reg := engine.NewRegistry(nil)
	projects := []string{"a", "b", "c", "d"}
	var wg sync.WaitGroup
	for w := range 3 {
		wg.Go(func() {
			for i := range loads {
				var all []engine.Row
				for j := range projects {
					project := projects[(j*(1+2*(w%2))+i)%len(projects)]
					all = append(all, row(project, res(fmt.Sprint(w, "-", i))))
				}
				_, err := reg.Load(bg, rows(nil, all...))
				assert.NoError(t, err)
			}
		})
	}
	for _, project := range projects {
		wg.Go(func() {
			c := reg.Open(project, "images")
			for i := range writes {
				_, err := c.Upsert(bg, res(fmt.Sprint("own", i)))
				assert.NoError(t, err)
				if i%20 == 0 {
					assert.NoError(t, c.Compact(bg))
					reg.Drop("nobody", "images")
				}
				for _, c := range reg.Collections() {
					c.Snapshot().Len()
				}
			}
		})
	}
	wg.Wait()
	for _, project := range projects {
		require.Equal(t, 3*loads+writes, reg.Open(project, "images").Snapshot().Len())
	}
}
