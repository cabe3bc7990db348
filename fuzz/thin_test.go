package fuzz

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
)

// A thin pair holds few resources whose ordinals lie far apart, over five
// blocks: what stood between them was deleted. So queries over many blocks
// cost the model little.
const thinBlocks = 5

// thinKeeps says which ordinals a thin pair keeps: none of one block, many of
// another, the edges and a beginning of the others.
func thinKeeps(i int) bool {
	switch at := i % gen.BlockSize; i / gen.BlockSize {
	case 1:
		return false
	case 3:
		return at%64 == 0
	default:
		return at < 150 || at >= gen.BlockSize-2 || at%900 == 0
	}
}

// newThin makes a thin pair.
func newThin(t testing.TB, layout int) *pair {
	p := &pair{engine: engine.Open(declared), model: &model.Collection{}, declared: declared.Properties}
	filler := gen.Filler{N: thinBlocks * gen.BlockSize, Layout: layout}
	var inserts, deletes engine.Batch
	for i := range filler.N {
		r := filler.At(i)
		if thinKeeps(i) {
			p.model.Upsert(r)
		} else {
			r.Name, r.Tags = "", nil
			deletes.Delete(r.ID)
		}
		inserts.Upsert(r)
	}
	for _, batch := range []*engine.Batch{&inserts, &deletes} {
		_, err := p.engine.Apply(t.Context(), batch)
		require.NoError(t, err)
	}
	return p
}

// thinBuilt are thin pairs that nobody changes, each built once.
var thinBuilt [gen.Layouts]struct {
	sync.Once
	pair *pair
}

// thinPair returns a thin pair to ask, not to change.
func thinPair(t testing.TB, layout int) *pair {
	built := &thinBuilt[layout]
	built.Do(func() { built.pair = newThin(t, layout) })
	return built.pair
}

// checkThin asks a thin pair.
func checkThin(t testing.TB, data []byte) {
	src := gen.New(data)
	p := thinPair(t, gen.Pick(src, []int{gen.Layouts - 1, 0, 1, 2}))
	for range maxQueries {
		ask(t, src, p.engine.Snapshot(), p.model)
		if src.Done() {
			break
		}
	}
}

func FuzzBlocks(f *testing.F) {
	addSeeds(f, "FuzzBlocks")
	f.Fuzz(func(t *testing.T, data []byte) { checkThin(t, data) })
}

func TestBlocks(t *testing.T) { runCases(t, "FuzzBlocks", 400, checkThin) }

// One collection lives through many histories, beginning thin. What would
// close the gaps is left out.
func TestLongHistory(t *testing.T) {
	w := &world{pair: newThin(t, gen.Layouts-1)}
	w.version = w.engine.Snapshot().Version()
	filler := gen.Filler{N: thinBlocks * gen.BlockSize, Layout: gen.Layouts - 1}
	sequence := uint64(0)
	for number := range 30 {
		src := gen.New(randomBytes("TestLongHistory", number, 1024))
		for !src.Done() {
			step := src.Step(filler, &sequence)
			if step.Kind != gen.StepCompact && step.Kind != gen.StepReload {
				w.step(t, src, step)
			}
		}
	}
	for _, k := range w.kept {
		checkAll(t, k.snapshot, k.model)
	}
	checkAll(t, w.engine.Snapshot(), w.model)
}
