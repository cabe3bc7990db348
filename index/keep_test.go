package index

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestKeepAndDrop asks postings of every form about lists of every length.
func TestKeepAndDrop(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	some := func(n int, below uint32) (all []uint32) {
		for range n {
			all = append(all, rng.Uint32N(below))
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	for _, size := range []int{0, 1, 2, 60, 900, 5000, 40_000} {
		for _, below := range []uint32{100, BlockSize, 3*BlockSize + 5, 50 * BlockSize} {
			for _, lay := range []layout{tagLayout, gramLayout} {
				var p Posting
				for _, ord := range some(size, below) {
					p.add(ord, 1, lay)
				}
				for _, asked := range []int{0, 1, 3, 200, 20_000} {
					ords := some(asked, below+below/4)
					var in, out []uint32
					for _, ord := range ords {
						if p.Has(ord) {
							in = append(in, ord)
						} else {
							out = append(out, ord)
						}
					}
					if got := p.Keep(slices.Clone(ords)); !slices.Equal(got, in) {
						t.Fatalf("%d ordinals of %d below %d: Keep leaves %d of %d, want %d", size, p.Len(), below, len(got), len(ords), len(in))
					}
					if got := p.Drop(slices.Clone(ords)); !slices.Equal(got, out) {
						t.Fatalf("%d ordinals of %d below %d: Drop leaves %d of %d, want %d", size, p.Len(), below, len(got), len(ords), len(out))
					}
				}
			}
		}
	}
}

func BenchmarkKeep(b *testing.B) {
	rng := rand.New(rand.NewPCG(3, 3))
	var all [2]Posting
	for i := range all {
		for ord := range uint32(64 * BlockSize) {
			if rng.IntN(64) == 0 {
				all[i].add(ord, 1, gramLayout)
			}
		}
	}
	ords := all[0].AppendTo(nil)
	var scratch []uint32
	for b.Loop() {
		scratch = all[1].Keep(append(scratch[:0], ords...))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(ords)), "ns/ordinal")
}

func TestSameBlock(t *testing.T) {
	for n := 1; n < 70; n++ {
		for others := range 70 {
			var ords []uint32
			for i := range n {
				ords = append(ords, 3<<BlockBits+lowMask-uint32(n-1-i))
			}
			for i := range others {
				ords = append(ords, 4<<BlockBits+uint32(i))
			}
			if got := sameBlock(ords); got != n {
				t.Fatalf("%d of %d lie in the block, not %d", n, n+others, got)
			}
		}
	}
}
