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
	if len(text) > t.limit {
		return string(text)
	}
	h := maphash.Bytes(t.seed, text) & uint64(len(t.slots)-1)
	first, second := &t.slots[h], &t.slots[h^1]
	if *first == string(text) {
		return *first
	}
	if *second == string(text) {
		return *second
	}
	*second = *first
	*first = string(text)
	return *first
}
