package query

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Ways out that several slips share.
const (
	slipBracket = "only round parentheses group"
	slipList    = "only round parentheses group, as in 'in (x, y)'"
)

// signs are the tokens made of punctuation and, with a way out, the slips that
// people bring from other languages. The first whose text fits is taken, so
// the longer ones stand first.
var signs = []struct {
	text string
	kind kind
	slip string
}{
	{"(", tokenOpen, ""},
	{")", tokenClose, ""},
	{",", tokenComma, ""},
	{"===", 0, "write a single ="},
	{"==", 0, "write a single ="},
	{"=~", 0, "write ~ for contains; there are no patterns"},
	{"=<", 0, "write <="},
	{"=>", 0, "write >="},
	{"=", tokenOperator, ""},
	{"!==", 0, "write !="},
	{"!=", tokenOperator, ""},
	{"!~", tokenOperator, ""},
	{"!", 0, "write 'not'"},
	{"~=", 0, "write ~ for contains"},
	{"~", tokenOperator, ""},
	{"^=", tokenOperator, ""},
	{"^", 0, "write ^= for begins with"},
	{"&&", 0, "write 'and'"},
	{"&", 0, "write 'and', or quote a text that begins or ends with it"},
	{"||", 0, "write 'or'"},
	{"|", 0, "write 'or'"},
	{"<>", 0, "write !="},
	{"<=", tokenOperator, ""},
	{">=", tokenOperator, ""},
	{"<", tokenOperator, ""},
	{">", tokenOperator, ""},
	{"[", 0, slipList},
	{"]", 0, slipList},
	{"{", 0, slipBracket},
	{"}", 0, slipBracket},
	{"`", 0, "quote with \" or '"},
	{";", 0, "conditions are joined by 'and' or 'or'"},
}

// typographicQuotes are those that word processors put in the place of plain
// ones.
const typographicQuotes = "“”„‟‘’‚‛«»‹›"

// strayReason says why rest cannot go on with the character it begins with.
func strayReason(rest string) string {
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case strings.ContainsRune(typographicQuotes, r):
		return fmt.Sprintf("found the typographic quote %c; write \" or '", r)
	case '！' <= r && r <= '～':
		return fmt.Sprintf("found the full-width '%c'; write '%c'", r, r-'！'+'!')
	case !unicode.IsPrint(r):
		return fmt.Sprintf("found the character %U, which does not print; delete it, or write it as an escape within double quotes", r)
	case unicode.IsMark(r):
		return fmt.Sprintf("found the combining mark %U, which may begin a text only in quotes", r)
	}
	return fmt.Sprintf("found '%c', which may stand only in quotes", r)
}
