// Package fold holds the one case folding of the engine: Unicode simple
// folding, one rune to one rune, so that a folded text has as many runes as
// the text it came from.
package fold

import (
	"strings"
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
	for i, r := range s {
		if Rune(r) != r {
			return s[:i] + strings.Map(Rune, s[i:])
		}
	}
	return s
}
