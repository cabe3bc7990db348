package engine

import (
	"slices"
	"testing"

	"github.com/tagdex/tagdex/index"
)

// multiples are those of k below n.
func multiples(k, n uint32) (ords []uint32) {
	for ord := uint32(0); ord < n; ord += k {
		ords = append(ords, ord)
	}
	return ords
}

// TestNarrowList: further grams are asked about long lists only.
func TestNarrowList(t *testing.T) {
	second, third := index.SetOf(multiples(2, 1000)), index.SetOf(multiples(3, 1000))
	for _, tc := range []struct {
		what string
		more []index.Posting
		ords []uint32
		want []uint32
	}{
		{"none", nil, multiples(1, 1000), multiples(1, 1000)},
		{"both take out much", []index.Posting{second, third}, multiples(1, 1000), multiples(6, 1000)},
		{"the list is short", []index.Posting{second}, multiples(1, 50), multiples(1, 50)},
		{"it becomes short", []index.Posting{second, third}, multiples(1, 100), multiples(2, 100)},
	} {
		n := named{more: tc.more}
		if got := n.narrowList(slices.Clone(tc.ords)); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %d are left, want %d", tc.what, len(got), len(tc.want))
		}
	}
}
