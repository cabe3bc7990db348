package engine_test

import (
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// typesOf lists the collections of a project as Project gives them.
func typesOf(reg *engine.Registry, project string) (types []string) {
	for resourceType, c := range reg.Project(project) {
		types = append(types, fmt.Sprint(resourceType, " ", c.Snapshot().Len()))
	}
	return types
}

func TestRegistryProject(t *testing.T) {
	var reg engine.Registry
	require.Empty(t, typesOf(&reg, "p"))
	for _, name := range []engine.Name{{"p", "b"}, {"p", "a"}, {"p", ""}, {"q", "c"}, {"", "d"}, {"p2", "a"}} {
		_, err := reg.Open(name.Project, name.Type).Upsert(t.Context(), res("i"))
		require.NoError(t, err)
	}
	require.Equal(t, []string{" 1", "a 1", "b 1"}, typesOf(&reg, "p"))
	require.Equal(t, []string{"d 1"}, typesOf(&reg, ""))
	require.Empty(t, typesOf(&reg, "other"))
	walk := reg.Project("p")
	require.True(t, reg.Drop("p", "a"))
	require.False(t, reg.Drop("p", "a"))
	require.Equal(t, []string{" 1", "b 1"}, typesOf(&reg, "p"))
	seen := 0
	for range walk {
		seen++
	}
	require.Equal(t, 3, seen, "what there was when it was called")
	for resourceType := range reg.Project("p") {
		require.True(t, reg.Drop("p", resourceType))
	}
	require.Empty(t, typesOf(&reg, "p"))
	require.Equal(t, []string{"c 1"}, typesOf(&reg, "q"))

	// One that a load is making is not there yet, nor after it has failed.
	failed := errors.New("failed")
	_, err := loadInto(t, &reg, "p", "new", 0, func(yield func(resource.Resource, error) bool) {
		require.Empty(t, typesOf(&reg, "p"))
		_ = yield(res("i"), nil) && yield(resource.Resource{}, failed)
	})
	require.ErrorIs(t, err, failed)
	require.Empty(t, typesOf(&reg, "p"))
}

func loadInto(
	t *testing.T, reg *engine.Registry, project, resourceType string, maxTypes int, rs iter.Seq2[resource.Resource, error],
) (engine.Applied, error) {
	to := engine.Target{Name: engine.Name{Project: project, Type: resourceType}, MaxTypes: maxTypes}
	return reg.LoadInto(t.Context(), to, func(*engine.Snapshot) iter.Seq2[resource.Resource, error] { return rs })
}

// TestMaxTypes: a project that has as many types as it may have gets no other
// one, and keeps what it has.
func TestMaxTypes(t *testing.T) {
	reg := engine.NewRegistry(nil)
	one := func(yield func(resource.Resource, error) bool) { yield(res("i"), nil) }
	load := func(project, resourceType string) error {
		_, err := loadInto(t, reg, project, resourceType, 2, one)
		return err
	}
	require.NoError(t, load("p", "a"))
	require.NoError(t, load("p", "b"))
	for range 2 {
		err := load("p", "c")
		require.ErrorIs(t, err, engine.ErrTooManyTypes)
		require.ErrorContains(t, err, "2")
	}
	require.NoError(t, load("p", "a"), "what is there can be written to")
	require.NoError(t, load("q", "c"), "another project")
	require.True(t, reg.Drop("p", "a"))
	require.NoError(t, load("p", "c"))
	reg.Open("p", "of the host")
	require.ErrorIs(t, load("p", "d"), engine.ErrTooManyTypes)
	require.NoError(t, load("p", "of the host"))
	_, err := loadInto(t, reg, "p", "d", 0, one)
	require.NoError(t, err)
	require.Equal(t, []string{"b 1", "c 1", "d 1", "of the host 1"}, typesOf(reg, "p"))
}

// TestMaxTypesAtOnce: those who make types at once never make more than there
// may be.
func TestMaxTypesAtOnce(t *testing.T) {
	const most, makers = 5, 40
	for range 20 {
		reg := engine.NewRegistry(nil)
		var wg sync.WaitGroup
		var made atomic.Int32
		for i := range makers {
			wg.Go(func() {
				_, err := loadInto(t, reg, "p", fmt.Sprint("type", i), most, func(yield func(resource.Resource, error) bool) { yield(res("i"), nil) })
				if err == nil {
					made.Add(1)
					return
				}
				assert.ErrorIs(t, err, engine.ErrTooManyTypes)
			})
		}
		wg.Wait()
		require.EqualValues(t, most, made.Load())
		require.Len(t, typesOf(reg, "p"), most)
	}
}

// BenchmarkRegistryProject lists the three collections of a project beside
// those of other projects. The time must not grow with them.
func BenchmarkRegistryProject(b *testing.B) {
	for _, others := range []int{0, 50_000} {
		b.Run(fmt.Sprint("others=", others), func(b *testing.B) {
			reg := engine.NewRegistry(nil)
			for i := range others {
				reg.Open(fmt.Sprint("project", i), "images")
			}
			for _, resourceType := range []string{"images", "disks", "trackers"} {
				reg.Open("p", resourceType)
			}
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				for range reg.Project("p") {
					n++
				}
				if n != 3 {
					b.Fatal(n)
				}
			}
		})
	}
}
