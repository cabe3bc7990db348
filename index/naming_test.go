package index

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"go.uber.org/goleak"
)

// allGrams is what a gram index holds, as a map.
func (x *gramIndex) allGrams() map[gram][]uint32 {
	all := map[gram][]uint32{}
	for id := range x.next {
		if e := x.entries.at(id); e.posting.Len() > 0 {
			all[e.gram] = e.posting.AppendTo(nil)
		}
	}
	return all
}

// TestNamesInPortions inserts more names than one portion holds, with
// replacements and deletions where portions begin and end, and compares with
// the same changes in builders that never fill one.
func TestNamesInPortions(t *testing.T) {
	const n = 3*BlockSize + 10
	build := func(perBuilder int) *Version {
		rng := rand.New(rand.NewPCG(5, 5))
		v := Empty()
		b := v.Builder()
		for i := range n {
			rename(t, b, fmt.Sprint(i), fmt.Sprint("name-", rng.IntN(900)))
			switch i % BlockSize {
			case BlockSize - 2, 0, 1, 77:
				rename(t, b, fmt.Sprint(i/2), fmt.Sprint("again-", i))
				b.Delete(fmt.Sprint(i / 3))
			case BlockSize - 1:
				b.Delete(fmt.Sprint(i))
			}
			if i%perBuilder == perBuilder-1 {
				v = b.Freeze()
				b = v.Builder()
			}
		}
		return freeze(t, b)
	}
	whole, pieces := build(n), build(100)
	if !maps.EqualFunc(whole.grams.allGrams(), pieces.grams.allGrams(), slices.Equal) {
		t.Error("the grams of one large builder differ from those of many small ones")
	}
	if err := errors.Join(whole.check(), pieces.check()); err != nil {
		t.Error(err)
	}
	for _, pattern := range []string{"name-", "again-", "name-1", "-77"} {
		if !slices.Equal(whole.known(pattern), pieces.known(pattern)) {
			t.Errorf("%q: %d are known of the large builder, %d of the small ones", pattern, len(whole.known(pattern)), len(pieces.known(pattern)))
		}
	}
}

// TestDroppedBuilderLeavesNoGoroutine drops builders in the middle of a
// portion, and builds on.
func TestDroppedBuilderLeavesNoGoroutine(t *testing.T) {
	defer goleak.VerifyNone(t)
	v := Empty()
	for range 3 {
		b := v.Builder()
		for i := range 2*BlockSize + 1 {
			rename(t, b, fmt.Sprint(i), "some name to take apart")
		}
		// Dropped with a portion under way.
		b = v.Builder()
		rename(t, b, "kept", "kept")
		v = freeze(t, b)
	}
	if got := v.Gram("som").Len(); got != 0 {
		t.Errorf("%d names of dropped builders", got)
	}
}
