package dialect

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// node is a value of a request document, as loosely as it was written. Only
// what a check may look at is kept: known members, and entries up to a limit.
type node struct {
	kind    jsontext.Kind // 0: there is none
	text    string        // of a string its text, of a number its digits
	count   int           // of an array: entries, kept or not
	entries []node        // of an array
	members []member      // of an object
}

type member struct {
	name  string
	value node
}

// keptDepth is how deep a value may lie to be kept: document, list, entry,
// values.
const keptDepth = 4

// get returns the member, or a node of kind 0. Names are compared exactly.
func (n *node) get(name string) *node {
	for i := range n.members {
		if n.members[i].name == name {
			return &n.members[i].value
		}
	}
	return &node{}
}

// parser reads one document.
type parser struct {
	in         bytes.Buffer
	dec        jsontext.Decoder
	maxDepth   int
	maxEntries int // entries kept of one array
	unknown    unknowns
}

var parsers = sync.Pool{New: func() any { return new(parser) }}

// errDeep and errTrailing are faults that the JSON grammar has no word for.
var (
	errDeep     = errors.New("nests too deep")
	errTrailing = errors.New("data after the document")
)

// syntaxError says where in a document the parser stopped, and why.
type syntaxError struct {
	path string
	err  error
}

// parse reads body as one document of a shape. It checks what holds for any
// document: syntax, UTF-8, members given twice, depth, nothing after the end;
// and it notes members that the shape does not have. Strings are copied; body
// is not kept. Memory is bounded by the body's size.
func parse(body []byte, maxDepth, maxEntries int, s shape) (node, unknowns, *syntaxError) {
	p := parsers.Get().(*parser)
	defer p.release(len(body))
	p.in = *bytes.NewBuffer(body) // which the decoder reads in place
	p.dec.Reset(&p.in)
	p.maxDepth, p.maxEntries, p.unknown = maxDepth, maxEntries, nil

	root, err := p.value(s)
	if err != nil {
		return node{}, nil, &syntaxError{path: p.path(err), err: err}
	}
	if err := p.end(); err != nil {
		return node{}, nil, &syntaxError{path: PathBody, err: err}
	}
	return root, p.unknown, nil
}

// maxPooled is the size of a body above which a parser is not used again, for
// its tables may have grown with the body.
const maxPooled = 64 << 10

// release lets go of the caller's bytes before the parser is used again.
func (p *parser) release(size int) {
	if size > maxPooled {
		return
	}
	p.in, p.unknown = bytes.Buffer{}, nil
	p.dec.Reset(&p.in)
	parsers.Put(p)
}

// end makes sure that nothing but white space is left.
func (p *parser) end() error {
	if _, err := p.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return errTrailing
	}
	return nil
}

// token reads one token and watches the depth.
func (p *parser) token() (jsontext.Token, error) {
	tok, err := p.dec.ReadToken()
	if err == nil && p.dec.StackDepth() > p.maxDepth {
		err = errDeep
	}
	return tok, err
}

// value reads the next value and keeps of it what a check may look at.
func (p *parser) value(s shape) (node, error) {
	tok, err := p.token()
	if err != nil {
		return node{}, err
	}
	n := node{kind: tok.Kind()}
	switch n.kind {
	case jsontext.KindString, jsontext.KindNumber:
		n.text = tok.String()
	case jsontext.KindBeginObject:
		err = p.object(&n, s)
	case jsontext.KindBeginArray:
		err = p.array(&n, s)
	}
	return n, err
}

// object reads the members of an object whose "{" is read, and its "}".
func (p *parser) object(n *node, s shape) error {
	for p.dec.PeekKind() != jsontext.KindEndObject {
		raw, err := p.dec.ReadValue()
		if err != nil {
			return err
		}
		m := s.find(raw)
		if m == nil && s != nil && p.dec.StackDepth() <= keptDepth && !p.unknown.full() {
			p.unknown.add(unknown{p.path(nil), unquoted(raw), "member", s.names()})
		}
		if m == nil || p.dec.StackDepth() > keptDepth {
			if err := p.skip(); err != nil {
				return err
			}
			continue
		}
		v, err := p.value(m.of)
		if err != nil {
			return err
		}
		n.members = append(n.members, member{name: m.name, value: v})
	}
	_, err := p.token()
	return err
}

// array reads the entries of an array whose "[" is read, and its "]".
func (p *parser) array(n *node, s shape) error {
	for p.dec.PeekKind() != jsontext.KindEndArray {
		n.count++
		if n.count > p.maxEntries || p.dec.StackDepth() > keptDepth {
			if err := p.skip(); err != nil {
				return err
			}
			continue
		}
		v, err := p.value(s)
		if err != nil {
			return err
		}
		n.entries = append(n.entries, v)
	}
	_, err := p.token()
	return err
}

// unquoted is the text of a raw JSON string.
func unquoted(raw jsontext.Value) string {
	text, _ := jsontext.AppendUnquote(nil, raw) // it has been read as a string
	return string(text)
}

// skip reads the next value and keeps nothing.
func (p *parser) skip() error {
	outside := p.dec.StackDepth()
	for {
		if _, err := p.token(); err != nil {
			return err
		}
		if p.dec.StackDepth() <= outside {
			return nil
		}
	}
}
