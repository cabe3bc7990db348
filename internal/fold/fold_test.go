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
		if utf8.RuneLen(f) > utf8.RuneLen(r) {
			t.Fatalf("%U folds to %U, which is longer", r, f)
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
		{"ABC-\u00C5\u03A3xyZ", "abc-\u00C5\u03A3xyz"}, // letters beyond ASCII fold to the smallest of their orbit
		{"Stra\u00DFe", "stra\u00DFe"},                 // ß alone; ẞ folds to it
		{"STRA\u1E9EE", "stra\u00DFe"},
		{"\u0130\u0131", "\u0130\u0131"}, // dotted and dotless i have no fellows
		{"ΣΑΣΣσς", "ΣΑΣΣΣΣ"},
	} {
		got := String(tc.in)
		if got != tc.want {
			t.Errorf("String(%q) = %q, want %q", tc.in, got, tc.want)
		}
		if appended := string(Append([]byte("x"), tc.in)); appended != "x"+got {
			t.Errorf("Append(%q) = %q, want %q", tc.in, appended, "x"+got)
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

// TestAppendAndString fold every rune between others.
func TestAppendAndString(t *testing.T) {
	var buf []byte
	for r := rune(0); r <= unicode.MaxRune; r++ {
		s := "A" + string(r) + "Z"
		want := "a" + string(Rune(r)) + "z"
		if buf = Append(buf[:0], s); string(buf) != want || String(s) != want {
			t.Fatalf("Append(%q) = %q, String %q, want %q", s, buf, String(s), want)
		}
	}
}

// TestAppendInEveryPlace puts every ASCII byte, and a rune of each length, into
// each place of a text of more than sixteen bytes.
func TestAppendInEveryPlace(t *testing.T) {
	runes := []rune{'\u00c9', '\u212a', '\U00010400'}
	for r := range rune(utf8.RuneSelf) {
		runes = append(runes, r)
	}
	for _, r := range runes {
		for place := range 18 {
			text := []rune("AbCdEfGhIjKlMnOpQr")
			text[place] = r
			want := make([]rune, len(text))
			for i, r := range text {
				want[i] = Rune(r)
			}
			if got := string(Append(nil, string(text))); got != string(want) {
				t.Fatalf("Append(%q) = %q, want %q", string(text), got, string(want))
			}
		}
	}
}

// TestIsPlain puts what is not plain into every place of texts of every length.
func TestIsPlain(t *testing.T) {
	for n := range 30 {
		plain := strings.Repeat("az09-[@`{~\x00\x7f", 3)[:n]
		if !IsPlain(plain) {
			t.Fatalf("%q is plain", plain)
		}
		for i := range n {
			for _, c := range []byte{'A', 'Q', 'Z', 0x80, 0xff} {
				text := plain[:i] + string([]byte{c}) + plain[i+1:]
				if IsPlain(text) {
					t.Fatalf("%q is not plain", text)
				}
			}
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	for name, s := range map[string]string{"ascii": "ubuntu/images/hvm-ssd/ubuntu-trusty-14.04-AMD64", "mixed": "Ubuntu-18.04-amd64-сборка-镜像-20250725"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			buf := make([]byte, 0, 64)
			for b.Loop() {
				buf = Append(buf[:0], s)
			}
		})
	}
}
