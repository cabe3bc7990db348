package index

import (
	"slices"
	"testing"
)

// oddKeys are texts whose order is easy to get wrong: a key, its values and
// the next key, which may be the first one and a NUL.
var oddKeys = []string{"\x00", "a", "a\x00", "a\x00\x00", "a\x00b", "aa", "ab", "b", "\u00ff", "\uffff", "\U0010FFFF", "\U0010FFFF\x00"}

func TestKeysAndValuesByPrefix(t *testing.T) {
	b := Empty().Builder()
	var all []string
	for i, key := range oddKeys {
		// Values that are keys too, so that an order by text alone would mix them.
		put(t, b, key, key, oddKeys[(i+5)%len(oddKeys)])
		put(t, b, "other "+key, key, "")
		put(t, b, "one more "+key, "values", key)
		all = append(all, key)
	}
	v := freeze(t, b)
	all = append(all, "values")
	slices.Sort(all)

	prefixes := append(slices.Clone(oddKeys), "", "zz", "val", "\xff", "\xc3", "a\x00\x00\x00")
	for _, prefix := range prefixes {
		var gotKeys []string
		for key, p := range v.Keys(prefix) {
			gotKeys = append(gotKeys, key)
			if want := map[bool]int{true: len(oddKeys), false: 2}[key == "values"]; p.Len() != want {
				t.Errorf("key %q: %d, want %d", key, p.Len(), want)
			}
		}
		if want := withPrefix(all, prefix); !slices.Equal(gotKeys, want) {
			t.Errorf("keys of %q: %q, want %q", prefix, gotKeys, want)
		}
		var gotValues []string
		for value := range v.Values("values", prefix) {
			gotValues = append(gotValues, value)
		}
		if want := withPrefix(slices.Sorted(slices.Values(oddKeys)), prefix); !slices.Equal(gotValues, want) {
			t.Errorf("values of %q: %q, want %q", prefix, gotValues, want)
		}
	}
	for range v.Values("no such key", "") {
		t.Error("a key that is not there has a value")
	}
}

func withPrefix(sorted []string, prefix string) []string {
	var some []string
	for _, s := range sorted {
		if len(s) >= len(prefix) && s[:len(prefix)] == prefix {
			some = append(some, s)
		}
	}
	return some
}

// TestKeysStop leaves the walks at each place.
func TestKeysStop(t *testing.T) {
	b := Empty().Builder()
	for _, key := range oddKeys {
		put(t, b, key, key, "v", "values", key)
	}
	v := freeze(t, b)
	for stop := 1; stop <= len(oddKeys); stop++ {
		n := 0
		for range v.Keys("") {
			if n++; n == stop {
				break
			}
		}
		m := 0
		for range v.Values("values", "") {
			if m++; m == stop {
				break
			}
		}
		if n != stop || m != stop {
			t.Errorf("stopped at %d and %d, want %d", n, m, stop)
		}
	}
}
