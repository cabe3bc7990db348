package fuzz

import (
	"bytes"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
)

// checkSave saves a collection and restores it: all answers are the same. Then
// it damages what was saved: it is refused, and nothing has happened, or it
// is taken and holds together.
func checkSave(t testing.TB, data []byte) {
	src := gen.New(data)
	set := src.Set()
	p := pairOf(t, set)
	p.change(t, src)
	saved := save(t, p.engine)
	require.Equal(t, saved, save(t, p.engine), "a version is saved in one way")

	restored := engine.Open(declared)
	require.NoError(t, restored.Restore(t.Context(), bytes.NewReader(saved)))
	s := restored.Snapshot()
	require.Equal(t, p.model.Sequence(), s.Sequence())
	checkAll(t, s, p.model)
	rounds := 4
	if set.Filler.N > 1000 {
		rounds = 1
	}
	for range rounds {
		ask(t, src, s, p.model)
		damaged, sealed := damage(src, bytes.Clone(saved))
		checkDamaged(t, src, &pair{engine: restored, model: p.model}, saved, damaged, sealed)
	}
}

// change applies a batch with a sequence, so that there are holes and
// something to restore beside the resources.
func (p *pair) change(t testing.TB, src *gen.Source) {
	w := &world{pair: p, version: p.engine.Snapshot().Version()}
	w.apply(t, gen.New(nil), gen.Step{Batch: src.Batch(gen.Filler{}), Sequence: 1 + uint64(src.N(300))})
}

func save(t testing.TB, c *engine.Collection) []byte {
	var saved bytes.Buffer
	require.NoError(t, c.Save(t.Context(), &saved))
	return saved.Bytes()
}

// checkDamaged restores damaged bytes into p. Sealed bytes have checksums that
// are right, so they may be a version of other content.
func checkDamaged(t testing.TB, src *gen.Source, p *pair, saved, damaged []byte, sealed bool) {
	before := p.engine.Snapshot()
	allocated := allocations(func() {
		err := p.engine.Restore(t.Context(), bytes.NewReader(damaged))
		if err != nil {
			require.ErrorIs(t, err, engine.ErrCorrupt)
			require.Same(t, before, p.engine.Snapshot(), "a refused version was published")
			return
		}
		require.True(t, sealed || bytes.Equal(saved, damaged), "damage was not detected")
	})
	require.Less(t, allocated, uint64(16<<20+100*len(damaged)), "bytes allocated for %d damaged ones", len(damaged))
	s := p.engine.Snapshot()
	if s == before {
		return
	}
	content := &model.Collection{}
	for _, r := range all(t, s, query.All()) {
		content.Upsert(r)
	}
	checkAll(t, s, content)
	ask(t, src, s, content)
	require.NoError(t, p.engine.Restore(t.Context(), bytes.NewReader(saved)))
}

// allocations is how many bytes are allocated while f runs.
func allocations(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func FuzzSaveRestore(f *testing.F) {
	addSeeds(f, "FuzzSaveRestore")
	f.Fuzz(func(t *testing.T, data []byte) { checkSave(t, data) })
}

func TestSaveRestore(t *testing.T) { runCases(t, "FuzzSaveRestore", 600, checkSave) }

// FuzzRestore restores bytes that the fuzzer writes itself, sealed and not.
func FuzzRestore(f *testing.F) {
	f.Add([]byte{})
	for number := range 8 {
		p := pairOf(f, gen.Set{Own: gen.New(caseBytes("FuzzRestore", number)).Set().Own})
		f.Add(save(f, p.engine))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		empty := &pair{engine: engine.Open(nil), model: &model.Collection{}}
		nothing := save(t, empty.engine)
		src := gen.New(file)
		if allocated := allocations(func() {
			_ = engine.Open(nil).Restore(t.Context(), bytes.NewReader(file))
		}); allocated > uint64(16<<20+100*len(file)) {
			t.Fatalf("%d bytes allocated for %d", allocated, len(file))
		}
		checkDamaged(t, src, empty, nothing, seal(bytes.Clone(file)), true)
	})
}

// Every way to cut a file off is noticed.
func TestRestoreNoticesEveryCut(t *testing.T) {
	p := pairOf(t, gen.Set{Own: gen.New(randomBytes("cut", 0, 300)).Set().Own})
	saved := save(t, p.engine)
	for n := range saved {
		c := engine.Open(nil)
		require.ErrorIs(t, c.Restore(t.Context(), bytes.NewReader(saved[:n])), engine.ErrCorrupt, "cut at %d", n)
		require.Zero(t, c.Snapshot().Len())
	}
	require.ErrorIs(t, engine.Open(nil).Restore(t.Context(), bytes.NewReader(append(saved, 0))), engine.ErrCorrupt)
}

// Every bit that flips is noticed.
func TestRestoreNoticesEveryFlip(t *testing.T) {
	p := pairOf(t, gen.Set{Own: gen.New(randomBytes("flip", 0, 200)).Set().Own})
	saved := save(t, p.engine)
	for i := range saved {
		for bit := range 8 {
			saved[i] ^= 1 << bit
			err := engine.Open(nil).Restore(t.Context(), bytes.NewReader(saved))
			require.ErrorIs(t, err, engine.ErrCorrupt, "bit %d of byte %d", bit, i)
			saved[i] ^= 1 << bit
		}
	}
}
