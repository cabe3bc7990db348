package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// known lists all resources whose name is known to contain a folded pattern.
func (v *Version) known(pattern string) (ords []uint32) {
	for _, p := range v.Known(pattern, make([]Posting, 0, 1000)) {
		ords = p.AppendTo(ords)
	}
	slices.Sort(ords)
	return slices.Compact(ords)
}

// TestWords cuts names. Each word is shown with how many tokens it has.
func TestWords(t *testing.T) {
	for _, tc := range []struct{ name, want string }{
		{"", ""},
		{"---- ..", ""},
		{"abc", ""}, // no longer than a gram
		{"abcd", "1:abcd"},
		{"ab-c", "2:ab-c"},
		{"ab--", "1:ab--"},
		{"ubuntu-22.04-arm64", "1:ubuntu-|1:-22.04-|2:ubuntu-22.04-|1:-arm64|2:-22.04-arm64"},
		{"a.b.1.2.c", "2:a.b.|2:.b.1.2.|1:.1.2.|2:.1.2.c"}, // a dot between digits does not part them
		{".1.2.", "1:.1.2."},
		{"k8s-0f3a9-node", "1:k8s-|1:-node"}, // between what is opaque, words end
		{"x-20250131-a", "2:x-2025|1:-2025"},
		{"win-20250131-", "1:win-|1:-2025|2:win-2025"},
		{"(win)  [x64]", "1:(win)  [|1:)  [x64]|2:(win)  [x64]"},
		{"镜像-образ", "1:镜像-|1:-образ|2:镜像-образ"},
		{"\x00abc", "1:\x00abc"},
		{strings.Repeat("a", wordMax), "1:" + strings.Repeat("a", wordMax)},
		{strings.Repeat("a", wordMax+1), ""},
		{strings.Repeat("a", wordMax-1) + "-b-cde", "1:" + strings.Repeat("a", wordMax-1) + "-|2:-b-cde|1:-cde"},
	} {
		var got []string
		words(tc.name, func(word string, tokens int) { got = append(got, fmt.Sprint(tokens, ":", word)) })
		want := strings.Split(tc.want, "|")
		if tc.want == "" {
			want = nil
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", tc.name, got, want)
		}
	}
}

func TestKindsOfTokens(t *testing.T) {
	for text, want := range map[string]tokenKind{
		"ubuntu": usual, "amd64": usual, "x86": usual, "k8s": usual, "22.04": usual, "2025": usual, "al2023": usual, "1a2b": usual,
		"20250131": number, "20250": number, "0f3a9": opaque, "1a2b3": opaque, "abcdefgh1": opaque, "x1234567": opaque, "1.2.3.4.5": opaque,
		"abcdefghijklmnop": usual, "镜像生产环境": usual, "镜像1": usual, "2025.01.31": opaque,
	} {
		if got := tokenFrom(text, 0); got != (token{0, len(text), want}) {
			t.Errorf("%q: %+v, the kind should be %v", text, got, want)
		}
	}
}

// TestTextsTouchTokens: what a text touches by itself is what it touches in a
// name, or the words would not be found.
func TestTextsTouchTokens(t *testing.T) {
	for text, want := range map[string]int{
		"": 1, "-": 1, "....": 1, "bunt": 1, "-ubuntu-": 1, "u-22": 2, ".04-": 1, "22.04": 1, "22.04.": 1, "a.04": 2,
		"ubuntu-22.04": 2, "ubuntu-22.04-a": 3, "a-b-c-d-e-f": 3,
	} {
		if got := tokensOf(text); got != want {
			t.Errorf("%q touches %d, want %d", text, got, want)
		}
	}
}

// TestKnown says what is known in full, in part and not at all.
func TestKnown(t *testing.T) {
	b := Empty().Builder()
	for i, name := range []string{
		"Ubuntu-22.04-arm64-server-20250131-0f3a9",
		"ubuntu-22.04-amd64-server-20250131-0f3aa",
		"ubuntu-24.04-arm64-minimal",
		"Debian-12-arm64-SERVER",
		"deb\u0131an_server",
	} {
		rename(t, b, fmt.Sprint(i), name)
	}
	v := freeze(t, b)
	for pattern, want := range map[string][]uint32{
		"buntu":        {0, 1, 2},
		"ubuntu-22.04": {0, 1},
		"u-22":         {0, 1},
		".04-a":        {0, 1, 2},
		"-arm64":       {0, 2, 3},
		"server":       {0, 1, 3, 4},
		"server-":      {0, 1},
		"-server":      {0, 1, 3},
		"_server":      {4},
		"debian":       {3},
		"-arm64-min":   {2},
		"2025":         {0, 1},
		"r-20":         {0, 1},
		"2025013":      nil, // no more than the year is taken
		"0f3a":         nil, // of what is opaque
		"u-22.04-arm":  nil, // touches three tokens
		"windows":      nil,
		"-server-2025": {0, 1},
		"-2025013":     nil,
	} {
		if got := v.known(pattern); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", pattern, got, want)
		}
	}
}

// TestWordsAreForgotten turns names over: a word goes with the last name that
// has it, and its id and its room are used again.
func TestWordsAreForgotten(t *testing.T) {
	b := Empty().Builder()
	rename(t, b, "a", "shared-word")
	rename(t, b, "b", "shared-first")
	v := freeze(t, b)
	old, next := v, v.words[0].next
	for i := range 100 {
		b := v.Builder()
		rename(t, b, "b", "shared-"+strings.Repeat(string(rune('\u4e00'+i)), 2))
		v = freeze(t, b)
	}
	if got := v.words[0].next; got != next {
		t.Errorf("%d ids of words after a hundred names, %d before", got, next)
	}
	b = v.Builder()
	b.Delete("a")
	v = freeze(t, b)
	for _, tc := range []struct {
		v       *Version
		pattern string
		want    []uint32
	}{
		{v, "shared", []uint32{1}},
		{v, "-word", nil},
		{v, "first", nil},
		{v, "-\u4e63", []uint32{1}},
		{v, "-\u4e62", nil},
		{old, "shared", []uint32{0, 1}},
		{old, "-first", []uint32{1}},
		{old, "-\u4e63", nil},
	} {
		if got := tc.v.known(tc.pattern); !slices.Equal(got, tc.want) {
			t.Errorf("%q: %v, want %v", tc.pattern, got, tc.want)
		}
	}
	if err := v.check(); err != nil {
		t.Error(err)
	}
}

// TestNoRoomForWords floods an index with words that come once. They take no
// more than their share, and others are known nevertheless.
func TestNoRoomForWords(t *testing.T) {
	b := Empty().Builder()
	const n = 9000
	for i := range n {
		rename(t, b, fmt.Sprint(i), fmt.Sprintf("%c%c%c-ubuntu.a%03d", 'a'+i%26, 'a'+i/26%26, 'a'+i/676, i))
	}
	v := freeze(t, b)
	for i := range v.words {
		if got := int(v.words[i].table.entries); got > roomForWords.all {
			t.Errorf("%d words of %d tokens", got, i+1)
		}
	}
	// What no longer had room is not known; grams find it.
	if got := len(v.known(".a00")); got == 0 || got > roomForWords.digits {
		t.Errorf("%d are known of what is different in every name", got)
	}
	if got := len(v.known("-ubuntu.")); got != n {
		t.Errorf("%d of %d are known", got, n)
	}
	if got := v.Gram("a89").Len(); got == 0 {
		t.Error("grams have no limit")
	}
	b = v.Builder()
	for i := range n {
		b.Delete(fmt.Sprint(i))
	}
	v = freeze(t, b)
	if v.words[0].table.entries != 0 || v.words[1].table.entries != 0 {
		t.Error("words are left of nothing")
	}
}

// TestKnownKeepsTheLargest asks for fewer postings than there are.
func TestKnownKeepsTheLargest(t *testing.T) {
	b := Empty().Builder()
	for i := range 60 {
		rename(t, b, fmt.Sprint(i), strings.Repeat("z", i/10)+"word")
	}
	v := freeze(t, b)
	for most := range 8 {
		got := v.Known("word", make([]Posting, 0, most))
		if len(got) != min(most, 6) {
			t.Errorf("%d postings, want %d", len(got), min(most, 6))
		}
		for i := 1; i < len(got); i++ {
			if got[i-1].Len() < got[i].Len() {
				t.Errorf("%d before %d", got[i-1].Len(), got[i].Len())
			}
		}
	}
}

// BenchmarkKnown searches a vocabulary that is full.
func BenchmarkKnown(b *testing.B) {
	v := Empty()
	for i := range roomForWords.all {
		word := fmt.Sprintf("-%c%c%c-", 'a'+i%26, 'a'+i/26%26, 'a'+i/676)
		v.words[0].admit(word, hashWord(word), 1)
	}
	best := make([]Posting, 0, 16)
	b.ReportAllocs()
	for b.Loop() {
		best = v.Known("-server-", best)
	}
}
