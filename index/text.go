package index

import (
	"encoding/binary"
	"unsafe"
)

// All that is unsafe about how texts are kept is in this file. A string takes
// sixteen bytes beside its own, and there are millions: a length of four bytes,
// or one that stands before the text, takes half of that.

// span is where a string begins. Its length is kept by whoever has the span; it
// keeps the string alive as the string itself would.
type span struct{ at *byte }

func spanOf(s string) span {
	if s == "" {
		return span{}
	}
	return span{unsafe.StringData(s)}
}

// string returns the string, whose length is n.
func (s span) string(n uint32) string { return unsafe.String(s.at, n) }

// text is a string that has its length before it, as a uvarint: a shorter
// handle of it, and none for the empty string.
type text struct{ at *byte }

// textOf is a text of a string made by appendText, and not of the empty one.
func textOf(s string) text { return text{unsafe.StringData(s)} }

// appendText appends what a text points at.
func appendText[T string | []byte](dst []byte, t T) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(t)))
	return append(dst, t...)
}

// string returns the string. It shares the text's memory.
func (t text) string() string {
	if t.at == nil {
		return ""
	}
	n, begin := uint64(*t.at), 1
	if n >= 1<<7 {
		n, begin = t.longHead()
	}
	return unsafe.String((*byte)(unsafe.Add(unsafe.Pointer(t.at), begin)), n)
}

// longHead reads a length of several bytes, and tells how many they are.
func (t text) longHead() (n uint64, size int) {
	for shift := 0; ; shift += 7 {
		b := *(*byte)(unsafe.Add(unsafe.Pointer(t.at), size))
		n |= uint64(b&(1<<7-1)) << shift
		if size++; b < 1<<7 {
			return n, size
		}
	}
}
