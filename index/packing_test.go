package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestRunsOfForms finds the runs of lists and bitsets, at the edges of words
// and of the block, and none where there are too many.
func TestRunsOfForms(t *testing.T) {
	many := []run{}
	for i := range uint16(maxRuns) {
		many = append(many, run{i * 100, i*100 + 63})
	}
	for _, want := range [][]run{
		{{0, 0}},
		{{0, lowMask}},
		{{lowMask, lowMask}},
		{{0, 63}},
		{{1, 64}, {66, 66}},
		{{63, 64}, {127, 128}, {16320, lowMask}},
		many,
		append(slices.Clone(many), run{5000, 5001}),
	} {
		var b Block
		b.orRuns(want)
		low := b.appendLow(nil)
		var room [maxRuns]run
		found := [][]run{slices.Clone(runsOfBits(&b, room[:0])), slices.Clone(runsOfOffsets(low, room[:0]))}
		if len(want) > maxRuns {
			want = nil
		}
		for _, got := range found {
			if !slices.Equal(got, want) {
				t.Errorf("%v, want %v", got, want)
			}
		}
	}
}

// TestPackingAgainstMap appends long runs, and such with gaps, and edits what
// was made of them.
func TestPackingAgainstMap(t *testing.T) {
	for _, lay := range []layout{tagLayout, gramLayout} {
		for seed := range uint64(8) {
			t.Run(fmt.Sprint(lay.dense, "/", seed), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(seed, 8))
				want := map[uint32]bool{}
				var p Posting
				var old []frozenPosting
				st, next, packed := stamp(1), uint32(0), 0
				gaps := []uint32{1, 1, 12, 60}[seed%4]
				form := formRuns
				if gaps > 1 && lay.packed {
					form = formPacked
				}
				for range 12 {
					next += rng.Uint32N(BlockSize / 2)
					var ords []uint32
					for range 1 + rng.IntN(3) {
						n := 1 + rng.Uint32N([]uint32{3, 200, 5000, BlockSize + 99}[rng.IntN(4)])
						for range n/gaps + 1 {
							ords = append(ords, next)
							next += 1 + rng.Uint32N(gaps)
						}
						next += 1 + rng.Uint32N(300)
					}
					if rng.IntN(2) == 0 && p.isChunked() {
						appendBlocks(&p, ords, st, lay)
					} else {
						p.appendRun(ords, st, lay)
					}
					for _, ord := range ords {
						want[ord] = true
					}
					packed += p.chunksOf(form)
					for range rng.IntN(4) {
						ord := rng.Uint32N(next)
						if p.add(ord, st, lay) == want[ord] {
							t.Fatalf("add(%d) told the wrong thing", ord)
						}
						want[ord] = true
						ord = rng.Uint32N(next)
						if p.remove(ord, st, lay) != want[ord] {
							t.Fatalf("remove(%d) told the wrong thing", ord)
						}
						delete(want, ord)
					}
					if rng.IntN(3) == 0 {
						old = append(old, frozenPosting{p, sortedKeys(want)})
						st++
					}
				}
				for _, f := range append(old, frozenPosting{p, sortedKeys(want)}) {
					checkPosting(t, f, lay, next+BlockSize)
					checkChoice(t, f, next)
				}
				if packed == 0 && (gaps == 1 || lay.packed) {
					t.Errorf("no chunk ever had the form %d", form)
				}
			})
		}
	}
}

// appendBlocks is appendRun, a bitset at a time.
func appendBlocks(p *Posting, ords []uint32, st stamp, lay layout) {
	for len(ords) > 0 {
		n := sameBlock(ords)
		var b Block
		for _, ord := range ords[:n] {
			b.Set(ord & lowMask)
		}
		p.appendBlock(int(ords[0]>>BlockBits), &b, st, lay)
		ords = ords[n:]
	}
}

func (p Posting) chunksOf(form chunkForm) (n int) {
	if p.isChunked() {
		for _, c := range p.set.large.chunks {
			if c.form == form {
				n++
			}
		}
	}
	return n
}

// checkChoice holds Keep, Drop and In against single questions.
func checkChoice(t *testing.T, f frozenPosting, universe uint32) {
	t.Helper()
	rng := rand.New(rand.NewPCG(1, 9))
	var ords, kept, dropped []uint32
	s := make(Selection, universe>>BlockBits+1)
	for ord := uint32(0); ord < universe; ord += 1 + rng.Uint32N(9) {
		ords = append(ords, ord)
		if s[ord>>BlockBits] == nil {
			s[ord>>BlockBits] = new(Block)
		}
		s[ord>>BlockBits].Set(ord & lowMask)
		if _, in := slices.BinarySearch(f.want, ord); in {
			kept = append(kept, ord)
		} else {
			dropped = append(dropped, ord)
		}
	}
	if got := f.posting.In(s); got != len(kept) {
		t.Fatalf("In is %d, want %d", got, len(kept))
	}
	if got := f.posting.Keep(slices.Clone(ords)); !slices.Equal(got, kept) {
		t.Fatalf("Keep leaves %d, want %d", len(got), len(kept))
	}
	if got := f.posting.Drop(slices.Clone(ords)); !slices.Equal(got, dropped) {
		t.Fatalf("Drop leaves %d, want %d", len(got), len(dropped))
	}
}
