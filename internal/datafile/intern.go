package datafile

import "hash/maphash"

// interner gives equal texts one string, as long as it remembers them. It is
// a two-way associative cache of fixed size, not a map: it forgets instead of
// growing, needs no upkeep, and a text that comes often stays.
type interner struct {
	seed  maphash.Seed
	slots []string
	limit int // longer texts are not remembered
}

// newInterner makes a cache of 1<<bits texts of up to limit bytes.
func newInterner(bits, limit int) *interner {
	return &interner{seed: maphash.MakeSeed(), slots: make([]string, 1<<bits), limit: limit}
}

// get returns text as a string of its own.
func (t *interner) get(text []byte) string {
	first, second := t.places(text)
	if known, ok := pick(first, second, text); ok {
		return known
	}
	if len(text) > t.limit {
		return string(text)
	}
	*second = *first
	*first = string(text)
	return *first
}

// known returns the string for text if it is remembered.
func (t *interner) known(text []byte) (string, bool) {
	first, second := t.places(text)
	return pick(first, second, text)
}

// places are the two slots that text may be in.
func (t *interner) places(text []byte) (first, second *string) {
	h := maphash.Bytes(t.seed, text) & uint64(len(t.slots)-1)
	return &t.slots[h], &t.slots[h^1]
}

func pick(first, second *string, text []byte) (string, bool) {
	if *first == string(text) {
		return *first, true
	}
	if *second == string(text) {
		return *second, true
	}
	return "", false
}
