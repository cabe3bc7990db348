package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// How many code points of a line Caret shows before and after the spot.
const (
	caretBefore = 60
	caretAfter  = 40
)

// Caret draws the line with the spot and a caret under it, without a newline
// at the end:
//
//	arch=arm64 && gpu
//	           ^
//
// The drawing is fit for a terminal: characters that do not print, terminal
// escapes among them, stand as U+FFFD, tabs are kept, wide East Asian
// characters count two columns, and a long line is cut on both sides.
func (e *SyntaxError) Caret() string {
	before, after := splitAtColumn(e.line, e.Column)
	var line, pad strings.Builder
	before, cut := lastRunes(before, caretBefore)
	if cut {
		line.WriteString("...")
		pad.WriteString("   ")
	}
	for _, r := range before {
		r = printable(r)
		line.WriteRune(r)
		pad.WriteString(blank(r))
	}
	after, cut = firstRunes(after, caretAfter)
	for _, r := range after {
		line.WriteRune(printable(r))
	}
	if cut {
		line.WriteString("...")
	}
	return strings.TrimRight(line.String(), " \t") + "\n" + pad.String() + "^"
}

// splitAtColumn splits line before its code point number column, from 1.
func splitAtColumn(line string, column int) (before, after string) {
	before, _ = firstRunes(line, column-1)
	return before, strings.TrimSuffix(line[len(before):], "\r")
}

// firstRunes returns the first n code points of s, and whether it left some.
func firstRunes(s string, n int) (string, bool) {
	for i := range s {
		if n <= 0 {
			return s[:i], true
		}
		n--
	}
	return s, false
}

// lastRunes returns the last n code points of s, and whether it left some.
func lastRunes(s string, n int) (string, bool) {
	i := len(s)
	for ; i > 0 && n > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:i])
		i -= size
	}
	return s[i:], i > 0
}

// printable returns what stands for r in a drawing.
func printable(r rune) rune {
	if r == '\t' || unicode.IsPrint(r) {
		return r
	}
	return utf8.RuneError
}

// blank returns what takes the columns of r, a printable character or a tab.
func blank(r rune) string {
	switch {
	case r == '\t':
		return "\t"
	case unicode.In(r, unicode.Mn, unicode.Me):
		return ""
	case unicode.Is(wide, r):
		return "  "
	}
	return " "
}

// wide holds, roughly, the characters of Unicode's East Asian widths W and F.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, // Hangul initials
		{Lo: 0x2e80, Hi: 0x303e, Stride: 1}, // radicals, CJK punctuation
		{Lo: 0x3041, Hi: 0xa4cf, Stride: 1}, // kana to Yi, ideographs between
		{Lo: 0xa960, Hi: 0xa97f, Stride: 1}, // Hangul initials, extended
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, // Hangul syllables
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1}, // compatibility ideographs
		{Lo: 0xfe30, Hi: 0xfe6f, Stride: 1}, // vertical and small forms
		{Lo: 0xff01, Hi: 0xff60, Stride: 1}, // full-width forms
		{Lo: 0xffe0, Hi: 0xffe6, Stride: 1}, // full-width signs
	},
	R32: []unicode.Range32{
		{Lo: 0x17000, Hi: 0x18cff, Stride: 1}, // Tangut, Khitan
		{Lo: 0x1b000, Hi: 0x1b2ff, Stride: 1}, // kana supplement, Nushu
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, // pictographs
		{Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1}, // transport signs
		{Lo: 0x1f900, Hi: 0x1f9ff, Stride: 1}, // more pictographs
		{Lo: 0x20000, Hi: 0x3fffd, Stride: 1}, // ideographs, planes 2 and 3
	},
}
