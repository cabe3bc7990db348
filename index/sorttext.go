package index

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// sortable is an id with some bytes of its text at hand, so that most
// comparisons follow no pointer.
type sortable struct {
	first, second uint64 // the bytes, and zeroes where the text has ended
	id            uint32
	here          uint8 // how many bytes there are
}

const headBytes = 16 // of a text in a sortable

func (s *sortable) compareHead(t *sortable) int {
	switch {
	case s.first != t.first:
		return cmp.Compare(s.first, t.first)
	case s.second != t.second:
		return cmp.Compare(s.second, t.second)
	}
	return cmp.Compare(s.here, t.here) // zeroes in the longer, or its end in the shorter
}

// sortByText sorts ids by their texts in place, those of one text by
// themselves. It returns its scratch.
func sortByText(ids []uint32, text func(id uint32) string, scratch []sortable) []sortable {
	if len(ids) < 2 {
		return scratch
	}
	scratch = slices.Grow(scratch[:0], len(ids))
	for _, id := range ids {
		scratch = append(scratch, sortable{id: id})
	}
	sortFrom(scratch, text, 0)
	for i := range scratch {
		ids[i] = scratch[i].id
	}
	return scratch
}

// fewTexts are not worth a round of their own.
const fewTexts = 8

// sortFrom sorts what is the same in the bytes before at: by the bytes that
// follow, and what is the same in those too by what comes behind them.
func sortFrom(part []sortable, text func(id uint32) string, at int) {
	if len(part) <= fewTexts {
		slices.SortFunc(part, func(a, b sortable) int {
			return cmp.Or(strings.Compare(text(a.id)[at:], text(b.id)[at:]), cmp.Compare(a.id, b.id))
		})
		return
	}
	for i := range part {
		var head [headBytes]byte
		part[i].here = uint8(copy(head[:], text(part[i].id)[at:]))
		part[i].first, part[i].second = binary.BigEndian.Uint64(head[:]), binary.BigEndian.Uint64(head[8:])
	}
	slices.SortFunc(part, func(a, b sortable) int {
		return cmp.Or(a.compareHead(&b), cmp.Compare(a.id, b.id))
	})
	for len(part) > 0 {
		n := 1
		for n < len(part) && part[n].compareHead(&part[0]) == 0 {
			n++
		}
		if n > 1 && part[0].here == headBytes {
			sortFrom(part[:n], text, at+headBytes)
		}
		part = part[n:]
	}
}
