package datafile

import (
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/engine"
)

// errDetail is wrapped by the error for a detail that is not a JSON object.
var errDetail = errors.New("detail is not a JSON object")

// Writer writes rows as JSON Lines (SEMANTICS section 6), so that reading
// them gives the same rows. It does not buffer: a call is one Write of one
// whole line. One goroutine at a time.
type Writer struct {
	w   io.Writer
	buf []byte
}

// NewWriter makes a Writer onto w.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write writes one row. An empty Project, Type or Detail is left out. A row
// that could not be read back (resource.Validate) is refused and nothing is written.
func (w *Writer) Write(row engine.Row) error {
	if err := row.Resource.Validate(); err != nil {
		return err
	}
	line, err := appendLine(w.buf[:0], row)
	if err != nil {
		return fmt.Errorf("resource %q: %w", row.Resource.ID, err)
	}
	w.buf = line
	_, err = w.w.Write(line)
	return err
}

// appendLine appends the line of a row.
func appendLine(dst []byte, row engine.Row) ([]byte, error) {
	l := line{text: dst}
	l.member(`{"resource_id":`, row.Resource.ID)
	l.member(`,"resource_name":`, row.Resource.Name)
	if row.Resource.Detail != "" {
		l.object(`,"resource_detail":`, row.Resource.Detail)
	}
	l.raw(`,"tags":[`)
	separator := `{"key":`
	for _, t := range row.Resource.Tags {
		l.member(separator, t.Key)
		l.member(`,"value":`, t.Value)
		separator = `},{"key":`
	}
	if len(row.Resource.Tags) > 0 {
		l.raw(`}`)
	}
	l.raw(`]`)
	if row.Project != "" {
		l.member(`,"project_id":`, row.Project)
	}
	if row.Type != "" {
		l.member(`,"resource_type":`, row.Type)
	}
	l.raw("}\n")
	return l.text, l.err
}

// line is text that grows, and the first error.
type line struct {
	text []byte
	err  error
}

func (l *line) raw(text string) { l.text = append(l.text, text...) }

func (l *line) member(name, value string) {
	l.raw(name)
	text, err := jsontext.AppendQuote(l.text, value)
	if err != nil && l.err == nil {
		l.err = err
	}
	l.text = text
}

func (l *line) object(name, object string) {
	l.raw(name)
	value := jsontext.Value(object)
	if l.err == nil && (value.Kind() != '{' || !value.IsValid()) {
		l.err = errDetail
	}
	l.text = appendCompact(l.text, value)
}
