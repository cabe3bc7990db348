package query

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// ErrSyntax is wrapped by every error of Parse.
var ErrSyntax = errors.New("invalid expression")

// SyntaxError says where a text is not an expression, and why. It wraps
// ErrSyntax; every error of Parse is one.
type SyntaxError struct {
	Offset int    // of the spot in the text, in bytes; at most the text's length
	Line   int    // of the spot, from 1
	Column int    // of the spot in its line, in code points, from 1
	Reason string // what was found, what was expected, and the way out; one line

	line string // the line with the spot
}

// Error returns position and reason on one line. Whatever text it repeats is
// quoted, escaped and cut short.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%v at line %d, column %d: %s", ErrSyntax, e.Line, e.Column, e.Reason)
}

// Unwrap makes errors.Is(err, ErrSyntax) hold.
func (e *SyntaxError) Unwrap() error { return ErrSyntax }

// newSyntaxError makes the error for the spot at offset in text.
func newSyntaxError(text string, offset int, reason string) *SyntaxError {
	before := text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	line, _, _ := strings.Cut(text[start:], "\n")
	return &SyntaxError{
		Offset: offset,
		Line:   strings.Count(before, "\n") + 1,
		Column: utf8.RuneCountInString(before[start:]) + 1,
		Reason: reason,
		line:   line,
	}
}

// maxQuoted is how many code points of a text an error repeats.
const maxQuoted = 40

// quoteShort quotes s for an error: escaped, and cut short if it is long.
func quoteShort(s string) string {
	n := 0
	for i := range s {
		if n == maxQuoted {
			return strconv.Quote(s[:i]) + "..."
		}
		n++
	}
	return strconv.Quote(s)
}
