package index

import (
	"hash/maphash"
	"strings"
)

// wordIndex knows the words that names are made of, as far as they are few,
// with a posting each: a resource in the posting of a word has that word in
// its name. The converse need not hold. A word that came when there was no
// room is not known, nor are names that had it before it was: what is known of
// a text is a subset of its matches, and the other names have to be looked at.
type wordIndex [WordTokens]vocabulary

// vocabulary holds the words of one number of tokens. It shares and copies as
// the dictionary of tags does.
type vocabulary struct {
	entries vector[wordEntry, [smallLeaf]wordEntry]
	table   table
	next    uint32 // ids handed out
	free    uint32 // 1 + the first id that may be used again
	shapes  [wordShapes]uint16
}

// wordEntry is a word and its posting. A free entry has no text, and its
// posting's only names the next free one.
type wordEntry struct {
	text    string
	bits    uint64 // its signature
	posting Posting
}

// Room is limited by shape: what is different in every name, a serial number
// or a hash, fills that of its own shape and leaves the others alone. Words
// without digits are seldom of that kind. The limit of all bounds what a
// search costs, about a nanosecond a word.
type wordRoom struct {
	all     int
	letters int // of a shape, without digits
	digits  int // of a shape, with digits
}

// roomForWords is a variable for tests. Of 69,000 images of public catalogues
// it takes 1,600 words of one token and 5,000 of two.
var roomForWords = wordRoom{all: 8192, letters: 512, digits: 256}

// wordShapes is how many shapes are told apart.
const wordShapes = 64

var wordSeed = maphash.MakeSeed()

func hashWord(word string) uint32 {
	h := maphash.String(wordSeed, word)
	return uint32(h ^ h>>32)
}

// hashAt is the hash of a word that is known.
func (v *vocabulary) hashAt(id uint32) uint32 { return hashWord(v.entries.at(id).text) }

func (v *vocabulary) find(word string, h uint32) (id uint32, ok bool) {
	for b, print := v.table.bucket(h); b != nil; b = v.table.after(b) {
		for i, p := range b.prints[:b.n] {
			if p == print && v.entries.at(b.ids[i]).text == word {
				return b.ids[i], true
			}
		}
	}
	return 0, false
}

// admitted returns the id of a word, if it is known or there is room for it.
func (v *vocabulary) admitted(word string, st stamp) (id uint32, ok bool) {
	h := hashWord(word)
	if id, ok = v.find(word, h); ok {
		return id, true
	}
	if !v.hasRoom(word) {
		return 0, false
	}
	return v.admit(word, h, st), true
}

func (v *vocabulary) hasRoom(word string) bool {
	room := roomForWords.letters
	if hasDigits(word) {
		room = roomForWords.digits
	}
	return int(v.table.entries) < roomForWords.all && int(v.shapes[shapeOf(word, wordShapes)]) < room
}

func (v *vocabulary) admit(word string, h uint32, st stamp) (id uint32) {
	id = v.free - 1
	if v.free == 0 {
		id = v.next
		v.next++
	} else {
		v.free = v.entries.at(id).posting.only
	}
	// A copy, so that it does not keep the name alive.
	*v.entries.edit(id, st) = wordEntry{text: strings.Clone(word), bits: signature(word)}
	v.table.insert(h, id, st, v.hashAt)
	v.shapes[shapeOf(word, wordShapes)]++
	return id
}

// remove takes ord out of the posting of a word where it is in, and forgets
// the word if it was the last.
func (v *vocabulary) remove(word string, ord uint32, st stamp) {
	h := hashWord(word)
	id, ok := v.find(word, h)
	if !ok || !v.entries.at(id).posting.Has(ord) {
		return
	}
	e := v.entries.edit(id, st)
	e.posting.remove(ord, st, gramLayout)
	if e.posting.Len() > 0 {
		return
	}
	v.table.remove(h, id, st)
	v.shapes[shapeOf(word, wordShapes)]--
	*e = wordEntry{posting: Posting{only: v.free}}
	v.free = id + 1
}

// nameWord is a word of a name.
type nameWord struct {
	text   string
	tokens int
}

func compareWords(a, b nameWord) int {
	if a.tokens != b.tokens {
		return a.tokens - b.tokens
	}
	return strings.Compare(a.text, b.text)
}

// appendWords appends the words of a folded name, repeated as they occur.
func appendWords(dst []nameWord, folded string) []nameWord {
	words(folded, func(word string, tokens int) { dst = append(dst, nameWord{word, tokens}) })
	return dst
}

func (x *wordIndex) add(words []nameWord, ord uint32, st stamp) {
	for _, w := range words {
		v := &x[w.tokens-1]
		if id, ok := v.admitted(w.text, st); ok {
			v.entries.edit(id, st).posting.add(ord, st, gramLayout)
		}
	}
}

func (x *wordIndex) remove(words []nameWord, ord uint32, st stamp) {
	for _, w := range words {
		x[w.tokens-1].remove(w.text, ord, st)
	}
}

// Known fills best with postings of resources whose name is known to contain
// a folded text: the largest ones, as many as fit, the largest first. None of
// them need have every match, nor all of them together. It costs about a
// nanosecond for each word of as many tokens as the text touches
// (KnownCost); a text that touches more than WordTokens is never known.
func (v *Version) Known(folded string, best []Posting) []Posting {
	best = best[:0]
	n := tokensOf(folded)
	if n > WordTokens {
		return best
	}
	want := signature(folded)
	return v.words[n-1].search(folded, want, best)
}

// KnownCost is what Known costs for a text, in nanoseconds on a machine of
// 2026, whether it finds anything or not.
func (v *Version) KnownCost(folded string) int {
	n := tokensOf(folded)
	if n > WordTokens {
		return 0
	}
	return int(v.words[n-1].next)
}

// search appends to best, which is empty, in the room that it has.
func (v *vocabulary) search(folded string, want uint64, best []Posting) []Posting {
	for first := uint32(0); first < v.next; first += smallLeaf {
		// Ids are handed out in order, so a leaf that has some has no gaps but
		// free entries, which lack every bit.
		l := v.entries.leafAt(first)
		if l == nil {
			continue
		}
		for i := range l.items {
			e := &l.items[i]
			if e.bits&want == want && strings.Contains(e.text, folded) {
				best = keepLargest(best, e.posting)
			}
		}
	}
	return best
}

// keepLargest puts p in its place in a list of falling size, whose capacity
// is how many are kept.
func keepLargest(best []Posting, p Posting) []Posting {
	if len(best) == cap(best) {
		if len(best) == 0 || best[len(best)-1].n >= p.n {
			return best
		}
		best = best[:len(best)-1]
	}
	i := len(best)
	best = append(best, p)
	for ; i > 0 && best[i-1].n < p.n; i-- {
		best[i], best[i-1] = best[i-1], best[i]
	}
	return best
}
