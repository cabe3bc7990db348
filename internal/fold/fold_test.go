package fold

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestRuneIsOneRepresentativePerOrbit walks over all of Unicode: two runes of
// one orbit fold alike, and folding twice changes nothing.
func TestRuneIsOneRepresentativePerOrbit(t *testing.T) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		f := Rune(r)
		if next := unicode.SimpleFold(r); Rune(next) != f {
			t.Fatalf("%U folds to %U, its fellow %U to %U", r, f, next, Rune(next))
		}
		if Rune(f) != f {
			t.Fatalf("%U folds to %U, which folds on to %U", r, f, Rune(f))
		}
		if !strings.EqualFold(string(r), string(f)) {
			t.Fatalf("%U folds to %U, which is not equal under folding", r, f)
		}
	}
}

func TestString(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"", ""},
		{"al2023-ami", "al2023-ami"},
		{"Windows_Server", "windows_server"},
		{"\u212Aelvin", "kelvin"},
		{"Stra\u00DFe", "stra\u00DFe"}, // ß alone; ẞ folds to it
		{"STRA\u1E9EE", "stra\u00DFe"},
		{"\u0130\u0131", "\u0130\u0131"}, // dotted and dotless i have no fellows
		{"ΣΑΣΣσς", "ΣΑΣΣΣΣ"},
	} {
		got := String(tc.in)
		if got != tc.want {
			t.Errorf("String(%q) = %q, want %q", tc.in, got, tc.want)
		}
		if utf8.RuneCountInString(got) != utf8.RuneCountInString(tc.in) {
			t.Errorf("String(%q) changed the number of runes", tc.in)
		}
	}
}

func TestStringAllocatesNothingForFoldedText(t *testing.T) {
	s := strings.Repeat("ubuntu-24.04-镜像-", 10)
	if n := testing.AllocsPerRun(100, func() { String(s) }); n != 0 {
		t.Errorf("%v allocations for a text that is folded already", n)
	}
}
