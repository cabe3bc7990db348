package datafile

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// lineSplitter cuts JSON Lines. Blank lines are no rows.
type lineSplitter struct {
	text *bufio.Reader
	max  int
	line int // lines read
}

func (s *lineSplitter) fill(b *block) {
	for !b.full() && b.end == nil {
		s.next(b)
	}
}

// next moves one line into b.
func (s *lineSplitter) next(b *block) {
	s.line++
	start, tooLong := len(b.text), false
	for more := true; more; {
		chunk, err := s.text.ReadSlice('\n')
		if more = err == bufio.ErrBufferFull; !more {
			b.line, b.end = s.line, err
		}
		if tooLong = tooLong || len(b.text)-start+len(chunk) > s.max+1; tooLong {
			b.text = b.text[:start] // the rest of the line is only passed by
			continue
		}
		b.text = append(b.text, chunk...)
	}
	if b.end != nil && b.end != io.EOF {
		return // a line cut in two is not looked at
	}
	if tooLong {
		b.items = append(b.items, item{line: s.line, err: fmt.Errorf("%w: over %d bytes", ErrTooLong, s.max)})
		return
	}
	b.text = b.text[:start+len(bytes.TrimRight(b.text[start:], " \t\r\n"))]
	if len(b.text) > start {
		b.items = append(b.items, item{start: start, end: len(b.text), line: s.line})
	}
}
