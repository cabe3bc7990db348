package index

import (
	"unicode/utf8"

	"github.com/tagdex/tagdex/internal/fold"
)

// nameTally notes what the names of a portion have in common, so that a posting
// is looked up and written once for all that belong in it (namesettle.go).
//
// Names repeat themselves by tokens. So a name is noted for its stretches
// rather than for what is in them: a stretch is a token, the separators behind
// it, and as much in front of it as its word and the grams that end in it
// take. What grams and which word a stretch has is found out once for all
// names of the portion that have it. Words of two tokens are those of two
// stretches, side by side. What is not likely to come again is noted for its
// grams at once.
//
// Of grams only those of three runes are noted, with nothing in place of a
// rune where a name begins. The shorter ones follow: a name has two runes side
// by side if some rune, or nothing, stands before them.
type nameTally struct {
	stretches stretchTable
	pairs     numbering // of stretches
	runes     numbering // three each, see threeRunes

	stretched inversion // names by stretch
	paired    inversion // names by pair
	direct    inversion // names by three runes
	runesOf   inversion // stretches by three runes

	wordsOf   []string // of stretches; "": none
	wordPairs []string // of pairs

	folded []byte
	ends   []int // of the names in folded
}

// A portion that has so many bytes takes no more names. A variable for tests.
var tallyBytes = 8 << 20

// take notes as many of the names, which are of one block, as belong in a
// portion, and returns how many these are.
func (t *nameTally) take(names []string) (n int) {
	t.folded, t.ends = t.folded[:0], t.ends[:0]
	for n < len(names) && len(t.folded) < tallyBytes {
		t.folded = fold.Append(t.folded, names[n])
		t.ends = append(t.ends, len(t.folded))
		n++
	}
	t.count()
	return n
}

// count notes the names that are folded.
func (t *nameTally) count() {
	all := view(t.folded) // nothing noted outlasts reset
	from := 0
	for _, end := range t.ends {
		t.name(all[from:end])
		t.stretched.next()
		t.paired.next()
		t.direct.next()
		from = end
	}
}

// reset forgets all names.
func (t *nameTally) reset() {
	t.stretches.reset()
	t.pairs.reset()
	t.runes.reset()
	clear(t.wordsOf)
	clear(t.wordPairs)
	t.wordsOf, t.wordPairs = t.wordsOf[:0], t.wordPairs[:0]
	for _, v := range []*inversion{&t.stretched, &t.paired, &t.direct, &t.runesOf} {
		v.reset()
	}
}

// name notes one name.
func (t *nameTally) name(folded string) {
	var p piece
	if !p.first(folded) {
		t.noteRunes(&t.direct, folded, 0, len(folded))
		return
	}
	before, kind := 0, opaque // of the piece before
	var last uint32           // its stretch
	for body, ok := 0, true; ok; ok = p.next(folded) {
		end := p.wordEnd()
		if comesAgain(&p) {
			number := t.stretch(folded, body, &p)
			t.stretched.add(number)
			if wordEnd, ok := p.wordAfter(before, kind); ok {
				t.paired.add(t.pair(last, number, folded[before:wordEnd]))
			}
			last = number
		} else {
			end = body
		}
		if end < p.end {
			t.noteRunes(&t.direct, folded, end, p.end)
		}
		before, kind = p.from, p.token.kind
		body = p.end
	}
}

// comesAgain tells of pieces that other names are likely to have.
func comesAgain(p *piece) bool { return p.token.kind != opaque && p.token.to-p.token.from <= wordMax }

// stretch returns the number of the stretch of a piece, up to the end of its
// word. Its grams are those that end at body or after.
func (t *nameTally) stretch(folded string, body int, p *piece) uint32 {
	from, end := p.from, p.wordEnd()
	if body > 0 {
		from = min(from, runesBefore(folded, body))
	}
	number, isNew := t.stretches.number(folded[from:end], body-from)
	if !isNew {
		return number
	}
	t.noteRunes(&t.runesOf, folded, body, end)
	t.runesOf.next()
	word := ""
	if end, ok := p.word(); ok {
		word = folded[p.from:end]
	}
	t.wordsOf = append(t.wordsOf, word)
	return number
}

// pair returns the number of two stretches that make a word of two tokens.
func (t *nameTally) pair(first, second uint32, word string) uint32 {
	number, isNew := t.pairs.number(uint64(first)<<32 | uint64(second))
	if isNew {
		t.wordPairs = append(t.wordPairs, word)
	}
	return number
}

// runesBefore is where the runes begin that the first gram to end at i has
// before it.
func runesBefore(text string, i int) int {
	for range GramRunes - 1 {
		_, size := utf8.DecodeLastRuneInString(text[:i])
		i -= size
	}
	return i
}

// threeRunes are a rune and the two before it, each one more than its value,
// or 0 where a name begins before it. They sort by the last rune first.
func threeRunes(last, before, first gram) uint64 {
	return uint64(last<<(2*runeBits) | before<<runeBits | first)
}

// noteRunes gives the item under way the three runes up to each that begins at
// from or after and before end.
func (t *nameTally) noteRunes(items *inversion, folded string, from, end int) {
	if folded == "" {
		number, _ := t.runes.number(0)
		items.add(number)
		return
	}
	var before, last gram
	i := runesBefore(folded, from)
	for i < end {
		c, size := gram(folded[i])+1, 1
		if c > utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRuneInString(folded[i:])
			c = gram(r) + 1
		}
		if i >= from {
			number, _ := t.runes.number(threeRunes(c, last, before))
			items.add(number)
		}
		before, last = last, c
		i += size
	}
}
