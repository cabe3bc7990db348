package datafile

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// errNoList is wrapped by the error for a document that has no list of
// images: most likely it is something else altogether.
var errNoList = errors.New("no list of images")

// listSplitter cuts the images out of documents of the form
// {"images":[...],...}, one after the other in the input, or of bare lists.
// It never holds more than one image and a read buffer.
type listSplitter struct {
	raw    io.Reader
	member string // name of the list
	max    int
	in     *budget
	dec    *jsontext.Decoder // nil before the first block
	inList bool
	found  bool // the list, in this document

	documents int
}

func newListSplitter(raw io.Reader, member string, max int) *listSplitter {
	return &listSplitter{raw: raw, member: member, max: max}
}

func (s *listSplitter) fill(b *block) {
	if s.dec == nil {
		text, err := inflate(s.raw)
		if err != nil {
			b.end, b.line = err, 1
			return
		}
		s.in = &budget{r: text, max: s.max}
		s.in.renew()
		// The rows are checked for such faults one by one, so that one of
		// them does not hide the images after it.
		s.dec = jsontext.NewDecoder(s.in, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	}
	for !b.full() && b.end == nil {
		b.end = s.step(b)
	}
	if b.end != nil {
		b.line = s.lineOf(b.end)
		b.end = plain(b.end)
	}
}

// step reads the next image into b, or moves one piece nearer to it.
func (s *listSplitter) step(b *block) error {
	switch {
	case s.inList && s.dec.PeekKind() != ']':
		return s.image(b)
	case s.inList:
		s.inList = false
		_, err := s.dec.ReadToken()
		return err
	case s.dec.StackDepth() == 0:
		return s.open()
	}
	return s.envelope()
}

// image reads one element of the list.
func (s *listSplitter) image(b *block) error {
	s.in.renew()
	value, err := s.dec.ReadValue()
	if err != nil {
		return err
	}
	start := len(b.text)
	b.text = append(b.text, value...)
	b.items = append(b.items, item{start: start, end: len(b.text), line: s.line() - newlines(value)})
	return nil
}

// open begins a document.
func (s *listSplitter) open() error {
	token, err := s.dec.ReadToken()
	if err == io.EOF && s.documents == 0 {
		return fmt.Errorf("%w: the input is empty", errNoList)
	}
	if err != nil {
		return err
	}
	s.documents++
	s.found = token.Kind() == '['
	s.inList = s.found
	if k := token.Kind(); k != '[' && k != '{' {
		return fmt.Errorf("%w: the document is %s", errNoList, kindNames[k])
	}
	return nil
}

// envelope reads one member of the document's object, or its end.
func (s *listSplitter) envelope() error {
	token, err := s.dec.ReadToken()
	if err != nil {
		return err
	}
	switch {
	case token.Kind() == '}' && !s.found:
		return fmt.Errorf("%w: the document has no member %q", errNoList, s.member)
	case token.Kind() == '}':
		return nil
	case token.String() != s.member:
		return s.dec.SkipValue()
	case s.found:
		return fmt.Errorf("%w: %q", jsontext.ErrDuplicateName, s.member)
	}
	if k := s.dec.PeekKind(); k != '[' && k != 0 {
		return fmt.Errorf("%w: %q is %s", errNoList, s.member, kindNames[k])
	}
	s.found, s.inList = true, true
	_, err = s.dec.ReadToken()
	return err
}

// line is where the decoder stands.
func (s *listSplitter) line() int { return 1 + s.in.lines - newlines(s.dec.UnreadBuffer()) }

// lineOf is where err happened, which may be ahead of where the decoder
// stands.
func (s *listSplitter) lineOf(err error) int {
	unread := s.dec.UnreadBuffer()
	ahead := 0
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		ahead = int(min(max(e.ByteOffset-s.dec.InputOffset(), 0), int64(len(unread))))
	}
	return s.line() + newlines(unread[:ahead])
}

// budget lets only so many bytes through between two calls of renew, so that
// no single value can fill the memory, and counts the lines.
type budget struct {
	r     io.Reader
	max   int
	left  int
	lines int
}

func (l *budget) renew() { l.left = l.max }

func (l *budget) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("%w: an image of over %d bytes", ErrTooLong, l.max)
	}
	n, err := l.r.Read(p[:min(len(p), l.left)])
	l.left -= n
	l.lines += bytes.Count(p[:n], []byte{'\n'})
	return n, err
}
