package index

import (
	"math/rand/v2"
	"testing"
)

// TestTableAgainstMap inserts and removes with few distinct hashes, so that
// chains form, and looks at old copies of the table in between.
func TestTableAgainstMap(t *testing.T) {
	for _, hashes := range []uint32{1, 16, 1 << 12, 1 << 31} {
		rng := rand.New(rand.NewPCG(1, uint64(hashes)))
		var tab table
		want := map[slot]bool{}
		st := stamp(1)
		for id := range uint32(5000) {
			s := slot{rng.Uint32N(hashes), id}
			if hashes == 1 && id > 300 {
				break
			}
			tab.insert(s.hash, s.id, st)
			want[s] = true
			if rng.IntN(3) == 0 {
				for victim := range want {
					tab.remove(victim.hash, victim.id, st)
					delete(want, victim)
					break
				}
			}
			if id%1000 == 999 {
				checkTable(t, tab, want)
				old, oldWant := tab, len(want)
				st++
				for s := range want {
					tab.remove(s.hash, s.id, st)
					delete(want, s)
					if len(want) < 10 {
						break
					}
				}
				if n := len(tableSlots(old)); n != oldWant {
					t.Fatalf("an old copy has %d entries now, had %d", n, oldWant)
				}
			}
		}
		checkTable(t, tab, want)
	}
}

func tableSlots(tab table) map[slot]bool {
	all := map[slot]bool{}
	for i := range tab.size {
		b := tab.buckets.at(i)
		for ; b != nil; b = b.more {
			for _, s := range b.slots[:b.n] {
				all[s] = true
			}
		}
	}
	return all
}

func checkTable(t *testing.T, tab table, want map[slot]bool) {
	t.Helper()
	if got := tableSlots(tab); len(got) != len(want) || int(tab.entries) != len(want) {
		t.Fatalf("%d entries (says %d), want %d", len(got), tab.entries, len(want))
	}
	for s := range want {
		found := false
		for b := tab.bucket(s.hash); b != nil; b = b.more {
			for _, have := range b.slots[:b.n] {
				found = found || have == s
			}
		}
		if !found {
			t.Fatalf("%v is not found", s)
		}
	}
}
