package query

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// setOf returns texts sorted and unique, in a slice of its own.
func setOf(texts []string) []string {
	if len(texts) > 1 {
		texts = slices.Clone(texts)
		sortTexts(texts, func() bool { return false })
		texts = slices.Compact(texts)
	}
	return texts
}

// fewTexts are sorted as they are.
const fewTexts = 64

// headed is a text and the eight bytes behind what all texts begin with, as a
// number: most comparisons need no more, and read no text.
type headed struct {
	head uint64
	text string
}

// sortTexts sorts texts. Once stop reports that nobody waits any more it ends
// soon, with the texts in some order.
func sortTexts(texts []string, stop func() bool) {
	if len(texts) < fewTexts {
		slices.Sort(texts)
		return
	}
	if slices.IsSorted(texts) {
		return
	}
	common := len(texts[0])
	for _, text := range texts[1:] {
		common = commonPrefix(texts[0][:common], text)
	}
	all := make([]headed, len(texts))
	for i, text := range texts {
		all[i] = headed{head(text[common:]), text}
	}
	slices.SortFunc(all, func(a, b headed) int {
		switch {
		case stop():
			return 0
		case a.head != b.head:
			return cmp.Compare(a.head, b.head)
		}
		return strings.Compare(a.text, b.text)
	})
	for i := range all {
		texts[i] = all[i].text
	}
}

// commonPrefix is the length of what both begin with.
func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// head is the first eight bytes of a text as a number, in the order of texts. A
// text that is shorter has zeros for what it lacks.
func head(text string) uint64 {
	if len(text) >= 8 {
		return binary.BigEndian.Uint64([]byte(text[:8]))
	}
	var first [8]byte
	copy(first[:], text)
	return binary.BigEndian.Uint64(first[:])
}
