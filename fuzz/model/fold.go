package model

import (
	"unicode"
	"unicode/utf8"
)

// sameFold reports whether a and b are the same rune but for case: whether b
// is in the ring that unicode.SimpleFold walks from a. One rune stands for
// one rune, so ß and ss differ, and so do İ and i (SEMANTICS section 2,
// matches).
func sameFold(a, b rune) bool {
	if a == b {
		return true
	}
	for r := unicode.SimpleFold(a); r != a; r = unicode.SimpleFold(r) {
		if r == b {
			return true
		}
	}
	return false
}

// equalFold reports whether a and b are the same text but for case, rune by
// rune. Both have the same length.
func equalFold(a, b []rune) bool {
	for i := range a {
		if !sameFold(a[i], b[i]) {
			return false
		}
	}
	return true
}

// containsFold reports whether text stands anywhere in name, ignoring case:
// every window of name that is as long as text is tried. Text that is not
// UTF-8 stands nowhere.
func containsFold(name, text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	n, t := []rune(name), []rune(text)
	for i := 0; i+len(t) <= len(n); i++ {
		if equalFold(n[i:i+len(t)], t) {
			return true
		}
	}
	return false
}

// beginsFold reports whether name begins with text, ignoring case. No name
// begins with text that is not UTF-8.
func beginsFold(name, text string) bool {
	if !utf8.ValidString(text) {
		return false
	}
	n, t := []rune(name), []rune(text)
	return len(t) <= len(n) && equalFold(n[:len(t)], t)
}
