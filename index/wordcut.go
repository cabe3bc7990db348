package index

import "strings"

// WordTokens is how many tokens the longest words have.
const WordTokens = 2

// Words are how templated names repeat themselves. A token is a run of
// letters and digits (everything beyond ASCII counts as a letter; a dot
// between two digits belongs to the token, as in 22.04). A word is one token,
// or two neighbours, with the separators around and between them: of
// "ubuntu-22.04-arm64" these are
//
//	ubuntu-    -22.04-    -arm64    ubuntu-22.04-    -22.04-arm64
//
// so that a text that touches one token of a name lies within a word of one,
// and a text that touches two within a word of two.
//
// Some tokens are not likely to come again. Of a long number only the first
// digits are taken, those of the year if it is a date, and end the word:
// "-arm64-2025" of "-arm64-20250131". What looks like a hash is in no word.

// Sizes in bytes. A shorter word says no more than grams do; a longer one is
// not likely to come again.
const (
	wordMin = GramRunes + 1
	wordMax = 64
)

// class is what a byte is to a word.
type class byte

const (
	separator class = iota
	letter
	digit
)

var classes = func() (of [256]class) {
	for c := range of {
		switch {
		case '0' <= c && c <= '9':
			of[c] = digit
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c >= 0x80:
			of[c] = letter
		}
	}
	return of
}()

// token is a run of letters and digits: from and to cut it out of its name.
type token struct {
	from, to int
	kind     tokenKind
}

type tokenKind uint8

const (
	usual  tokenKind = iota
	number           // long, of digits alone
	opaque           // a hash, an id
)

// What a token with digits may be at most, to be usual: amd64, 2022 and k8s
// are; 20250131 is a number, 0f3a9 opaque.
const (
	usualBytes  = 8
	usualDigits = 4 // in a row; of a number, those that are taken
	usualTurns  = 1 // from letters to digits, or back
	tinyBytes   = 4 // turns do not matter up to here
)

// tokenAt is where the first token at or after from begins, or the end of text.
func tokenAt(text string, from int) int {
	for from < len(text) && classes[text[from]] == separator {
		from++
	}
	return from
}

// tokenFrom is the token that begins at from.
func tokenFrom(text string, from int) token {
	to := from
	for to < len(text) && classes[text[to]] == letter {
		to++
	}
	if to == len(text) || to > from && classes[text[to]] == separator { // letters alone
		return token{from: from, to: to}
	}
	last := separator
	if to > from {
		last = letter
	}
	digits, row, longest, turns := 0, 0, 0, 0
	for ; to < len(text); to++ {
		c := classes[text[to]]
		if c == separator {
			if !isPoint(text, to) {
				break
			}
			row = 0
			continue
		}
		if last != separator && c != last {
			turns++
			row = 0
		}
		if c == digit {
			digits++
			row++
			longest = max(longest, row)
		}
		last = c
	}
	kind := usual
	switch size := to - from; {
	case digits == size && size > usualDigits:
		kind = number
	case digits > 0 && (size > usualBytes || longest > usualDigits || turns > usualTurns && size > tinyBytes):
		kind = opaque
	}
	return token{from: from, to: to, kind: kind}
}

// isPoint tells whether the byte at i is a dot between digits.
func isPoint(text string, i int) bool {
	return text[i] == '.' && i > 0 && i+1 < len(text) && classes[text[i-1]] == digit && classes[text[i+1]] == digit
}

// piece is a token of a name with the separators around it.
type piece struct {
	from  int // of the separators in front
	token token
	end   int // where the next token begins, or the name ends
}

// first makes p the first piece of a folded name, and reports whether it has a
// token.
func (p *piece) first(folded string) bool { return p.begin(folded, 0, tokenAt(folded, 0)) }

// next makes p the piece after it, and reports whether there is one.
func (p *piece) next(folded string) bool { return p.begin(folded, p.token.to, p.end) }

// begin makes p the piece from there on whose token begins at another place.
func (p *piece) begin(folded string, from, at int) bool {
	if at == len(folded) {
		return false
	}
	p.from, p.token = from, tokenFrom(folded, at)
	p.end = tokenAt(folded, p.token.to)
	return true
}

// word is where the word of one token ends that begins with the piece; ok is
// false if there is none.
func (p *piece) word() (end int, ok bool) {
	end = p.wordEnd()
	return end, p.token.kind != opaque && inSize(end-p.from)
}

// wordAfter is where the word of two tokens ends that begins with the piece
// before, from there on, whose token is of a kind; ok is false if there is none.
func (p *piece) wordAfter(from int, kind tokenKind) (end int, ok bool) {
	end = p.wordEnd()
	return end, p.token.kind != opaque && kind == usual && inSize(end-from)
}

func (p *piece) wordEnd() int {
	if p.token.kind == number {
		return p.token.from + usualDigits
	}
	return p.end
}

// words calls found with each word of a folded name, and with how many tokens
// it has. A word may come more than once.
func words(folded string, found func(word string, tokens int)) {
	var p piece
	before, kind := 0, opaque // of the piece before
	for ok := p.first(folded); ok; ok = p.next(folded) {
		if end, ok := p.word(); ok {
			found(folded[p.from:end], 1)
		}
		if end, ok := p.wordAfter(before, kind); ok {
			found(folded[before:end], 2)
		}
		before, kind = p.from, p.token.kind
	}
}

func inSize(n int) bool { return wordMin <= n && n <= wordMax }

// tokensOf is how many tokens of a name a text touches, as far as the text
// itself tells; at least 1.
func tokensOf(folded string) int {
	var p piece
	n := 0
	for ok := p.first(folded); ok && n <= WordTokens; ok = p.next(folded) {
		n++
	}
	return max(n, 1)
}

// shapeOf is the number of a word's shape, below n: equal for words that
// differ only in which letters and digits they have and in how many.
func shapeOf(word string, n uint32) uint32 {
	h, last := uint32(2166136261), class(255)
	for i := range len(word) {
		if c := classes[word[i]]; c != last {
			h = (h ^ uint32(c)) * 16777619
			last = c
		}
	}
	return (h ^ h>>15) % n
}

// signature has bits set for pairs of neighbouring bytes: a text that
// contains another has all of its bits.
func signature(text string) (bits uint64) {
	for i := 1; i < len(text); i++ {
		bits |= 1 << ((uint32(text[i-1])*31 + uint32(text[i])*131) >> 2 & 63)
	}
	return bits
}

// hasDigits tells how easily a word's shape has many words.
func hasDigits(word string) bool { return strings.ContainsAny(word, "0123456789") }
