package index

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestSortByText sorts texts that differ early, late, in length alone and not
// at all, by every length around the bytes that are looked at together.
func TestSortByText(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for round := range 200 {
		var texts []string
		for range rng.IntN(1 + 4*round) {
			text := strings.Repeat("p", headBytes*rng.IntN(3)) + strings.Repeat("\x00", rng.IntN(20))
			for range rng.IntN(4) {
				text += string("\x00ab\xff"[rng.IntN(4)])
			}
			texts = append(texts, text)
		}
		ids, want := make([]uint32, len(texts)), make([]uint32, len(texts))
		for i, id := range rng.Perm(len(texts)) {
			ids[i], want[i] = uint32(id), uint32(id)
		}
		slices.SortFunc(want, func(a, b uint32) int { return cmp.Or(strings.Compare(texts[a], texts[b]), cmp.Compare(a, b)) })
		sortByText(ids, func(id uint32) string { return texts[id] }, nil)
		if !slices.Equal(ids, want) {
			t.Fatalf("round %d of %d: %v, want %v", round, len(texts), ids, want)
		}
	}
}
