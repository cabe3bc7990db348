package index

import "unsafe"

// All that is unsafe about how texts are kept is in this file.

// span is where a string begins. Its length is kept by whoever has the span, in
// four bytes instead of eight; it keeps the string alive as the string itself
// would.
type span struct{ at *byte }

func spanOf(s string) span {
	if s == "" {
		return span{}
	}
	return span{unsafe.StringData(s)}
}

// string returns the string, whose length is n.
func (s span) string(n uint32) string { return unsafe.String(s.at, n) }

// view is b as a string, which is good until b is written.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
