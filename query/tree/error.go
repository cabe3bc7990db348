package tree

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// ErrTree is wrapped by every error of Decode.
var ErrTree = errors.New("invalid query tree")

// Error says which part of a document is no expression, and why. It wraps
// ErrTree and, where a "text" node is at fault, the *query.SyntaxError.
type Error struct {
	// Path of the part, as "and[1].tag.key"; "" for the document as a whole.
	Path   string
	Reason string // one line; what it repeats is quoted and cut
	cause  error
}

func (e *Error) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("%v: %s", ErrTree, e.Reason)
	}
	return fmt.Sprintf("%v: %s: %s", ErrTree, e.Path, e.Reason)
}

// Unwrap gives ErrTree and the cause, if there is one.
func (e *Error) Unwrap() []error {
	if e.cause == nil {
		return []error{ErrTree}
	}
	return []error{ErrTree, e.cause}
}

func faultf(format string, args ...any) error { return &Error{Reason: fmt.Sprintf(format, args...)} }

// in puts the name of a member before the path of an error.
func in(name string, err error) error {
	e, ok := err.(*Error)
	if !ok {
		return err
	}
	switch {
	case e.Path == "":
		e.Path = name
	case e.Path[0] == '[':
		e.Path = name + e.Path
	default:
		e.Path = name + "." + e.Path
	}
	return e
}

// at puts the place of an element before the path of an error.
func at(i int, err error) error { return in("["+strconv.Itoa(i)+"]", err) }

// malformed is the fault of a text that is no JSON, or not of these rules.
func malformed(err error) error {
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return &Error{Reason: "a member is given twice", cause: err}
	case errors.As(err, &syntactic):
		reason := syntactic.Err.Error()
		return &Error{Reason: fmt.Sprintf("not well-formed JSON after byte %d: %s", syntactic.ByteOffset, short(reason)), cause: err}
	}
	return &Error{Reason: "the document ends too early", cause: err}
}

// maxQuoted is how many bytes of a document an error repeats.
const maxQuoted = 60

// short quotes what does not print, and cuts.
func short(s string) string {
	quoted := strconv.QuoteToASCII(s[:min(len(s), maxQuoted)])
	return quoted[1 : len(quoted)-1]
}

var kindNames = map[jsontext.Kind]string{
	'n': "null", 't': "true", 'f': "false", '"': "a string", '0': "a number", '{': "an object", '[': "a list",
}
