package index

import (
	"slices"
	"unicode/utf8"

	"github.com/tagdex/tagdex/internal/fold"
)

// gramTally puts a portion of names into the gram index at once: their grams
// are sorted first, so that a posting is looked up and written once for all
// names of the portion that have the gram. A gram has a number of its own
// within the portion.
type gramTally struct {
	grams  []gramCount // by number
	slots  []uint32    // hash table: 1 + number, or 0
	met    []uint32    // the numbers of all names' grams, one name after the other
	names  []nameGrams
	folded []byte
	begin  []uint32 // of the runs, by number
	ords   []uint32 // the runs
	shared sharing  // their chunks
}

type gramCount struct {
	gram gram
	end  uint32 // of its run in the list of ordinals, as far as it is written
}

type nameGrams struct {
	ord uint32
	end uint32 // in met
}

const (
	tallyNames = BlockSize // names of a portion, so that a chunk is written once or twice
	tallyFew   = 256       // so few names are put in one by one
)

// addNames puts names into the index, whose ordinals rise and are above all
// that is in it. The tally is empty, and empty again after. t is scratch.
func (x *gramIndex) addNames(names []nameAt, st stamp, t *gramTally) {
	if len(names) < tallyFew {
		x.addFewNames(names, st)
		return
	}
	if t.slots == nil {
		t.slots, t.shared = make([]uint32, 1<<14), sharing{}
	}
	for len(names) > 0 {
		part := names[:min(len(names), tallyNames)]
		for _, name := range part {
			t.name(name)
		}
		t.settle(x, st)
		names = names[len(part):]
	}
}

// addFewNames is addNames for so few that sorting is not worth it.
func (x *gramIndex) addFewNames(names []nameAt, st stamp) {
	var grams []gram
	for _, name := range names {
		grams = appendGrams(grams[:0], fold.String(name.name))
		for _, g := range grams {
			x.edit(g, st).posting.add(name.ord, st, gramLayout)
		}
	}
}

// name counts the grams of one name.
func (t *gramTally) name(name nameAt) {
	t.folded = fold.Append(t.folded[:0], name.name)
	if len(t.folded) == 0 {
		t.count(0)
	}
	var before, last gram
	for text := t.folded; len(text) > 0; {
		c, size := gram(text[0])+1, 1
		if c > utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRune(text)
			c = gram(r) + 1
		}
		text = text[size:]
		t.count(c)
		if last != 0 {
			t.count(last<<runeBits | c)
		}
		if before != 0 {
			t.count(before<<(2*runeBits) | last<<runeBits | c)
		}
		before, last = last, c
	}
	t.names = append(t.names, nameGrams{name.ord, uint32(len(t.met))})
}

// count notes one occurrence of a gram.
func (t *gramTally) count(g gram) {
	for i := int(g.hash()); ; i++ {
		slot := &t.slots[i&(len(t.slots)-1)]
		if *slot == 0 {
			t.grams = append(t.grams, gramCount{gram: g})
			*slot = uint32(len(t.grams))
			if len(t.grams) > len(t.slots)/2 {
				t.grow()
			}
			t.met = append(t.met, uint32(len(t.grams)-1))
			t.grams[len(t.grams)-1].end++
			return
		}
		if c := &t.grams[*slot-1]; c.gram == g {
			c.end++
			t.met = append(t.met, *slot-1)
			return
		}
	}
}

func (t *gramTally) grow() {
	t.slots = make([]uint32, 2*len(t.slots))
	for n, c := range t.grams {
		i := int(c.gram.hash())
		for t.slots[i&(len(t.slots)-1)] != 0 {
			i++
		}
		t.slots[i&(len(t.slots)-1)] = uint32(n) + 1
	}
}

// settle writes what was counted to the index, and forgets it.
func (t *gramTally) settle(x *gramIndex, st stamp) {
	begin := slices.Grow(t.begin[:0], len(t.grams))[:len(t.grams)]
	sum := uint32(0)
	for n := range t.grams {
		c := &t.grams[n]
		begin[n] = sum
		sum += c.end
		c.end = begin[n]
	}
	ords := slices.Grow(t.ords[:0], int(sum))[:sum]
	from := uint32(0)
	for _, name := range t.names {
		for _, n := range t.met[from:name.end] {
			c := &t.grams[n]
			if c.end == begin[n] || ords[c.end-1] != name.ord { // a name may have it twice
				ords[c.end] = name.ord
				c.end++
			}
		}
		from = name.end
	}
	for n, c := range t.grams {
		p := &x.edit(c.gram, st).posting
		p.appendRun(ords[begin[n]:c.end], st, gramLayout)
		t.shared.add(p, int(ords[begin[n]]>>BlockBits))
	}
	clear(t.slots)
	clear(t.shared)
	t.grams, t.met, t.names = t.grams[:0], t.met[:0], t.names[:0]
	t.begin, t.ords = begin, ords
}
