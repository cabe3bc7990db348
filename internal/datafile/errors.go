package datafile

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/resource"
)

// LineError says which line of which file could not be read, and why. It
// wraps the cause.
type LineError struct {
	File string // as given; "standard input" for "-"
	Line int    // from 1, of the decompressed text
	ID   string // of the resource, cut short where it is long; "" where it is not known
	Err  error
}

// maxReason is how many bytes of a reason Error repeats: reasons may quote
// what stands in the line, which may be long.
const maxReason = 400

// Error gives file, line, resource and reason on one line.
func (e *LineError) Error() string {
	return fmt.Sprintf("%s:%d: %s%s", e.File, e.Line, e.resource(), e.Reason())
}

// Reason is why the line could not be read, without the place, and cut short
// where it is long.
func (e *LineError) Reason() string { return shortened(e.Err.Error(), maxReason) }

// resource names the resource, unless the reason does.
func (e *LineError) resource() string {
	if _, named := errors.AsType[*resource.FieldError](e.Err); named || e.ID == "" {
		return ""
	}
	return fmt.Sprintf("resource %q: ", e.ID)
}

// Unwrap returns the cause.
func (e *LineError) Unwrap() error { return e.Err }

// ErrTooLong is wrapped by the error for a line, or an image of a list, that
// has more bytes than Options.MaxLine.
var ErrTooLong = errors.New("line is too long")

// FieldError says which member of a row does not fit, by its path.
type FieldError struct {
	Path   string // "tags[1].key"
	Reason string // "must be a string, is a number"
}

func (e *FieldError) Error() string { return e.Path + ": " + e.Reason }

// errAfter says that a line holds more than its row.
var errAfter = errors.New("there is more after the resource: each stands on a line of its own (curl sends a file as it is by --data-binary; -d takes the line ends away)")

// placedError is an error that was found when the decoder had read on.
type placedError struct {
	offset int64 // in the text of the row
	err    error
}

func (e *placedError) Error() string { return e.err.Error() }
func (e *placedError) Unwrap() error { return e.err }

// within puts the path of the value around it before that of a *FieldError.
func within(path string, err error) error {
	e, ok := errors.AsType[*FieldError](err)
	if !ok {
		return err
	}
	switch {
	case strings.HasPrefix(e.Path, "["):
		path += e.Path
	case e.Path != "":
		path += "." + e.Path
	}
	return &FieldError{Path: path, Reason: e.Reason}
}

// missing is the fault of a row without an id.
func missing(path string) error { return &FieldError{Path: path, Reason: "is missing or empty"} }

// kindNames are the words for JSON kinds in reasons.
var kindNames = map[jsontext.Kind]string{
	'n': "null", 't': "true", 'f': "false", '"': "a string", '0': "a number", '{': "an object", '[': "an array",
}

func wrongKind(path, want string, got jsontext.Kind) error {
	return &FieldError{Path: path, Reason: "must be " + want + ", is " + kindNames[got]}
}

// plain takes the library's own words off its errors, so that a reason reads
// like a sentence about the line. The cause stays wrapped.
func plain(err error) error {
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		if cause := readError(e.Err); cause != nil {
			return cause
		}
		return fmt.Errorf("at byte %d: %w%s", e.ByteOffset+1, e.Err, duplicate(e))
	}
	if e, ok := errors.AsType[*json.SemanticError](err); ok && e.JSONKind != 0 {
		return &FieldError{Path: pathOf(e.JSONPointer), Reason: "cannot be " + kindNames[e.JSONKind]}
	}
	if cause := readError(err); cause != nil {
		return cause
	}
	return err
}

// readError returns what an input said that the library wrapped, or nil. The
// library does not export the type of that coat, only its words.
func readError(err error) error {
	if strings.HasPrefix(err.Error(), "jsontext: read error: ") {
		return errors.Unwrap(err)
	}
	return nil
}

// duplicate names the member that is there twice.
func duplicate(e *jsontext.SyntacticError) string {
	if !errors.Is(e, jsontext.ErrDuplicateName) {
		return ""
	}
	return fmt.Sprintf(" %q", e.JSONPointer.LastToken())
}

// pathOf writes a pointer ("/Tags/1/Key") the way other paths are written
// ("Tags[1].Key").
func pathOf(p jsontext.Pointer) string {
	var path []byte
	for token := range p.Tokens() {
		switch {
		case token != "" && token[0] >= '0' && token[0] <= '9':
			path = append(append(append(path, '['), token...), ']')
		case len(path) > 0:
			path = append(append(path, '.'), token...)
		default:
			path = append(path, token...)
		}
	}
	return string(path)
}
