package auth

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-json-experiment/json/jsontext"
)

// value is a part of a key file that is well-formed JSON.
type value struct {
	raw jsontext.Value
	at  int // its offset in the file
}

func (v value) kind() jsontext.Kind { return v.raw.Kind() }

// str is the text of a string.
func (v value) str() string {
	text, _ := jsontext.AppendUnquote(nil, v.raw)
	return string(text)
}

// open returns a decoder that stands behind the bracket of an object or list.
// What it reads is known to be well-formed.
func (v value) open() *jsontext.Decoder {
	d := jsontext.NewDecoder(bytes.NewBuffer(v.raw), jsontext.AllowDuplicateNames(true))
	_, _ = d.ReadToken()
	return d
}

func (v value) next(d *jsontext.Decoder) value {
	raw, _ := d.ReadValue()
	return value{slices.Clone(raw), v.at + int(d.InputOffset()) - len(raw)}
}

// items calls do for each item of a list.
func (v value) items(do func(i int, item value)) {
	d := v.open()
	for i := 0; d.PeekKind() != jsontext.KindEndArray; i++ {
		do(i, v.next(d))
	}
}

// document is a key file while it is read: it gathers what is wrong.
type document struct {
	text   []byte
	faults []found
}

// found is a fault whose line is not counted yet.
type found struct {
	at int
	*Fault
}

func (d *document) fault(at int, path, format string, args ...any) {
	d.faults = append(d.faults, found{min(at, len(d.text)), &Fault{Path: path, Reason: fmt.Sprintf(format, args...)}})
}

// err returns the faults in the order of the file, or nil.
func (d *document) err() error {
	if len(d.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(d.faults, func(a, b found) int { return a.at - b.at })
	all := make(Faults, len(d.faults))
	line, counted := 1, 0
	for i, f := range d.faults {
		line += bytes.Count(d.text[counted:f.at], []byte("\n"))
		counted, f.Line, all[i] = f.at, line, f.Fault
	}
	return all
}

// root reads the document as far as its syntax goes.
func (d *document) root() (value, bool) {
	// Members given twice are noted where they stand, with everything else.
	dec := jsontext.NewDecoder(bytes.NewBuffer(d.text), jsontext.AllowDuplicateNames(true))
	raw, err := dec.ReadValue()
	if err != nil {
		d.syntax(dec, err)
		return value{}, false
	}
	v := value{slices.Clone(raw), int(dec.InputOffset()) - len(raw)}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		d.fault(int(dec.InputOffset()), "", "there is something after the document")
		return value{}, false
	}
	return v, true
}

// syntax notes what is wrong with the JSON. The decoder's own words could
// repeat what stands there, so it is only said where.
func (d *document) syntax(dec *jsontext.Decoder, err error) {
	at := dec.InputOffset()
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at = s.ByteOffset
	}
	reason := "is not well-formed JSON in UTF-8"
	switch {
	case len(bytes.TrimSpace(d.text)) == 0:
		reason = "is empty"
	case errors.Is(err, io.ErrUnexpectedEOF):
		reason = "the JSON ends too early"
	}
	column := int(at) - bytes.LastIndexByte(d.text[:min(int(at), len(d.text))], '\n')
	d.fault(int(at), "", "%s (column %d)", reason, column)
}

// members reads an object whose members are known by name. Others, repeated
// ones, and a value that is no object are faults.
func (d *document) members(v value, path string, known []string) map[string]value {
	if v.kind() != jsontext.KindBeginObject {
		d.fault(v.at, path, "is %s, it must be an object", kindName(v.kind()))
		return nil
	}
	all := map[string]value{}
	dec := v.open()
	for dec.PeekKind() != jsontext.KindEndObject {
		at := v.next(dec)
		name := at.str()
		member := v.next(dec)
		switch _, twice := all[name]; {
		case !slices.Contains(known, name):
			d.fault(at.at, path, "there is no member %s; the members are %s", quote(name), list(known))
		case twice:
			d.fault(at.at, join(path, name), "is given twice")
		default:
			all[name] = member
		}
	}
	return all
}
