package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestUnion makes unions of postings of all forms and holds them against
// lists.
func TestUnion(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	random := func(n int, below uint32) (p Posting, ords []uint32) {
		for range n {
			ords = append(ords, rng.Uint32N(below))
		}
		slices.Sort(ords)
		ords = slices.Compact(ords)
		for _, ord := range ords {
			p.add(ord, 1, tagLayout)
		}
		return p, ords
	}
	for _, sizes := range [][]int{
		{}, {0}, {1}, {1, 1}, {2, 0, 3}, {50, 1}, {500, 300, 1}, {5000, 40_000}, {30_000, 30_000, 30_000}, {4000, 1},
	} {
		for _, below := range []uint32{100, BlockSize, BlockSize + 1, 5 * BlockSize, 1 << 24} {
			var postings []Posting
			var want []uint32
			for _, n := range sizes {
				p, ords := random(n, below)
				postings, want = append(postings, p), append(want, ords...)
			}
			slices.Sort(want)
			want = slices.Compact(want)
			got := Union(postings)
			if !slices.Equal(got.AppendTo(nil), want) || got.Len() != len(want) {
				t.Fatalf("%v below %d: %d ordinals, want %d", sizes, below, got.Len(), len(want))
			}
			// Only single ordinals take no memory of their own, and runs little.
			if least := 2 * len(want); len(want) > 1 && len(want) < int(below) && got.Len() < BlockSize && got.Size() < min(least, BlockSize/8) {
				t.Errorf("%v below %d: a size of %d for %d ordinals", sizes, below, got.Size(), len(want))
			}
			for _, p := range postings {
				if p.set != nil && p.set == got.set {
					t.Fatal("the union is one of its postings")
				}
			}
		}
	}
}
