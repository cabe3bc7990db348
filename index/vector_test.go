package index

import (
	"math"
	"math/rand/v2"
	"testing"
)

const nodeItems = largeLeaf << nodeBits

// TestVectorAgainstMap edits and releases at random, keeps copies, and holds
// each of them against a map in the end.
func TestVectorAgainstMap(t *testing.T) {
	t.Run("small leaves", vectorAgainstMap[[smallLeaf]int])
	t.Run("large leaves", vectorAgainstMap[[largeLeaf]int])
}

func vectorAgainstMap[L leafOf[int]](t *testing.T) {
	var none L
	leafItems := uint32(len(none))
	nodeItems := leafItems << nodeBits
	edges := []uint32{0, 1, leafItems - 1, leafItems, leafItems + 1, nodeItems - 1, nodeItems, nodeItems + leafItems, 3 * nodeItems, 10*nodeItems - 1}
	rng := rand.New(rand.NewPCG(3, 1))
	type kept struct {
		v    vector[int, L]
		want map[uint32]int
	}
	var v vector[int, L]
	now := map[uint32]int{}
	var old []kept
	st := stamp(1)
	for step := range 4000 {
		i := edges[rng.IntN(len(edges))] + uint32(rng.IntN(3))
		switch rng.IntN(4) {
		case 0:
			v.release(i, st)
			delete(now, i)
		default:
			*v.edit(i, st) = step + 1
			now[i] = step + 1
		}
		if rng.IntN(100) == 0 {
			want := map[uint32]int{}
			for k, x := range now {
				want[k] = x
			}
			old = append(old, kept{v, want})
			st++
		}
	}
	old = append(old, kept{v, now})
	for n, k := range old {
		for _, edge := range edges {
			for i := edge; i < edge+5; i++ {
				got := 0
				if p := k.v.at(i); p != nil {
					got = *p
				}
				if got != k.want[i] {
					t.Fatalf("copy %d: %d at %d, want %d", n, got, i, k.want[i])
				}
			}
		}
	}
}

// TestVectorCopies edits one item under a new stamp: its leaf, its node and
// the root are new, all others are shared.
func TestVectorCopies(t *testing.T) {
	var v vector[int, [largeLeaf]int]
	for i := range uint32(2 * nodeItems) {
		*v.edit(i, 1) = int(i) + 1
	}
	old := v
	*v.edit(100, 2) = -1
	if *old.at(100) != 101 || *v.at(100) != -1 {
		t.Fatalf("old %d, new %d", *old.at(100), *v.at(100))
	}
	if v.at(127) == old.at(127) {
		t.Error("the leaf is shared")
	}
	if v.at(128) != old.at(128) || v.root[1] != old.root[1] {
		t.Error("more than a path was copied")
	}
	before := v.at(100)
	*v.edit(101, 2) = -2
	if v.at(100) != before {
		t.Error("a leaf that is owned was copied again")
	}
}

func TestVectorGivesLeavesBack(t *testing.T) {
	var v vector[int, [largeLeaf]int]
	for i := range uint32(128) {
		*v.edit(i, 1) = 1
	}
	old := v
	for i := range uint32(64) {
		if v.at(i) == nil {
			t.Fatalf("the leaf is gone before item %d", i)
		}
		v.release(i, 2)
	}
	if v.at(0) != nil || v.root[0].leaves[0] != nil {
		t.Error("an empty leaf is kept")
	}
	if v.at(64) == nil || *v.at(64) != 1 {
		t.Error("the leaf beside it is gone")
	}
	for i := range uint32(128) {
		if old.at(i) == nil || *old.at(i) != 1 {
			t.Fatalf("the old copy lost item %d", i)
		}
	}
	*v.edit(5, 2) = 7
	if *v.at(5) != 7 || *v.at(6) != 0 {
		t.Error("a leaf made again is not empty")
	}
}

func TestVectorGivesNodesBack(t *testing.T) {
	var v vector[int, [largeLeaf]int]
	for i := range uint32(2 * nodeItems) {
		*v.edit(i, 1) = 1
	}
	old := v
	for i := range uint32(nodeItems) {
		if v.root[0] == nil {
			t.Fatalf("the node is gone before item %d", i)
		}
		v.release(i, 2)
	}
	if v.root[0] != nil || v.at(0) != nil {
		t.Error("an empty node is kept")
	}
	if old.at(0) == nil || *old.at(nodeItems - 1) != 1 || *v.at(nodeItems) != 1 {
		t.Error("something else is gone")
	}
	*v.edit(5, 2) = 7
	if *v.at(5) != 7 || v.at(64) != nil {
		t.Error("a node made again is not empty")
	}
}

func TestVectorAtItsEnds(t *testing.T) {
	var v vector[int, [largeLeaf]int]
	for _, i := range []uint32{0, 64, nodeItems, math.MaxUint32} {
		if v.at(i) != nil {
			t.Errorf("an empty vector has an item at %d", i)
		}
	}
	*v.edit(math.MaxUint32, 1) = 3
	if *v.at(math.MaxUint32) != 3 || v.at(0) != nil || v.at(math.MaxUint32-64) != nil {
		t.Error("the last item is not alone")
	}
}
