package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPostingAgainstMap runs random histories, in several shapes, on a
// posting and on a map, with snapshots kept that must not change.
func TestPostingAgainstMap(t *testing.T) {
	shapes := []struct {
		name     string
		universe uint32
		steps    int
		remove   float64
	}{
		{"fewer than a set holds", fewMax + 2, 400, 0.6},
		{"few", 40, 400, 0.5},
		{"one block, dense", BlockSize, 12000, 0.3},
		{"block edges", 3 * BlockSize, 20000, 0.5},
		{"many blocks, sparse", 200 * BlockSize, 9000, 0.4},
		{"shrinking", 2 * BlockSize, 20000, 0.6},
	}
	for _, lay := range []layout{tagLayout, gramLayout} {
		for _, shape := range shapes {
			t.Run(fmt.Sprintf("%s/%d", shape.name, lay.dense), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(1, uint64(shape.universe)))
				runPostingHistory(t, rng, lay, shape.universe, shape.steps, shape.remove)
			})
		}
	}
}

type frozenPosting struct {
	posting Posting
	want    []uint32
}

func runPostingHistory(t *testing.T, rng *rand.Rand, lay layout, universe uint32, steps int, remove float64) {
	var p Posting
	want := map[uint32]bool{}
	var old []frozenPosting
	st := stamp(1)
	for step := range steps {
		ord := rng.Uint32N(universe)
		if rng.Float64() < remove && len(want) > 0 && rng.IntN(2) == 0 {
			for ord = range want {
				break
			}
		}
		if rng.Float64() < remove {
			if p.remove(ord, st, lay) != want[ord] {
				t.Fatalf("step %d: remove(%d) told the wrong thing", step, ord)
			}
			delete(want, ord)
		} else {
			if p.add(ord, st, lay) == want[ord] {
				t.Fatalf("step %d: add(%d) told the wrong thing", step, ord)
			}
			want[ord] = true
		}
		if rng.IntN(steps/10+1) == 0 {
			old = append(old, frozenPosting{p, sortedKeys(want)})
			st++
		}
	}
	old = append(old, frozenPosting{p, sortedKeys(want)})
	for _, f := range old {
		checkPosting(t, f, lay, universe)
	}
}

func sortedKeys(m map[uint32]bool) []uint32 {
	keys := make([]uint32, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func checkPosting(t *testing.T, f frozenPosting, lay layout, universe uint32) {
	t.Helper()
	if err := f.posting.check(lay); err != nil {
		t.Fatal(err)
	}
	if got := f.posting.AppendTo(nil); !slices.Equal(got, f.want) {
		t.Fatalf("lists %d ordinals, want %d", len(got), len(f.want))
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		ord := rng.Uint32N(universe)
		if _, in := slices.BinarySearch(f.want, ord); f.posting.Has(ord) != in {
			t.Fatalf("Has(%d) is %v", ord, !in)
		}
	}
	checkBlockCalls(t, f, universe)
}

// checkBlockCalls holds each block call against the same by single bits.
func checkBlockCalls(t *testing.T, f frozenPosting, universe uint32) {
	t.Helper()
	rng := rand.New(rand.NewPCG(5, 6))
	for block := range int(universe/BlockSize) + 2 {
		var in, other Block
		for _, ord := range f.want {
			if int(ord>>BlockBits) == block {
				in.Set(ord & lowMask)
			}
		}
		for i := range other {
			other[i] = rng.Uint64()
		}
		if got := f.posting.BlockLen(block); got != in.Len() {
			t.Fatalf("block %d: BlockLen %d, want %d", block, got, in.Len())
		}
		if bits := f.posting.Bits(block); bits != nil && *bits != in {
			t.Fatalf("block %d: Bits has %d, want %d", block, bits.Len(), in.Len())
		}
		or, and, andNot := other, other, other
		wantOr, wantAnd, wantAndNot := other, other, other
		if any := f.posting.Or(block, &or); any != !in.Empty() {
			t.Fatalf("block %d: Or tells %v", block, any)
		}
		if !f.posting.And(block, &and) {
			and = Block{}
		}
		f.posting.AndNot(block, &andNot)
		filled := other
		if !f.posting.Fill(block, &filled) {
			filled = Block{}
		}
		wantOr.Or(&in)
		wantAnd.And(&in)
		wantAndNot.AndNot(&in)
		if filled != in || or != wantOr || and != wantAnd || andNot != wantAndNot {
			t.Fatalf("block %d: a set call differs from the bits", block)
		}
	}
}

func TestBlockAppendTo(t *testing.T) {
	var b Block
	for _, low := range []uint32{0, 63, 64, 100, 16383} {
		b.Set(low)
	}
	base := uint32(2 * BlockSize)
	all := []uint32{base, base + 63, base + 64, base + 100, base + 16383}
	for skip := range 7 {
		for limit := range 7 {
			from := min(skip, len(all))
			to := min(from+limit, len(all))
			if got := b.AppendTo(nil, 2, skip, limit); !slices.Equal(got, all[from:to]) {
				t.Errorf("skip %d limit %d: %v, want %v", skip, limit, got, all[from:to])
			}
		}
	}
}
