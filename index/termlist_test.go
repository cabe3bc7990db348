package index

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestTermList(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 9))
	for n := range 40 {
		for _, most := range []uint32{1, 1 << 8, wideTerms, wideTerms + 1, math.MaxUint32} {
			ids := make([]uint32, n)
			for i := range ids {
				ids[i] = rng.Uint32N(most)
			}
			if n > 0 && most > wideTerms {
				ids[rng.IntN(n)] = most - 1
			}
			before := []byte("before")
			l := termList(appendTerms(before, ids)[len(before):])
			if got := l.appendTo(nil); l.len() != n || !slices.Equal(got, ids) {
				t.Fatalf("%v comes back as %v", ids, got)
			}
			if narrow := most <= wideTerms; narrow && len(l) != narrowTerm*n {
				t.Errorf("%d small ids take %d bytes", n, len(l))
			}
		}
	}
}
