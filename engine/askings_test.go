package engine

import "testing"

// TestAskingsInTurn: as many as a group has places, asked for in turn, do not
// make each other forgotten; nor does what was asked for on versions before.
func TestAskingsInTurn(t *testing.T) {
	const turns = 3
	var all []uint64
	for i := range uint64(askingWays) {
		all = append(all, 9+i<<20) // of one group
	}
	a := make(askings, unionSlotsLess)
	for version := uint64(1); version < 4; version++ {
		for turn := range turns {
			for _, hash := range all {
				if known := a.again(hash, version); known != (turn > 0) {
					t.Errorf("version %d, turn %d, %d: known is %t", version, turn, hash, known)
				}
				a.spend(hash, version, 10)
			}
		}
		for _, hash := range all {
			if got := a.spentOn(hash, version); got != 10*turns {
				t.Errorf("version %d, %d: %d was spent, not %d", version, hash, got, 10*turns)
			}
			if a.spentOn(hash, version-1) != 0 || a.spentOn(hash, version+1) != 0 {
				t.Errorf("%d: what was spent on version %d counts for another", hash, version)
			}
		}
	}
	for _, hash := range all {
		if a.forget(hash, 3); a.spentOn(hash, 3) != 0 || a.again(hash, 3) {
			t.Errorf("%d is remembered", hash)
		}
	}
}

// TestAskingsOfMany: of more than a group has places, asked for in turn, each is
// known now and then.
func TestAskingsOfMany(t *testing.T) {
	a := make(askings, unionSlotsLess)
	var known [2 * askingWays]int
	for range 1000 {
		for i := range known {
			if a.again(uint64(i)<<20, 1) {
				known[i]++
			}
		}
	}
	for i, n := range known {
		if n == 0 {
			t.Errorf("%d is never known: %v", i, known)
		}
	}
}

// TestAskingsHaveGroups: every place belongs to a group, and a hash to one.
func TestAskingsHaveGroups(t *testing.T) {
	for _, n := range []int{unionSlotsLess, unionSlots} {
		a := make(askings, n)
		met := map[*asking]int{}
		for hash := range uint64(n) {
			group := a.group(hash + uint64(n)<<7)
			if len(group) != askingWays {
				t.Fatalf("%d places", len(group))
			}
			met[&group[0]]++
		}
		if len(met) != n/askingWays {
			t.Errorf("%d groups of %d places", len(met), n)
		}
		for _, hashes := range met {
			if hashes != askingWays {
				t.Errorf("%d hashes of a group, in a row", hashes)
			}
		}
	}
}
