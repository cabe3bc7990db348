package query

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words of the text form that mean something. Operators are recognised in
// any letter case, the others in exactly this one, because tag keys such as
// Name and ID are common.
const (
	wordAnd    = "and"
	wordOr     = "or"
	wordNot    = "not"
	wordIn     = "in"
	wordAll    = "all"
	wordNone   = "none"
	wordTagged = "tagged"
	wordName   = "name"
	wordID     = "id"
)

// propertyPrefix begins the bare words that are properties of a resource. The
// name follows at once, in quotes where it is no bare word.
const propertyPrefix = "prop."

var (
	operatorWords = []string{wordAnd, wordOr, wordNot, wordIn}
	exactWords    = []string{wordAll, wordNone, wordTagged, wordName, wordID}
)

// operatorWord returns the operator that a bare word is, in lower case, or "".
// None of the operators has a letter that Unicode folds to one outside ASCII.
func operatorWord(word string) string {
	if len(word) > len(wordNot) {
		return ""
	}
	for _, op := range operatorWords {
		if strings.EqualFold(word, op) {
			return op
		}
	}
	return ""
}

// isPlainKey reports whether a bare word in the place of a tag key is one.
func isPlainKey(word string) bool {
	return operatorWord(word) == "" && !slices.Contains(exactWords, word) && !strings.HasPrefix(word, propertyPrefix)
}

// isBare reports whether the printer may write s without quotes, as far as its
// characters go.
func isBare(s string) bool { return s != "" && bareLen(s) == len(s) }

// bareLen returns the length of the bare word that s begins with, 0 if it
// begins with none. The parser and the printer both ask here, so what is
// printed bare is read back whole.
func bareLen(s string) int {
	if !startsBare(s) {
		return 0
	}
	for i := 0; i < len(s); {
		n := bareRune(s[i:])
		if n == 0 || s[i] == '&' && !startsBare(s[i+1:]) {
			return i
		}
		i += n
	}
	return len(s)
}

// startsBare reports whether a bare word, or its part after an ampersand, may
// begin like s. A combining mark would melt into the sign before it ("=" and
// U+0338 look like "≠"), and a leading or doubled ampersand is most likely
// meant as an operator.
func startsBare(s string) bool {
	if s == "" || s[0] == '&' {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	return bareRune(s) > 0 && !unicode.IsMark(r)
}

// bareRune returns the length of the first character of s if a bare word may
// hold it, else 0.
func bareRune(s string) int {
	if s[0] < utf8.RuneSelf {
		return int(bareASCII[s[0]])
	}
	r, n := utf8.DecodeRuneInString(s)
	if unicode.In(r, unicode.L, unicode.M, unicode.N) {
		return n
	}
	return 0
}

// bareASCII holds 1 for the ASCII characters that a bare word may hold. Left
// out on purpose, to keep them free for operators to come or because they are
// typical slips: ? | \ ; ` [ ] { } < >.
var bareASCII = func() (set [utf8.RuneSelf]uint8) {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	for _, c := range letters + strings.ToUpper(letters) + "0123456789" + "_-.:/+@*%$#&" {
		set[c] = 1
	}
	return set
}()
