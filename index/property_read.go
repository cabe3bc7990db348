package index

import (
	"unsafe"

	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/internal/scalar"
)

// foundProperty is an indexed property as a detail has it.
type foundProperty struct {
	property *Property // the Builder's own
	value    detail.Value
	rank     scalar.Rank
	ranked   bool
}

// readProperties finds the indexed properties in a detail, until it is called
// again.
func (b *Builder) readProperties(text string) []foundProperty {
	b.found = b.found[:0]
	b.eachProperty(text, func(p *Property, v detail.Value) {
		f := foundProperty{property: p, value: v}
		if p.HasRanks() {
			f.rank, f.ranked = p.spec.Rank(v)
		}
		b.found = append(b.found, f)
	})
	return b.found
}

// sharedFrom is from how many bytes on a detail is read once for all the
// resources that share it.
const sharedFrom = 1 << 10

// sharedDetails are long details that were read, by where they are in memory.
// A saved version can give one detail to any number of resources, which costs
// it a few bytes for each: reading it for each would take time out of all
// proportion to what was saved.
type sharedDetails map[sharedDetail][]foundProperty

type sharedDetail struct {
	at   *byte
	size int
}

// read is readProperties, for details as they come.
func (s sharedDetails) read(b *Builder, text string) []foundProperty {
	if len(text) < sharedFrom {
		return b.readProperties(text)
	}
	where := sharedDetail{unsafe.StringData(text), len(text)}
	if found, ok := s[where]; ok {
		return found
	}
	if len(s) == detailPlaces { // as many as a saved version can refer to
		clear(s)
	}
	found := append([]foundProperty(nil), b.readProperties(text)...)
	s[where] = found
	return found
}
