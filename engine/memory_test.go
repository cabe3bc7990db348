package engine_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// liveHeap is what is reachable now, in bytes.
func liveHeap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// unique makes a resource whose texts are all of a turn's own.
func unique(id string, turn, i int) resource.Resource {
	return named(id, fmt.Sprintf("name %c%c %d of turn %d", 0x4e00+i%5000, 0x5000+turn, i, turn),
		fmt.Sprintf("serial=%d-%d", turn, i), "env="+[]string{"prod", "test", "dev"}[i%3],
		fmt.Sprintf("key of turn %d-%d=x", turn, i%300), fmt.Sprintf("batch=%d", turn))
}

// TestMemoryIsSteady turns everything over many times, without Compact: the
// live heap stays what it was.
func TestMemoryIsSteady(t *testing.T) {
	if raceEnabled {
		t.Skip("SKIPPED: the race detector keeps memory of its own")
	}
	const n, step, turns, warm = 2500, 500, 50, 10
	for _, kind := range []struct {
		name string
		id   func(turn, i int) string
	}{
		{"replaced", func(_, i int) string { return fmt.Sprint("id", i) }},
		{"deleted and inserted", func(turn, i int) string { return fmt.Sprint("id", turn, "-", i) }},
	} {
		t.Run(kind.name, func(t *testing.T) {
			before := liveHeap()
			c := engine.Open(nil)
			after := make([]float64, turns)
			for turn := range turns {
				for from := 0; from < n; from += step {
					var b engine.Batch
					for i := from; i < from+step; i++ {
						if old := kind.id(turn-1, i); old != kind.id(turn, i) {
							b.Delete(old)
						}
						b.Upsert(unique(kind.id(turn, i), turn, i))
					}
					_, err := c.Apply(bg, &b)
					require.NoError(t, err)
				}
				if turn >= warm && turn < 2*warm || turn >= turns-warm {
					after[turn] = liveHeap() - before
				}
			}
			require.Equal(t, n, c.Snapshot().Len())
			early, late := mean(after[warm:2*warm]), mean(after[turns-warm:])
			slope := (late/early - 1) / (turns - 2*warm)
			t.Logf("%.0f KiB early, %.0f KiB late: %.3f%% a turn", early/1024, late/1024, slope*100)
			require.Less(t, slope, 0.001)
		})
	}
}

func mean(all []float64) float64 {
	sum := 0.0
	for _, x := range all {
		sum += x
	}
	return sum / float64(len(all))
}

// TestMemoryComesBack deletes everything. What is left are the places of
// forgotten terms and grams, kept for the next ones; Compact frees them.
func TestMemoryComesBack(t *testing.T) {
	const n = 20_000
	before := liveHeap()
	c := engine.Open(nil)
	for from := 0; from < n; from += 1000 {
		var rs []resource.Resource
		for i := from; i < from+1000; i++ {
			rs = append(rs, unique(fmt.Sprint("id", i), 0, i))
		}
		upsert(t, c, rs...)
	}
	full := liveHeap() - before
	for from := 0; from < n; from += 1000 {
		var gone []string
		for i := from; i < from+1000; i++ {
			gone = append(gone, fmt.Sprint("id", i))
		}
		remove(t, c, gone...)
	}
	require.Zero(t, c.Snapshot().Len())
	left := liveHeap() - before
	require.NoError(t, c.Compact(bg))
	compacted := liveHeap() - before
	t.Logf("%.0f KiB full, %.0f KiB after the last delete, %.0f KiB after Compact", full/1024, left/1024, compacted/1024)
	require.Less(t, left, full/3)
	require.Less(t, compacted, 200.0*1024)
	runtime.KeepAlive(c)
}

// TestMemoryComesBackAfterRestore deletes most of what was restored: what
// stays must not keep the whole file alive.
func TestMemoryComesBackAfterRestore(t *testing.T) {
	const n, every = 20_000, 500
	source := engine.Open(nil)
	rs := make([]resource.Resource, n)
	for i := range rs {
		rs[i] = unique(fmt.Sprint("id", i), 0, i)
		rs[i].Detail = fmt.Sprintf(`{"description":"%0200d"}`, i)
	}
	upsert(t, source, rs...)
	data := saved(t, source.Snapshot())
	rs, source = nil, nil

	before := liveHeap()
	c := engine.Open(nil)
	restore(t, c, data)
	full := liveHeap() - before
	var gone []string
	for i := range n {
		if i%every != 0 {
			gone = append(gone, fmt.Sprint("id", i))
		}
	}
	remove(t, c, gone...)
	gone = nil
	require.NoError(t, c.Compact(bg))
	left := liveHeap() - before
	t.Logf("%.0f KiB restored, %.0f KiB for 1 in %d", full/1024, left/1024, every)
	require.Less(t, left, full/20)
	runtime.KeepAlive(c)
	runtime.KeepAlive(data)
}

// TestOldSnapshotIsFreed drops one that shares nothing with the newest.
func TestOldSnapshotIsFreed(t *testing.T) {
	before := liveHeap()
	c := open(t, catalogue(20_000)...)
	old := c.Snapshot()
	full := liveHeap() - before
	restore(t, c, saved(t, open(t).Snapshot()))
	held := liveHeap() - before
	require.Greater(t, held, full/2, "the snapshot does not hold its version")
	require.Equal(t, 20_000, old.Len())
	old = nil
	require.Less(t, liveHeap()-before, full/10)
	runtime.KeepAlive(c)
}

// TestSmallCollections: a registry may have thousands that hold next to nothing
// and are asked now and then.
func TestSmallCollections(t *testing.T) {
	if raceEnabled {
		t.Skip("SKIPPED: the race detector keeps memory of its own")
	}
	const n = 200
	for _, kind := range []struct {
		name      string
		resources int
		most      float64 // bytes a collection
	}{{"empty", 0, 4 << 10}, {"one resource", 1, 36 << 10}} {
		t.Run(kind.name, func(t *testing.T) {
			before := liveHeap()
			r := engine.NewRegistry(nil)
			for i := range n {
				c := r.Open(fmt.Sprint(i), "images")
				for j := range kind.resources {
					upsert(t, c, named(fmt.Sprint(j), "Ubuntu-22.04", "os=linux"))
				}
				_, err := c.Count(bg, query.In("os", "linux", "windows"))
				require.NoError(t, err)
				_, err = c.Count(bg, query.NameContains("buntu"))
				require.NoError(t, err)
			}
			each := (liveHeap() - before) / n
			require.Less(t, each, kind.most)
			t.Logf("%.0f bytes", each)
			runtime.KeepAlive(r)
		})
	}
}
