package dialect

import (
	"strconv"
	"unicode/utf8"
)

// PathBody is the path of an error that is about the body as a whole.
const PathBody = "body"

// Error is one fault of a request. It wraps its Case, and its cause where
// there is one.
type Error struct {
	Case   Case
	Status int    // HTTP status
	Code   string // the API's own code
	// Path is the field at fault: "tags[1].values[0]", "limit",
	// "matches[0].key"; PathBody for the document as a whole.
	Path string
	// Reason says what is wrong with the field. What it quotes of the request
	// is escaped and cut.
	Reason string

	cause error
}

// Error gives code, path and reason.
func (e *Error) Error() string { return e.Code + ": " + e.Message() }

// Message gives path and reason, what an answer tells the caller.
func (e *Error) Message() string {
	if e.Path == "" {
		return e.Reason
	}
	return e.Path + ": " + e.Reason
}

// Unwrap gives the case and the cause.
func (e *Error) Unwrap() []error {
	if e.cause == nil {
		return []error{e.Case}
	}
	return []error{e.Case, e.cause}
}

// New makes an error of the case, answered as t says. Path may be empty where
// no field is at fault.
func (t *Errors) New(c Case, path, reason string) *Error {
	row := t.Table.row(c)
	return &Error{Case: c, Status: row.Status, Code: row.Code, Path: path, Reason: reason}
}

// maxQuoted is how many bytes of a request an error repeats.
const maxQuoted = 40

// quote gives s as it may stand in an error: escaped to printable ASCII, cut
// at a rune's border.
func quote(s string) string {
	if len(s) <= maxQuoted {
		return strconv.QuoteToASCII(s)
	}
	cut := maxQuoted
	for cut > maxQuoted-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strconv.QuoteToASCII(s[:cut]) + "..."
}
