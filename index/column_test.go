package index

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func BenchmarkColumn(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	c := &Column{narrow: make([]uint16, 1<<20)}
	for i := range c.narrow {
		c.narrow[i] = uint16(rng.IntN(201))
	}
	full := Posting{n: 1, set: &set{large: &large{}}}
	var s Selection
	for range 64 {
		blk := new(Block)
		for i := range blk {
			blk[i] = rng.Uint64() & rng.Uint64() & rng.Uint64()
		}
		s = append(s, blk)
		all := new(Block)
		for i := range all {
			all[i] = ^uint64(0)
		}
		full.set.large.chunks = append(full.set.large.chunks, chunkOfBits(all, BlockSize))
	}
	for _, values := range []int{200, 5000} {
		b.Run(fmt.Sprint(values), func(b *testing.B) {
			var t Tally
			t.Grow(values + 1)
			tmp := new(Block)
			for b.Loop() {
				c.Count(&t, s, full, values, tmp, func(int) bool { return false })
				t.Reset()
			}
		})
	}
}
