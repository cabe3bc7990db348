package index

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// form is how a posting is laid out, as text.
func (p Posting) form() string {
	switch {
	case p.n == 0:
		return "empty"
	case p.set == nil:
		return "one"
	case !p.isChunked():
		return "list"
	}
	return "chunks"
}

func filled(from, n uint32, lay layout) (p Posting) {
	for i := range n {
		p.add(from+i, 1, lay)
	}
	return p
}

func TestListMax(t *testing.T) {
	for highest, want := range map[uint32]int{
		0: 64, BlockSize - 1: 64, BlockSize: 64, 2*BlockSize - 1: 64, 2 * BlockSize: 72,
		10*BlockSize - 1: 240, 170 * BlockSize: 4096, 171 * BlockSize: 4096, math.MaxUint32: 4096,
	} {
		if got := listMax(highest); got != want {
			t.Errorf("up to %d: %d, want %d", highest, got, want)
		}
	}
}

// TestListBecomesChunks counts over the edge where a list is split and the
// one, lower, where chunks are joined.
func TestListBecomesChunks(t *testing.T) {
	for _, at := range []uint32{0, 5 * BlockSize, 300 * BlockSize, math.MaxUint32 - 5000} {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			// All in one block, so that the limits stay what they are.
			from := at&^lowMask | 1
			limit := uint32(listMax(from))
			var p Posting
			for i := uint32(1); i <= limit+1; i++ {
				p.add(from+i, 1, tagLayout)
				want := map[bool]string{true: "list", false: "chunks"}[i <= limit]
				if i == 1 {
					want = "one"
				}
				if p.form() != want || p.Len() != int(i) {
					t.Fatalf("%d ordinals are %s, want %s", i, p.form(), want)
				}
			}
			for i := limit + 1; i > 0; i-- {
				if i%61 == 0 {
					if err := p.check(tagLayout); err != nil {
						t.Fatal(err)
					}
				}
				want := map[bool]string{true: "list", false: "chunks"}[i < limit/2]
				if i == 1 {
					want = "one"
				}
				if p.form() != want {
					t.Fatalf("%d ordinals are %s, want %s", i, p.form(), want)
				}
				p.remove(from+i, 1, tagLayout)
			}
			if p != (Posting{}) {
				t.Errorf("%+v is left", p)
			}
		})
	}
}

// TestChunkBecomesBits counts over the edge where a chunk becomes a bitset
// and the one, lower, where it goes back.
func TestChunkBecomesBits(t *testing.T) {
	for _, lay := range []layout{tagLayout, gramLayout} {
		t.Run(fmt.Sprint(lay.dense), func(t *testing.T) {
			p := filled(BlockSize, listMaxForTest, tagLayout) // another block, so that there are chunks
			isBits := func() bool { return p.set.large.chunks[2].bits() != nil }
			for i := range lay.dense {
				p.add(2*BlockSize+i, 1, lay)
				if got := isBits(); got != (i+1 >= lay.dense) {
					t.Fatalf("%d ordinals as bits: %v", i+1, got)
				}
			}
			for i := range lay.dense {
				left := lay.dense - i
				if got := isBits(); got != (left >= lay.dense/2) {
					t.Fatalf("%d ordinals left as bits: %v", left, got)
				}
				if left == 1 {
					break
				}
				p.remove(2*BlockSize+i, 1, lay)
			}
		})
	}
}

const listMaxForTest = 100 // more than a list holds that ends in block 1

// TestFormsAtEdges puts the first and the last ordinals of blocks in and out
// of every form.
func TestFormsAtEdges(t *testing.T) {
	for _, lay := range []layout{tagLayout, gramLayout} {
		for _, n := range []uint32{0, 1, 2, fewMax - 1, fewMax, fewMax + 1, 60, 100, 127, 128, 1000, 1023, 1024, 3000} {
			for _, base := range []uint32{0, BlockSize, 4 * BlockSize, 1 << 31} {
				p := filled(base+BlockSize/2, n, lay)
				all := p.AppendTo(nil)
				for _, edge := range []uint32{base, base + 63, base + 64, base + BlockSize - 1, base + BlockSize, base + 2*BlockSize - 1} {
					if !p.add(edge, 1, lay) || p.add(edge, 1, lay) || !p.Has(edge) {
						t.Fatalf("%d and %d: add", n, edge)
					}
					all = append(all, edge)
				}
				slices.Sort(all)
				if got := p.AppendTo(nil); !slices.Equal(got, all) {
					t.Fatalf("%d from %d: lists %v, want %v", n, base, got, all)
				}
				for b := base >> BlockBits; b <= base>>BlockBits+2; b++ {
					want := 0
					for _, ord := range all {
						if ord>>BlockBits == b {
							want++
						}
					}
					if got := p.BlockLen(int(b)); got != want {
						t.Fatalf("%d from %d: %d in block %d, want %d", n, base, got, b, want)
					}
				}
				for len(all) > 0 {
					last := all[len(all)-1]
					all = all[:len(all)-1]
					if !p.remove(last, 1, lay) || p.remove(last, 1, lay) || p.Has(last) {
						t.Fatalf("%d of %d: remove", last, n)
					}
					if err := p.check(lay); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
}

// TestPostingOfTheLastBlock is at the end of what there can be.
func TestPostingOfTheLastBlock(t *testing.T) {
	last := uint32(math.MaxUint32) >> BlockBits
	for _, n := range []uint32{1, 3, 5000} {
		p := filled(math.MaxUint32-n+1, n, tagLayout)
		if !p.Has(math.MaxUint32) || p.Has(math.MaxUint32-n) || p.Has(0) {
			t.Errorf("%d: Has", n)
		}
		if got := p.BlockLen(int(last)); got != int(n) || p.BlockLen(0) != 0 || p.BlockLen(int(last)+1) != 0 {
			t.Errorf("%d: %d in the last block", n, got)
		}
		var dst Block
		if !p.Or(int(last), &dst) || dst.Len() != int(n) || !dst.Has(lowMask) {
			t.Errorf("%d: Or has %d", n, dst.Len())
		}
		if got := dst.AppendTo(nil, int(last), 0, BlockSize); !slices.Equal(got, p.AppendTo(nil)) {
			t.Errorf("%d: the block lists %d", n, len(got))
		}
	}
}

// TestSharedFormsAreCopied edits each form under a second stamp and under the
// same stamp in a second copy, as two builders from one version do.
func TestSharedFormsAreCopied(t *testing.T) {
	for _, n := range []uint32{1, 2, 3, fewMax - 1, fewMax, fewMax + 1, 60, 64, 65, 127, 200, 5000} {
		old := filled(10, n, tagLayout)
		want := old.AppendTo(nil)
		for range 2 {
			p := old
			p.add(5, 2, tagLayout)
			p.add(10+n, 2, tagLayout)
			p.remove(10, 2, tagLayout)
			if n > 2 {
				p.add(10+n/2, 2, tagLayout)
				p.remove(10+n/2, 2, tagLayout)
			}
			for i := range n {
				p.remove(10+i, 2, tagLayout)
			}
			if got := p.AppendTo(nil); !slices.Equal(got, []uint32{5, 10 + n}) {
				t.Fatalf("of %d, %v are left", n, got)
			}
			if got := old.AppendTo(nil); !slices.Equal(got, want) {
				t.Fatalf("the %d of the older version have changed", n)
			}
		}
	}
}
