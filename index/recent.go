package index

import (
	"hash/maphash"
	"strings"
)

// recentTexts keeps copies of texts of which many are equal: what was made
// together often has the same detail. Those that were met last have one copy.
type recentTexts struct {
	met   int
	last  string
	seed  maphash.Seed
	slots []string // by hash, once there were many
}

// How many texts are looked for, of few and of many.
const (
	fewSlots    = 1 << 6
	recentSlots = 1 << 14
	manyTexts   = 1 << 10
)

// keep returns a copy of a text, maybe one that was made before.
func (t *recentTexts) keep(text string) string {
	if text == "" || text == t.last {
		return t.last[:len(text)]
	}
	switch t.met++; t.met {
	case 1: // a small write makes no slots
		t.last = strings.Clone(text)
		return t.last
	case 2:
		t.seed, t.slots = maphash.MakeSeed(), make([]string, fewSlots)
		*t.slot(t.last) = t.last
	case manyTexts:
		t.slots = make([]string, recentSlots)
	}
	slot := t.slot(text)
	if *slot != text {
		*slot = strings.Clone(text)
	}
	t.last = *slot
	return t.last
}

// slot is where a text stands, if it was met.
func (t *recentTexts) slot(text string) *string {
	return &t.slots[maphash.String(t.seed, text)%uint64(len(t.slots))]
}
