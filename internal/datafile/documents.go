package datafile

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// errNoList is wrapped by the error for a document that has no list of
// images: most likely it is something else altogether.
var errNoList = errors.New("no list of images")

// documentSplitter cuts the resources out of documents, one after the other in
// the input. A document is an object with a list in one of its members
// ({"images":[...],...}), such an object within a member "data", a bare list,
// or a single resource. It never holds more than one resource and a read
// buffer.
type documentSplitter struct {
	form *form
	in   *budget
	dec  *jsontext.Decoder

	// Of the document that is read:
	inList  bool
	found   bool  // its list
	hasID   bool  // it has the id of a resource, so that it is one
	start   int64 // offset from which the text is recorded
	begun   int   // the line on which the resource began that it may be
	more    bool  // it says that another page follows
	wrapped bool  // there was a wrapper

	documents int
	singles   int // documents that were resources
	announced int64
}

func newDocumentSplitter(text *bufio.Reader, f *form, max int) *documentSplitter {
	s := &documentSplitter{form: f, in: &budget{r: text, max: max}}
	s.in.renew()
	// The rows are checked for such faults one by one, so that one of them
	// does not hide the images after it.
	s.dec = jsontext.NewDecoder(s.in, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return s
}

func (s *documentSplitter) fill(b *block) {
	for !b.full() && b.end == nil {
		b.end = s.step(b)
	}
	b.announced, b.more = s.announced, s.more
	if b.end != nil {
		b.line = s.lineOf(b.end)
		b.end = plain(b.end)
	}
}

// step reads the next resource into b, or moves one token nearer to it.
func (s *documentSplitter) step(b *block) error {
	switch {
	case s.inList && s.dec.PeekKind() != ']':
		return s.element(b)
	case s.inList:
		s.inList = false
		_, err := s.dec.ReadToken()
		return err
	case s.dec.StackDepth() == 0:
		return s.open()
	}
	return s.envelope(b)
}

// element reads one element of the list.
func (s *documentSplitter) element(b *block) error {
	s.in.renew()
	value, err := s.dec.ReadValue()
	if err != nil {
		return err
	}
	b.append(value, s.line()-newlines(value))
	return nil
}

// open begins a document.
func (s *documentSplitter) open() error {
	s.in.renew()
	kind := s.dec.PeekKind()
	s.record()
	_, err := s.dec.ReadToken()
	if err == io.EOF && s.documents == 0 {
		return fmt.Errorf("%w: the input is empty", errNoList)
	}
	if err != nil {
		return err
	}
	s.documents++
	s.begun = s.line()
	s.found, s.inList, s.hasID, s.wrapped, s.more = kind == '[', kind == '[', false, false, false
	if kind != '[' && kind != '{' {
		return fmt.Errorf("%w: the document is %s", errNoList, kindNames[kind])
	}
	if s.found {
		s.in.recording = false
	}
	return nil
}

// record keeps the text from here on: it may be that of a resource. The token
// that follows must have been peeked at.
func (s *documentSplitter) record() {
	s.start = s.dec.InputOffset()
	s.in.recording = true
	s.in.record = append(s.in.record[:0], s.dec.UnreadBuffer()...)
}

// envelope reads one member of the document's object, or its end.
func (s *documentSplitter) envelope(b *block) error {
	token, err := s.dec.ReadToken()
	if err != nil {
		return err
	}
	if token.Kind() == '}' {
		return s.close(b)
	}
	name := token.String()
	switch kind := s.dec.PeekKind(); {
	case kind == 0, s.hasID && !s.namedList(name, kind):
	case slices.Contains(s.form.lists, name):
		return s.list(name, kind)
	case s.found:
		return s.around(name)
	case slices.Contains(wrappers, name) && kind == '[':
		return s.list(name, kind)
	case slices.Contains(wrappers, name) && kind == '{':
		s.record()
		_, err := s.dec.ReadToken()
		s.begun, s.wrapped = s.line(), true
		return err
	}
	s.hasID = s.hasID || slices.Contains(s.form.ids, name)
	return s.around(name)
}

// namedList reports whether a member holds the list of a document that has an
// id itself.
func (s *documentSplitter) namedList(name string, kind jsontext.Kind) bool {
	return s.form.namedList && kind == '[' && slices.Contains(s.form.lists, name)
}

// around passes by a member beside the list. Two kinds say how much there is.
func (s *documentSplitter) around(name string) error {
	kind := s.dec.PeekKind()
	if !s.hasID && kind == '0' && slices.Contains(totals, name) || kind == '"' && slices.Contains(pageTokens, name) {
		token, err := s.dec.ReadToken()
		if err != nil {
			return err
		}
		if kind == '"' {
			s.more = token.String() != ""
			return nil
		}
		total, _ := strconv.ParseInt(token.String(), 10, 64) // what is no such number announces nothing
		s.announced = max(s.announced, total)
		return nil
	}
	return s.dec.SkipValue()
}

// totals are members that say how much there is in all.
var totals = []string{"total_count", "total_records"}

// pageTokens are members that are not empty where another page follows.
var pageTokens = []string{"NextToken", "PaginationToken", "nextPageToken", "nextLink", "skip_token", "next"}

// list enters the list; null is an empty one.
func (s *documentSplitter) list(name string, kind jsontext.Kind) error {
	switch {
	case s.found:
		return fmt.Errorf("%w: %q", jsontext.ErrDuplicateName, name)
	case kind != '[' && kind != 'n':
		return fmt.Errorf("%w: %q is %s", errNoList, name, kindNames[kind])
	}
	s.found, s.inList = true, kind == '['
	s.in.recording = false
	_, err := s.dec.ReadToken()
	return err
}

// close ends an object: one that had a list, one that is a resource, or one
// that is neither.
func (s *documentSplitter) close(b *block) error {
	inner := s.wrapped && s.dec.StackDepth() == 1
	switch {
	case s.found:
		return nil
	case s.hasID, s.singles > 0 && !inner:
		s.single(b)
		s.found = inner // what is left of the cover is passed by
		return nil
	case inner:
		return nil
	}
	lists, ids := quoted(s.form.lists), quoted(s.form.ids)
	return fmt.Errorf("%w: the document has no member %s, and is no image, which has %s", errNoList, lists, ids)
}

// single takes over the document, or what its cover held, as a resource.
func (s *documentSplitter) single(b *block) {
	text := s.in.record[:s.dec.InputOffset()-s.start]
	s.in.recording, s.more = false, false
	s.singles++
	b.append(bytes.TrimLeft(text, " \t\r\n:"), s.begun)
}

func quoted(names []string) string {
	var text []byte
	for i, name := range names {
		if i > 0 {
			text = append(text, " or "...)
		}
		text = strconv.AppendQuote(text, name)
	}
	return string(text)
}

// line is where the decoder stands.
func (s *documentSplitter) line() int { return 1 + s.in.lines - newlines(s.dec.UnreadBuffer()) }

// lineOf is where err happened, which may be ahead of where the decoder
// stands.
func (s *documentSplitter) lineOf(err error) int {
	unread := s.dec.UnreadBuffer()
	ahead := 0
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		ahead = int(min(max(e.ByteOffset-s.dec.InputOffset(), 0), int64(len(unread))))
	}
	return s.line() + newlines(unread[:ahead])
}

// budget lets only so many bytes through between two calls of renew, so that
// no single value can fill the memory, counts the lines, and keeps a record of
// the text while that is wanted.
type budget struct {
	r     io.Reader
	max   int
	left  int
	lines int

	recording bool
	record    []byte
}

// maxRead is how much is read at a time at most: what the decoder has read ahead
// is copied, and searched for line ends, at each resource.
const maxRead = 8 << 10

func (l *budget) renew() { l.left = l.max }

func (l *budget) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, fmt.Errorf("%w: an image of over %d bytes", ErrTooLong, l.max)
	}
	n, err := l.r.Read(p[:min(len(p), l.left, maxRead)])
	l.left -= n
	l.lines += bytes.Count(p[:n], []byte{'\n'})
	if l.recording {
		l.record = append(l.record, p[:n]...)
	}
	return n, err
}
