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

const (
	recentSlots = 1 << 14
	manyTexts   = 1 << 10 // a small write makes no slots
)

// keep returns a copy of a text, maybe one that was made before.
func (t *recentTexts) keep(text string) string {
	if text == "" || text == t.last {
		return t.last[:len(text)]
	}
	if t.met++; t.met < manyTexts {
		t.last = strings.Clone(text)
		return t.last
	}
	if t.slots == nil {
		t.seed, t.slots = maphash.MakeSeed(), make([]string, recentSlots)
	}
	slot := &t.slots[maphash.String(t.seed, text)%recentSlots]
	if *slot != text {
		*slot = strings.Clone(text)
	}
	t.last = *slot
	return t.last
}
