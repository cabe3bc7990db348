package terminal

import (
	"unicode/utf16"
	"unicode/utf8"
)

// AppendJSON appends JSON text with every character that does not print
// written as an escape of JSON: what Printable escapes, in a form that every
// reader of JSON takes for the same text. The text must be valid JSON, in which
// such characters stand in strings alone. White space and U+FFFD, which may
// stand for itself, stay.
func AppendJSON(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf && c != 0x7f {
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError || !unprintable(r) {
			dst = append(dst, text[i:i+size]...)
		} else {
			dst = appendEscape(dst, r)
		}
		i += size
	}
	return dst
}

// appendEscape appends a character as one escape, or as two where it is beyond
// what four digits hold.
func appendEscape(dst []byte, r rune) []byte {
	if high, low := utf16.EncodeRune(r); high != utf8.RuneError {
		return appendEscape(appendEscape(dst, high), low)
	}
	return append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
