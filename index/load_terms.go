package index

import (
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/tagdex/tagdex/resource"
)

// dictionary reads a frame of terms. They go straight to their entries; the
// order proves that none is there twice.
func (l *loader) dictionary() error {
	l.termsAt = l.offset
	for len(l.payload) > 0 {
		reason := l.term()
		if reason != "" {
			return l.corrupt("dictionary", reason, nil)
		}
	}
	return nil
}

// term reads one item, and returns what is wrong with it, or "".
func (l *loader) term() (reason string) {
	const malformed = "is malformed"
	n, ok := l.uvarint()
	if !ok {
		return malformed
	}
	if n == 0 {
		key, ok := l.text()
		if !ok {
			return malformed
		}
		return l.newKey(key)
	}
	value, ok := l.bytes(n - 1)
	if !ok {
		return malformed
	}
	return l.newValue(value)
}

func (l *loader) newKey(key []byte) (reason string) {
	if len(key) == 0 {
		return "a key is empty"
	}
	n := l.b.v.tags.next
	if n > 0 {
		if reason := l.keyIsDone(); reason != "" {
			return reason
		}
		if last := l.b.v.tags.entries.at(l.key).value; last >= string(key) {
			return fmt.Sprintf("key %q stands after %q", key, last)
		}
	}
	l.key = n
	l.keys++
	switch isSystem := resource.IsSystem(string(key)); {
	case isSystem && l.system.to == 0:
		l.system.from, l.system.to = n, math.MaxUint32
	case !isSystem && l.system.to == math.MaxUint32:
		l.system.to = n
	}
	return l.newTerm(entry{}, key)
}

// keyIsDone tells what is wrong if no more values of the last key come.
func (l *loader) keyIsDone() (reason string) {
	if n := l.b.v.tags.next; n > 0 && l.key == n-1 {
		return fmt.Sprintf("key %q has no values", l.b.v.tags.entries.at(l.key).value)
	}
	return ""
}

func (l *loader) newValue(value []byte) (reason string) {
	n := l.b.v.tags.next
	if n == 0 {
		return "a value has no key"
	}
	if last := l.b.v.tags.entries.at(n - 1); n-1 != l.key && last.value >= string(value) {
		return fmt.Sprintf("value %q stands after %q", value, last.value)
	}
	return l.newTerm(entry{owner: ownerOf(l.key)}, value)
}

func (l *loader) newTerm(e entry, text []byte) (reason string) {
	d := &l.b.v.tags
	switch {
	case !utf8.Valid(text):
		return fmt.Sprintf("%q is not valid UTF-8", text)
	case d.next == math.MaxUint32:
		return "has too many terms"
	}
	e.value = l.texts.keepBytes(text)
	*d.entries.edit(d.next, l.b.st) = e
	d.next++
	return ""
}

// finishTerms makes the hash table and the order of the terms.
func (l *loader) finishTerms() error {
	l.offset = l.termsAt
	if reason := l.keyIsDone(); reason != "" {
		return l.corrupt("dictionary", reason, nil)
	}
	d, st := &l.b.v.tags, l.b.st
	ids := make([]uint32, d.next)
	for id := range ids {
		if e := d.entries.at(uint32(id)); e.set == nil {
			return l.corrupt("dictionary", fmt.Sprintf("no resource has %q", e.value), nil)
		}
		ids[id] = uint32(id)
	}
	d.order = buildOrdered(ids, st)
	d.table.fill(d.next, d.hashAt, nil, st)
	return nil
}
