// Package gen turns any bytes into data sets, histories of changes, queries
// and request bodies, so that a fuzzer that changes bytes changes those. The
// vocabularies are small on purpose: things must collide to be interesting.
//
// Everything is made from a Source, always terminates and is bounded in size,
// whatever the bytes are; the same bytes give the same things.
package gen

import "github.com/tagdex/tagdex/resource"

// Source is a run of bytes that is used up by making choices. When it is used
// up every further choice is the first one, which is everywhere the plainest.
// It remembers some of what it made, so that later things can be about
// earlier ones. Not safe for concurrent use.
type Source struct {
	rest  []byte
	ids   memory[string]
	names memory[string]
	tags  memory[resource.Tag]

	properties memory[string] // names
}

// New returns a source over data, which it reads and does not change.
func New(data []byte) *Source { return &Source{rest: data} }

// Done reports whether the source is used up.
func (s *Source) Done() bool { return len(s.rest) == 0 }

// Byte returns the next byte, 0 when there is none.
func (s *Source) Byte() byte {
	if len(s.rest) == 0 {
		return 0
	}
	b := s.rest[0]
	s.rest = s.rest[1:]
	return b
}

// N returns a number from 0 to n-1, 0 when the source is used up. It takes
// one byte, or two where n is above 256; n is from 1 to 65536.
func (s *Source) N(n int) int {
	if n <= 256 {
		return int(s.Byte()) % n
	}
	return (int(s.Byte())<<8 | int(s.Byte())) % n
}

// OneIn is true about once in n times, and not when the source is used up.
func (s *Source) OneIn(n int) bool { return s.N(n) == n-1 }

// Rest returns all bytes that are left, at most limit of them.
func (s *Source) Rest(limit int) []byte {
	rest := s.rest[:min(limit, len(s.rest))]
	s.rest = s.rest[len(rest):]
	return rest
}

// Pick returns one of list, the first when the source is used up.
func Pick[T any](s *Source, list []T) T { return list[s.N(len(list))] }

// memorySize is how many things a memory holds.
const memorySize = 32

// memory holds the last things of one kind that a source made.
type memory[T any] struct {
	things [memorySize]T
	made   int
}

// keep remembers thing and returns it.
func (m *memory[T]) keep(thing T) T {
	m.things[m.made%memorySize] = thing
	m.made++
	return thing
}

// recall returns a thing that was kept, or otherwise when there is none.
func (m *memory[T]) recall(s *Source, otherwise T) T {
	if m.made == 0 {
		return otherwise
	}
	return m.things[s.N(min(m.made, memorySize))]
}
