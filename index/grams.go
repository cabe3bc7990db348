package index

import (
	"math/bits"
	"math/rand/v2"
	"slices"
	"unicode/utf8"
)

// GramRunes is the longest gram, in runes. Every run of one to GramRunes
// runes of a folded name is a gram, so that a pattern of that length or less
// is answered exactly by one posting. The empty name has the empty gram.
const GramRunes = 3

// gram is up to three runes, 21 bits each, each one more than the rune's
// value so that no rune is different from the rune 0. The empty gram is 0.
type gram uint64

const (
	runeBits = 21
	runeMask = 1<<runeBits - 1
)

// appendGrams appends the grams of a folded text, repeated as they occur.
func appendGrams(dst []gram, folded string) []gram {
	if folded == "" {
		return append(dst, 0)
	}
	var before, last gram
	for _, r := range folded {
		c := gram(r) + 1
		dst = append(dst, c)
		if last != 0 {
			dst = append(dst, last<<runeBits|c)
		}
		if before != 0 {
			dst = append(dst, before<<(2*runeBits)|last<<runeBits|c)
		}
		before, last = last, c
	}
	return dst
}

// longestGrams calls found with the grams of a folded pattern that say the
// most, until it returns false: those of GramRunes runes, or the pattern
// itself where it is shorter.
func longestGrams(folded string, found func(g gram) bool) {
	var window gram
	n := 0
	for _, r := range folded {
		window = (window<<runeBits | (gram(r) + 1)) & (1<<(GramRunes*runeBits) - 1)
		if n++; n >= GramRunes && !found(window) {
			return
		}
	}
	if n < GramRunes {
		found(window)
	}
}

// gramIndex maps grams to postings of the names that have them. It shares
// and copies as the dictionary of tags does.
type gramIndex struct {
	entries vector[gramEntry, [largeLeaf]gramEntry]
	table   table
	next    uint32 // ids handed out
	free    uint32 // 1 + the first id that may be used again
}

// gramEntry is a gram and its posting. A free entry's posting is empty, and
// its only names the next free one.
type gramEntry struct {
	gram    gram
	posting Posting
}

// gramSecret differs from run to run, so that nobody can choose names whose
// grams fall into one bucket.
var gramSecret = [2]uint64{rand.Uint64(), rand.Uint64() | 1}

// hash depends in all its bits on every rune: buckets go by the low ones. With
// one multiplication, one secret in some hundred puts many grams that are
// numbered in one rune into one bucket.
func (g gram) hash() uint32 {
	hi, lo := bits.Mul64(uint64(g)^gramSecret[0], gramSecret[1])
	hi, lo = bits.Mul64(hi^lo, 0x9e3779b97f4a7c15)
	return uint32(hi ^ lo)
}

// hashAt is the hash of a gram that is there.
func (x *gramIndex) hashAt(id uint32) uint32 { return x.entries.at(id).gram.hash() }

func (x *gramIndex) find(g gram) (id uint32, ok bool) {
	for b, print := x.table.bucket(g.hash()); b != nil; b = x.table.after(b) {
		for i, p := range b.prints[:b.n] {
			if p == print && x.entries.at(b.ids[i]).gram == g {
				return b.ids[i], true
			}
		}
	}
	return 0, false
}

func (x *gramIndex) posting(g gram) Posting {
	if id, ok := x.find(g); ok {
		return x.entries.at(id).posting
	}
	return Posting{}
}

// edit returns the entry of a gram for writing, made first if need be.
func (x *gramIndex) edit(g gram, st stamp) *gramEntry {
	return x.entries.edit(x.intern(g, st), st)
}

// intern returns the id of a gram, made first if need be.
func (x *gramIndex) intern(g gram, st stamp) uint32 {
	if id, ok := x.find(g); ok {
		return id
	}
	id := x.free - 1
	if x.free == 0 {
		id = x.next
		x.next++
	} else {
		x.free = x.entries.at(id).posting.only
	}
	*x.entries.edit(id, st) = gramEntry{gram: g}
	x.table.insert(g.hash(), id, st, x.hashAt)
	return id
}

// remove takes ord out of the posting of a gram, and forgets the gram if it
// was the last.
func (x *gramIndex) remove(g gram, ord uint32, st stamp) {
	id, ok := x.find(g)
	if !ok {
		return
	}
	e := x.entries.edit(id, st)
	e.posting.remove(ord, st, gramLayout)
	if e.posting.Len() > 0 {
		return
	}
	x.table.remove(g.hash(), id, st)
	*e = gramEntry{posting: Posting{only: x.free}}
	x.free = id + 1
}

// Gram returns the resources whose folded name contains a folded text of at
// most GramRunes runes; for the empty text, those with the empty name.
func (v *Version) Gram(folded string) (p Posting) {
	longestGrams(folded, func(g gram) bool {
		p = v.grams.posting(g)
		return false
	})
	return p
}

// fewCandidates are so few that no further gram is worth a lookup.
const fewCandidates = 8

// Candidates fills best, which has room for one at least, with postings whose
// intersection holds every resource with a name that contains the folded
// text, and others: those of its rarest grams of GramRunes runes, as many as
// fit, the smallest first. One of them is empty only if it stands alone. A
// hash lookup for each gram.
func (v *Version) Candidates(folded string, best []Posting) []Posting {
	best = best[:0]
	longestGrams(folded, func(g gram) bool {
		p := v.grams.posting(g)
		if p.n == 0 {
			best = append(best[:0], p)
			return false
		}
		best = keepSmallest(best, p)
		return best[0].n > fewCandidates
	})
	return best
}

// SpreadGrams is how many postings Spread appends at most.
const SpreadGrams = 3

// Spread appends the postings of the first, the middle and the last gram of
// GramRunes runes of a folded text. The rarest grams are often those of one
// word, and select the same names; the ends of a text have the least to do with
// each other. A hash lookup for each.
func (v *Version) Spread(folded string, dst []Posting) []Posting {
	last := max(utf8.RuneCountInString(folded)-GramRunes, 0)
	at := 0
	longestGrams(folded, func(g gram) bool {
		if at == 0 || at == last/2 || at == last {
			dst = append(dst, v.grams.posting(g))
		}
		at++
		return true
	})
	return dst
}

// keepSmallest puts p in its place in a list of rising size, whose capacity is
// how many are kept, unless it is there already.
func keepSmallest(best []Posting, p Posting) []Posting {
	if slices.Contains(best, p) {
		return best
	}
	if len(best) == cap(best) {
		if best[len(best)-1].n <= p.n {
			return best
		}
		best = best[:len(best)-1]
	}
	i := len(best)
	best = append(best, p)
	for ; i > 0 && best[i-1].n > p.n; i-- {
		best[i], best[i-1] = best[i-1], best[i]
	}
	return best
}
