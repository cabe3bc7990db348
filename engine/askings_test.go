package engine

import "testing"

// TestAskingsInTurn: two that share a place, asked for in turn, do not make
// each other forgotten; nor does one whose places are the same.
func TestAskingsInTurn(t *testing.T) {
	const turns = 3
	all := []uint64{7 + 9*unionSlots, 7 + 8*unionSlots, 11 + 11*unionSlots}
	a := make(askings, unionSlots)
	for turn := range turns {
		for _, hash := range all {
			if known := a.again(hash, 1); known != (turn > 0) {
				t.Errorf("turn %d, %d: known is %t", turn, hash, known)
			}
			a.spend(hash, 1, 10)
		}
	}
	for _, hash := range all {
		if got := a.spentOn(hash, 1); got != 10*turns {
			t.Errorf("%d: %d was spent, not %d", hash, got, 10*turns)
		}
		if a.spentOn(hash, 2) != 0 {
			t.Errorf("%d: what was spent on one version counts for another", hash)
		}
		if a.forget(hash); a.spentOn(hash, 1) != 0 || a.again(hash, 1) {
			t.Errorf("%d is remembered", hash)
		}
	}
}
