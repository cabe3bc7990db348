package index

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestAppendRun appends runs of many lengths and densities and holds the
// posting, and each one before it, against what adding one by one makes.
func TestAppendRun(t *testing.T) {
	for _, lay := range []layout{tagLayout, gramLayout} {
		for seed := range uint64(16) {
			t.Run(fmt.Sprint(lay.dense, "/", seed), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(seed, 3))
				var p, single Posting
				var old []frozenPosting
				ord, st := rng.Uint32N(3*BlockSize), stamp(1)
				gap := 1 + rng.Uint32N([]uint32{2, 100, 3000, 40_000}[seed%4])
				for range 12 {
					run := make([]uint32, 1+rng.IntN([]int{3, 40, 700, 3000}[rng.IntN(4)]))
					for i := range run {
						ord += 1 + rng.Uint32N(gap)
						run[i] = ord
						single.add(ord, 1, lay)
					}
					p.appendRun(run, st, lay)
					if rng.IntN(2) == 0 {
						old = append(old, frozenPosting{p, single.AppendTo(nil)})
						st++ // another builder goes on
					}
				}
				for _, k := range old {
					checkPosting(t, k, lay, ord+BlockSize)
				}
				checkPosting(t, frozenPosting{p, single.AppendTo(nil)}, lay, ord+BlockSize)
			})
		}
	}
}
