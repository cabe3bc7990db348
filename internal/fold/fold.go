// Package fold holds the one case folding of the engine: Unicode simple
// folding, one rune to one rune, so that a folded text has as many runes as
// the text it came from.
package fold

import (
	"encoding/binary"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Rune returns the representative of r's folding orbit: the ASCII lower-case
// letter if the orbit holds one, else the smallest rune of the orbit.
func Rune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}
	switch {
	case r < lowRunes:
		return low()[r]
	case uncasedFrom <= r && r <= uncasedTo:
		return r
	}
	return orbit(r)
}

// Most names need no search of Unicode's tables: the alphabets below lowRunes
// (Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic begin there) are
// folded once, and between uncasedFrom and uncasedTo (the scripts of East
// Asia) nothing has case.
const (
	lowRunes    = 0x700
	uncasedFrom = 0x2E80
	uncasedTo   = 0xA63F
)

// Runes of three bytes that begin with these lie in between.
const (
	firstUncased = 0xE3
	lastUncased  = 0xE9
)

var low = sync.OnceValue(func() *[lowRunes]rune {
	var folded [lowRunes]rune
	for r := range folded {
		folded[r] = orbit(rune(r))
	}
	return &folded
})

// orbit looks the whole orbit up.
func orbit(r rune) rune {
	least := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		least = min(least, next)
	}
	if 'A' <= least && least <= 'Z' {
		return least + ('a' - 'A')
	}
	return least
}

// String folds every rune of s. It returns s itself, without allocating,
// where folding changes nothing. s must be valid UTF-8.
func String(s string) string {
	if IsPlain(s) {
		return s
	}
	for _, r := range s {
		if Rune(r) != r {
			var room [128]byte
			return string(Append(room[:0], s))
		}
	}
	return s
}

// IsPlain reports whether s is ASCII without capital letters. Then it folds to
// itself; other texts may as well.
func IsPlain(s string) bool {
	if len(s) < 8 {
		for i := range len(s) {
			if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
				return false
			}
		}
		return true
	}
	for i := 0; ; i += 8 {
		eight := load(s[min(i, len(s)-8):])
		if eight&highBits != 0 || lower(eight) != eight {
			return false
		}
		if i+8 >= len(s) {
			return true
		}
	}
}

// Append appends the folded runes of s to dst. s must be valid UTF-8. A folded
// rune is never longer than the rune, so s says how much room is needed.
func Append(dst []byte, s string) []byte {
	n := len(dst)
	dst = slices.Grow(dst, len(s))
	out := dst[n : n+len(s)]
	w := 0
	var folded *[lowRunes]rune // asked for once, if at all
	for i := 0; i < len(s); {
		if i+8 <= len(s) {
			if eight := load(s[i : i+8]); eight&highBits == 0 {
				binary.LittleEndian.PutUint64(out[w:w+8], lower(eight))
				w += 8
				i += 8
				continue
			}
		}
		c := s[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			out[w] = c
			w++
			i++
			continue
		}
		if firstUncased <= c && c <= lastUncased {
			w += copy(out[w:], s[i:min(i+3, len(s))])
			i += 3
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r < lowRunes {
			if folded == nil {
				folded = low()
			}
			r = folded[r]
		} else {
			r = Rune(r)
		}
		w += utf8.EncodeRune(out[w:], r)
		i += size
	}
	return dst[:n+w]
}

// Eight bytes at a time: most of most names is ASCII.
const (
	eachByte = 0x0101010101010101
	highBits = 0x80 * eachByte
)

// load returns eight bytes of s as one number.
func load(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// lower sets the bit that makes a small letter of a capital, in each of eight
// ASCII bytes. The sums carry into a byte's high bit from 'A' on, and past 'Z'.
func lower(eight uint64) uint64 {
	fromA := eight + (0x80-'A')*eachByte
	pastZ := eight + (0x80-'Z'-1)*eachByte
	return eight | (fromA&^pastZ)&highBits>>2
}
