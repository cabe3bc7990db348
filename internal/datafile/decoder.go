package datafile

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// Sizes of the caches of one worker. Real catalogues repeat nearly all keys,
// most values and most details.
const (
	keyBits, keyLimit       = 10, 256
	valueBits, valueLimit   = 14, 512
	detailBits, detailLimit = 14, 4 << 10
)

// decoder turns the texts of rows into rows. It belongs to one goroutine and
// keeps its buffers from row to row.
type decoder struct {
	form    func(*decoder, []byte, *engine.Row) error
	project string
	kind    string
	check   func(*engine.Row) error // may be nil

	json     jsontext.Decoder
	src      bytes.Buffer
	unquoted []byte
	detail   []byte
	tags     []resource.Tag

	keys, values, details *interner
}

// forms says how the rows of a format are decoded.
var forms = map[Format]func(*decoder, []byte, *engine.Row) error{
	JSONLines: (*decoder).line,
	AWS:       (*decoder).aws,
	IMS:       (*decoder).ims,
}

func newDecoder(opts *Options) *decoder {
	return &decoder{
		form:    forms[opts.Format],
		project: opts.Project,
		kind:    opts.Type,
		check:   opts.Check,
		keys:    newInterner(keyBits, keyLimit),
		values:  newInterner(valueBits, valueLimit),
		details: newInterner(detailBits, detailLimit),
	}
}

// block decodes every item of b.
func (d *decoder) block(b *block) {
	for _, it := range b.items {
		b.rows = append(b.rows, decoded{line: it.line, err: it.err})
		if it.err != nil {
			continue
		}
		out := &b.rows[len(b.rows)-1]
		text := b.text[it.start:it.end]
		if err := d.row(text, &out.row); err != nil {
			out.line += newlines(text[:d.offset(err, len(text))])
			out.err = plain(err)
		} else if d.check != nil {
			out.err = d.check(&out.row)
		}
	}
}

// row decodes one row and checks it.
func (d *decoder) row(text []byte, row *engine.Row) error {
	row.Project, row.Type = d.project, d.kind
	d.tags = d.tags[:0]
	d.reset(text)
	if err := d.form(d, text, row); err != nil {
		return err
	}
	row.Resource.Tags = append([]resource.Tag(nil), d.tags...)
	return row.Resource.ValidateFields() // the detail was read as JSON
}

// reset makes text what the JSON decoder reads.
func (d *decoder) reset(text []byte) {
	d.src = *bytes.NewBuffer(text)
	d.json.Reset(&d.src)
}

// offset is where in a text of size n an error happened.
func (d *decoder) offset(err error, n int) int {
	at := d.json.InputOffset()
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		at = e.ByteOffset
	}
	return int(min(max(at, 0), int64(n)))
}

// end reports what stands after the row, which is an error.
func (d *decoder) end() error {
	_, err := d.json.ReadToken()
	if err == io.EOF {
		return nil
	}
	if err == nil {
		return errAfter
	}
	return err
}

// object reads an object member by member. The member function gets the name,
// good until it reads on, and must read the value.
func (d *decoder) object(path string, member func(name []byte) error) error {
	token, err := d.json.ReadToken()
	if err != nil {
		return err
	}
	if k := token.Kind(); k != '{' {
		return wrongKind(path, "an object", k)
	}
	for d.json.PeekKind() == '"' {
		name, err := d.raw()
		if err != nil {
			return err
		}
		if err := member(name); err != nil {
			return err
		}
	}
	_, err = d.json.ReadToken() // the brace, or what stands in its place
	return err
}

// array reads an array element by element; null is an empty one.
func (d *decoder) array(path string, element func(i int) error) error {
	token, err := d.json.ReadToken()
	if err != nil {
		return err
	}
	switch k := token.Kind(); k {
	case 'n':
		return nil
	case '[':
	default:
		return wrongKind(path, "an array", k)
	}
	for i := 0; d.json.PeekKind() != ']'; i++ {
		if err := element(i); err != nil {
			return err
		}
	}
	_, err = d.json.ReadToken()
	return err
}

// text reads a string, good until the next read; null is an empty one.
func (d *decoder) text(path string) ([]byte, error) {
	switch k := d.json.PeekKind(); k {
	case '"', 0: // 0: the read below says what is wrong
		return d.raw()
	case 'n':
		_, err := d.json.ReadToken()
		return nil, err
	default:
		return nil, wrongKind(path, "a string", k)
	}
}

// raw reads a string and takes its quotes and escapes away. Nothing is
// allocated, and a string without escapes is not even copied.
func (d *decoder) raw() ([]byte, error) {
	v, err := d.json.ReadValue()
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(v, '\\') < 0 {
		return v[1 : len(v)-1], nil
	}
	d.unquoted, err = jsontext.AppendUnquote(d.unquoted[:0], v)
	return d.unquoted, err
}
