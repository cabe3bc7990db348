// Package terminal makes text fit for terminals. What it is given comes from
// data and is taken as hostile: a name may hold escape sequences, or marks
// that turn the reading order around.
package terminal

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable returns s with everything that does not print written as an
// escape of Go: control characters, line ends, invisible and reordering
// marks, bytes that are not UTF-8.
func Printable(s string) string {
	if !strings.ContainsFunc(s, unprintable) {
		return s
	}
	var out []byte
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			out = append(out, `\x`...)
			out = append(out, hex[s[i]>>4], hex[s[i]&15])
		case unprintable(r):
			quoted := strconv.QuoteRune(r)
			out = append(out, quoted[1:len(quoted)-1]...)
		default:
			out = append(out, s[i:i+size]...)
		}
		i += size
	}
	return string(out)
}

const hex = "0123456789abcdef"

// unprintable also holds for U+FFFD, which is what an invalid byte looks like
// here.
func unprintable(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
