package gen

import (
	"fmt"
	"strings"
)

// A tree is a JSON document to be: a string, a literal, a list of trees or an
// object. Unlike a map, an object keeps its order and may repeat a name.
type (
	literal string // printed as it is: numbers, true, null, or no JSON at all
	list    []any
	object  []member
	member  struct {
		name  string
		value any
	}
)

// print writes the tree as JSON text. The source chooses white space and how
// letters are escaped; used up, it gives the shortest text.
func (s *Source) print(b *strings.Builder, tree any) {
	switch t := tree.(type) {
	case string:
		s.printString(b, t)
	case literal:
		b.WriteString(string(t))
	case list:
		b.WriteByte('[')
		for i, item := range t {
			s.separate(b, i)
			s.print(b, item)
		}
		b.WriteByte(']')
	case object:
		b.WriteByte('{')
		for i, m := range t {
			s.separate(b, i)
			s.printString(b, m.name)
			b.WriteByte(':')
			s.print(b, m.value)
		}
		b.WriteByte('}')
	}
}

// separate writes the comma before every item but the first, and sometimes
// white space.
func (s *Source) separate(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
	if s.OneIn(16) {
		b.WriteString(" \r\n\t")
	}
}

// printString writes a JSON string. Once in 16 times it escapes every rune.
func (s *Source) printString(b *strings.Builder, text string) {
	escapeAll := s.OneIn(16)
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r > 0xFFFF && escapeAll:
			high, low := 0xD800+(r-0x10000)>>10, 0xDC00+(r-0x10000)&0x3FF
			fmt.Fprintf(b, `\u%04x\u%04X`, high, low)
		case r < 0x20 || escapeAll:
			fmt.Fprintf(b, `\u%04x`, r)
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}
