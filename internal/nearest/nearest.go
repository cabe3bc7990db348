// Package nearest finds, among names that exist, those that someone who wrote
// another name most likely meant.
package nearest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/internal/fold"
)

// Most is how many names a Search keeps.
const Most = 3

// Sizes beyond which names are not compared.
const (
	maxAsked = 1 << 10 // bytes of the name that was written
	maxName  = 1 << 10 // bytes of one that exists
	maxLimit = 3
)

// minPrefix is how many runes a name has at least that is near for being a
// prefix of the other.
const minPrefix = 2

// Limit is how many edits apart two names may be, one of them of so many
// runes. A change of a name of one rune makes any other of it.
func Limit(runes int) int {
	switch {
	case runes < 2:
		return 0
	case runes <= 4:
		return 1
	case runes <= 11:
		return 2
	}
	return maxLimit
}

// Search collects the nearest of the names that it is shown. What is nearest
// is the same name in another letter case (simple folding), then what fewer
// edits lead to: a rune more, less or another, or two neighbours exchanged,
// Limit of them at most, letter case aside; then the names that begin with the
// one that was written, or that it begins with. Of equally near ones those come
// first that more resources have, then the lesser by its bytes.
//
// A name costs some tens of nanoseconds and no allocation. Names of more than
// 1024 bytes are near to nothing. A Search is for one goroutine.
type Search struct {
	runes []rune // the name that was written, folded
	bytes []byte // the same where it is ASCII, else nil
	limit int

	found []found
	fold  []byte // scratch
	other []rune // scratch
}

type found struct {
	name  string
	edits int
	count int
}

// New begins a search for the names nearest to one, which may be any bytes.
func New(asked string) *Search {
	s := &Search{}
	if len(asked) > maxAsked {
		return s
	}
	folded := fold.String(strings.ToValidUTF8(asked, "\ufffd"))
	s.runes = []rune(folded)
	if len(s.runes) == len(folded) {
		s.bytes = []byte(folded)
	}
	s.limit = Limit(len(s.runes))
	return s
}

// Look shows a name, which is valid UTF-8, and how many resources have it.
func (s *Search) Look(name string, count int) {
	if edits, near := s.edits(name); near {
		s.add(found{name, edits, count})
	}
}

// Names are the nearest, Most of them at most.
func (s *Search) Names() []string {
	names := make([]string, len(s.found))
	for i, f := range s.found {
		names[i] = f.name
	}
	return names
}

func (s *Search) add(f found) {
	at, _ := slices.BinarySearchFunc(s.found, f, compare)
	if at < len(s.found) && s.found[at].name == f.name || at == Most {
		return
	}
	if len(s.found) == Most {
		s.found = s.found[:Most-1]
	}
	s.found = slices.Insert(s.found, at, f)
}

func compare(a, b found) int {
	return cmp.Or(cmp.Compare(a.edits, b.edits), cmp.Compare(b.count, a.count), strings.Compare(a.name, b.name))
}

// edits is how far a name is, one more than the limit where it is near as a
// prefix alone, and whether it is near.
func (s *Search) edits(name string) (int, bool) {
	if len(s.runes) == 0 || name == "" || len(name) > maxName {
		return 0, false
	}
	// A rune has one to four bytes.
	if len(name) > utf8.UTFMax*(len(s.runes)+s.limit) {
		return s.limit + 1, s.isPrefix(name)
	}
	s.fold = fold.Append(s.fold[:0], name)
	if s.bytes != nil && isASCII(s.fold) {
		return near(s.bytes, s.fold, s.limit, commonBytes)
	}
	s.other = s.other[:0]
	for rest := s.fold; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		s.other, rest = append(s.other, r), rest[size:]
	}
	return near(s.runes, s.other, s.limit, commonRunes)
}

// near is edits for two texts that are folded.
func near[T byte | rune](a, b []T, limit int, common func(a, b []T) int) (int, bool) {
	if edits := distance(a, b, limit, common); edits <= limit {
		return edits, true
	}
	n := common(a, b)
	return limit + 1, n >= minPrefix && (n == len(a) || n == len(b))
}

// isPrefix reports whether a long name begins with the one that was written.
func (s *Search) isPrefix(name string) bool {
	common := 0
	for _, r := range name {
		if common == len(s.runes) || fold.Rune(r) != s.runes[common] {
			break
		}
		common++
	}
	return common == len(s.runes) && common >= minPrefix
}
