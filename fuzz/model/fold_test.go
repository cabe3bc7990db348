package model

import "testing"

// Each row is a pair of texts and whether the first contains the second and
// begins with it, ignoring case by simple folding.
func TestFold(t *testing.T) {
	for _, row := range []struct {
		name, text       string
		contains, begins bool
	}{
		{"", "", true, true},
		{"a", "", true, true},
		{"", "a", false, false},
		{"Ubuntu 22.04", "UBUNTU", true, true},
		{"Ubuntu 22.04", "tu 2", true, false},
		{"Ubuntu", "Ubuntu ", false, false},
		{"\u212Aernel", "kernel", true, true}, // Kelvin sign is a K
		{"kernel", "\u212A", true, true},
		{"\u017Ftart", "START", true, true}, // long s is an s
		{"ΟΔΟΣ", "οδος", true, true},        // final sigma is a sigma
		{"οδος", "οδοσ", true, true},
		{"STRASSE", "straße", false, false}, // one rune is not two
		{"STRA\u1E9EE", "straße", true, true},
		{"\u0130stanbul", "istanbul", false, false}, // İ has no simple fold
		{"\u0130stanbul", "STANBUL", true, false},
		{"d\u0131k", "DIK", false, false}, // neither has ı
		{"\U00010400x", "\U00010428X", true, true},
		{"\u01C4", "\u01C5", true, true}, // Ǆ ǅ ǆ are one ring of three
		{"\u2126", "\u03C9", true, true}, // Ohm sign is an omega
		{"\u023A", "\u2C65", true, true}, // changes its length in UTF-8
		{"café", "CAFÉ", true, true},
		{"cafe\u0301", "café", false, false}, // no normalisation
		{"100%", "%", true, false},
		{"abc", "_", false, false},
		{"a*c", "*", true, false},
		{"\uFFFD", "\xff", false, false}, // not UTF-8
		{"é", "\xa9", false, false},
	} {
		if got := containsFold(row.name, row.text); got != row.contains {
			t.Errorf("containsFold(%q, %q) = %v", row.name, row.text, got)
		}
		if got := beginsFold(row.name, row.text); got != row.begins {
			t.Errorf("beginsFold(%q, %q) = %v", row.name, row.text, got)
		}
	}
}
