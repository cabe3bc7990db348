package index

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// allWords is what a vocabulary holds, as a map.
func (v *vocabulary) allWords() map[string][]uint32 {
	all := map[string][]uint32{}
	for id := range v.next {
		if e := v.entries.at(id); e.text != "" {
			all[e.text] = e.posting.AppendTo(nil)
		}
	}
	return all
}

// named are indexes of names alone.
type named struct {
	grams gramIndex
	words wordIndex
}

func (n *named) naming() *naming { return &naming{grams: &n.grams, words: &n.words, st: 1} }

// compare tells where two differ.
func (n *named) compare(o *named) error {
	if !maps.EqualFunc(n.grams.allGrams(), o.grams.allGrams(), slices.Equal) {
		return errors.New("the grams differ")
	}
	for i := range n.words {
		if !maps.EqualFunc(n.words[i].allWords(), o.words[i].allWords(), slices.Equal) {
			return fmt.Errorf("the words of %d tokens differ", i+1)
		}
	}
	return errors.Join(n.grams.check(), o.grams.check())
}

// compareTally puts names in by a tally and one by one, from an ordinal on.
func compareTally(first uint32, names []string) error {
	var all, each named
	tallied := all.naming()
	tallied.first, tallied.pending = first, names
	tallied.begin()
	tallied.wait()
	each.naming().addFew(first, names)
	return all.compare(&each)
}

// nameParts are what names are made of: tokens of every kind, what parts them,
// and what is easily mistaken for either.
var nameParts = []string{
	"ubuntu", "Debian", "x86", "22.04", "1.2", "a.b", "2025", "20250131", "0f3a9", "a1b2c3d4e", "镜像", "生产环境", "\u212a", "ß", "\U0001F600",
	"-", "-", "-", "_", " ", "--", "  [", "]", ".", "..", "1.", ".5", "\x00", "a", "b", "7", strings.Repeat("long", 17), strings.Repeat("-", 70), "",
}

// TestTallyIsWhatEachGives makes names of parts, enough of them that the
// vocabulary has no room, and names that are large.
func TestTallyIsWhatEachGives(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	var names []string
	for i := range 4000 {
		var b strings.Builder
		for range rng.IntN(9) {
			b.WriteString(nameParts[rng.IntN(len(nameParts))])
		}
		if i%3 == 0 {
			fmt.Fprintf(&b, "-%05x-%d", rng.IntN(1<<20), rng.IntN(9999))
		}
		names = append(names, b.String())
	}
	for _, first := range []uint32{0, 1, BlockSize - 7, 1<<32 - 2 - uint32(len(names))} {
		if err := compareTally(first, names); err != nil {
			t.Errorf("from %d on: %v", first, err)
		}
	}
}

// TestTallyOfLargeNames has portions that end by their bytes.
func TestTallyOfLargeNames(t *testing.T) {
	before := tallyBytes
	tallyBytes = 1 << 17
	defer func() { tallyBytes = before }()
	var names []string
	for i := range 40 {
		names = append(names, strings.Repeat(fmt.Sprint("part-", i%7, " "), tallyBytes/15/8), strings.Repeat("x", tallyBytes/15))
	}
	if err := compareTally(3, names); err != nil {
		t.Error(err)
	}
}

// FuzzTally makes names of bytes.
func FuzzTally(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		pick := choices(data)
		var names []string
		for range min(len(data)/6, 300) {
			var b strings.Builder
			for range pick(8) {
				b.WriteString(nameParts[pick(len(nameParts))])
			}
			names = append(names, b.String())
		}
		if err := compareTally(uint32(pick(BlockSize)), names); err != nil {
			t.Errorf("%v: %q", err, names)
		}
	})
}
