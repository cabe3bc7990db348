package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestOrderedAgainstList inserts and removes at random, keeps copies, and
// holds each of them against a sorted list in the end. Ids are compared by a
// number that has nothing to do with them.
func TestOrderedAgainstList(t *testing.T) {
	const universe = 5000
	rng := rand.New(rand.NewPCG(5, 1))
	weight := rng.Perm(universe)
	less := func(a, b uint32) bool { return weight[a] < weight[b] }
	compare := func(a, b uint32) int { return weight[a] - weight[b] }
	for _, run := range []struct {
		name  string
		begin int // ids that are built in one go
		grow  float64
	}{{"grows", 0, 0.7}, {"shrinks", universe - 1, 0.3}, {"stays", 2000, 0.5}, {"is emptied", 300, 0}} {
		t.Run(run.name, func(t *testing.T) {
			in := map[uint32]bool{}
			for id := range uint32(run.begin) {
				in[id] = true
			}
			sorted := func() []uint32 {
				ids := members(in)
				slices.SortFunc(ids, compare)
				return ids
			}
			type kept struct {
				tree ordered
				want []uint32
			}
			tree, st := buildOrdered(sorted(), 1), stamp(1)
			var old []kept
			for step := range 6000 {
				id := rng.Uint32N(universe)
				switch grow := rng.Float64() < run.grow; {
				case grow && !in[id]:
					tree.insert(id, less, st)
					in[id] = true
				case !grow:
					tree.remove(id, less, st) // there or not
					delete(in, id)
				}
				if step%600 == 0 {
					old = append(old, kept{tree, sorted()})
					st++
				}
			}
			for id := range uint32(universe) {
				if run.grow == 0 {
					tree.remove(id, less, st)
					delete(in, id)
				}
			}
			for i, k := range append(old, kept{tree, sorted()}) {
				if err := k.tree.check(); err != nil {
					t.Fatalf("copy %d: %v", i, err)
				}
				if got := k.tree.all(); !slices.Equal(got, k.want) {
					t.Fatalf("copy %d lists %d ids, want %d", i, len(got), len(k.want))
				}
				for range 50 {
					least := int(rng.Int32N(universe))
					at, _ := slices.BinarySearchFunc(k.want, least, func(id uint32, w int) int { return weight[id] - w })
					var got []uint32
					k.tree.from(func(id uint32) bool { return weight[id] >= least }, func(id uint32) bool {
						got = append(got, id)
						return len(got) < 200
					})
					if want := k.want[at:min(at+200, len(k.want))]; !slices.Equal(got, want) {
						t.Fatalf("copy %d: %d ids from %d, want %d", i, len(got), least, len(want))
					}
				}
			}
		})
	}
}

// TestOrderedIsFull: what is built at once has no half-empty nodes.
func TestOrderedIsFull(t *testing.T) {
	ids := make([]uint32, orderedMax*orderedMax+1)
	for i := range ids {
		ids[i] = uint32(i)
	}
	tree := buildOrdered(ids, 1)
	if len(tree.root.kids) != 2 || len(tree.root.kids[0].kids) != orderedMax || len(tree.root.kids[0].kids[0].ids) != orderedMax {
		t.Errorf("a root of %d", len(tree.root.kids))
	}
	if err := tree.check(); err != nil {
		t.Error(err)
	}
}
