package httpapi

import (
	"bytes"
	"sync"
)

// scratch is the memory of one request: its body and its answer.
type scratch struct {
	body   bytes.Buffer
	answer []byte
}

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// maxScratch is the size above which memory is not kept for the next request:
// one huge answer must not stay with us.
const maxScratch = 1 << 20

func getScratch() *scratch { return scratches.Get().(*scratch) }

// isHuge reports whether s is too big to be kept.
func (s *scratch) isHuge() bool { return s.body.Cap() > maxScratch || cap(s.answer) > maxScratch }

func (s *scratch) put() {
	if s.isHuge() {
		return
	}
	s.body.Reset()
	s.answer = s.answer[:0]
	scratches.Put(s)
}
