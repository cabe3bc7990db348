package datafile

import (
	"bufio"
	"bytes"
	"io"
)

// opening finds out in which form an input is before its first block, and
// then leaves it to the splitter of that form.
type opening struct {
	raw   io.Reader
	opts  *Options
	form  *form
	empty bool   // there is no text
	looks Format // what it looks like, where that is not what it is said to be
	inner splitter
}

func (s *opening) fill(b *block) {
	if s.inner == nil {
		if err := s.open(); err != nil {
			b.end, b.line = err, 1
			return
		}
	}
	b.form, b.format, b.empty, b.looks = s.form, s.form.format, s.empty, s.looks
	s.inner.fill(b)
}

// open looks at the beginning of the text.
func (s *opening) open() error {
	text, err := s.plainText()
	if err != nil {
		return err
	}
	head, err := text.Peek(inputBuffer)
	if len(head) == 0 && err != nil && err != io.EOF {
		return err
	}
	s.form = s.said(head)
	s.empty = len(bytes.TrimSpace(head)) == 0 && err == io.EOF
	guess := s.form != formOf(JSONLines) || !s.opts.SkipBad // a bad line may look like anything
	if err := foreignForm(head, guess); err != nil {
		return err
	}
	if err := s.choose(head); err != nil {
		return err
	}
	if s.form.format == JSONLines {
		s.inner = &lineSplitter{text: text, max: s.opts.MaxLine}
	} else {
		s.inner = newDocumentSplitter(text, s.form, s.opts.MaxLine)
	}
	return nil
}

// said is the form that the options give, or nil. Where bad lines are to be left
// out, the first may be one of them, of a file that is JSON Lines below it.
func (s *opening) said(head []byte) *form {
	if s.opts.Format == Auto && s.opts.SkipBad && linesBelow(head) {
		return formOf(JSONLines)
	}
	return formOf(s.opts.Format)
}

// choose settles the form where it is not given.
func (s *opening) choose(head []byte) (err error) {
	switch {
	case s.form != nil:
		s.compare(head)
	case s.empty:
		s.form = formOf(JSONLines)
	default:
		s.form, err = recognise(head)
	}
	return err
}

// compare notes what the text looks like if that is another form than the one
// it is said to have. It is read as said all the same.
func (s *opening) compare(head []byte) {
	f, err := recognise(head)
	if err == nil && f.format != s.form.format && len(shapeOf(head).members) > 0 {
		s.looks = f.format
	}
}

// plainText is the text of the input without its mark, unpacked unless the
// options want it as it is.
func (s *opening) plainText() (*bufio.Reader, error) {
	if !s.opts.Plain {
		return inflate(s.raw)
	}
	text := bufio.NewReaderSize(s.raw, inputBuffer)
	skipMark(text)
	return text, nil
}
