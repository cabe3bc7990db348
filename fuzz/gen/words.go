package gen

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/tagdex/tagdex/resource"
)

// keys are the tag keys, the common ones first. The second part holds what
// trips over system tags, case, normalisation and the words of the text form.
var (
	commonKeys = []string{"env", "role", "k", "all", "half", "mod", "block", "edge"}
	oddKeys    = []string{
		"_sys_x", "_sys_", "_sys_enterprise_project_id", "_sys", "_SYS_x", "sys_x",
		"Env", "ENV", "ключ", "鍵", "é", "e\u0301", " ", "a b", " env", "\"", `\`, "'", "*", "*k",
		"k=v", "a.b:c/d@e+f-g", "and", "or", "not", "in", "name", "id", "tagged", "all()", "none",
		"#", "(", ",", "~", "\x00", "\n", "\u2028", "\U0001F511", "sparse",
		strings.Repeat("k", 127), strings.Repeat("é", 128),
	}
)

// tagValues are the values of tags, the common ones first.
var (
	commonValues = []string{"0", "1", "", "prod", "test", "a", "b", "ab"}
	oddValues    = []string{
		"*a", "*", "**", "a*", "*prod", "prod*", "preprod", "PROD", "Prod", " a", "a ", "  ", " ",
		"é", "e\u0301", "значение", "値", "\U0001F600", "\u212A", "ſ", "\x00", "\n", "\"", `\`, "'",
		"_", "%", "100%", "a_b", "null", "true", "in", "and", ")", "2", "127", "128",
		strings.Repeat("v", 255), strings.Repeat("値", 255), strings.Repeat("ab", 500),
	}
)

// alphabet holds the runes of short names and patterns: plain ones, traps of
// case folding (rings of three, lengths that change in UTF-8, runes that have
// no simple fold though they look so), combining marks and astral runes.
var alphabet = []rune("aAkK\u212AsSſσΣςßẞiIıİéÉ\u0301ǄǅǆȺⱥΩωΩåÅÅµμ\U00010400\U00010428\U0001F600жЖᲆ一镜像ᎠꭰӀ%_*-.0 1")

// stems are the parts of templated names: words that come again, dates and
// hashes that would not, words that are too long to be kept.
var stems = []string{
	"ubuntu", "Ubuntu", "debian", "22.04", "server", "amd64", "ARM64", "2024", "2025",
	"Straße", "STRASSE", "ΟΔΟΣ", "οδος", "镜像", "образ", "İstanbul", "dık", "\u212Aernel", "windowſ",
	"100%", "a_b", "*", "img", "\U0001F4BF",
	"20250131", "0f3a9", "k8s", "gpu (cuda12)", "SERVER", strings.Repeat("long", 15), strings.Repeat("ſword", 16),
}

// Key returns a tag key.
func (s *Source) Key() string {
	switch s.N(4) {
	case 0, 1:
		return Pick(s, commonKeys)
	case 2:
		return "k" + strconv.Itoa(s.N(12))
	}
	return Pick(s, oddKeys)
}

// Tag returns a tag to ask for: mostly one that a resource was given, or one
// with its key and another value.
func (s *Source) Tag() (key, value string) {
	tag := s.tags.recall(s, resource.Tag{Key: "all", Value: "1"})
	switch s.N(4) {
	case 0, 1:
		return tag.Key, tag.Value
	case 2:
		return tag.Key, s.Value()
	}
	return s.Key(), s.Value()
}

// Value returns the value of a tag.
func (s *Source) Value() string {
	switch s.N(8) {
	case 0, 1, 2:
		return Pick(s, commonValues)
	case 3:
		return strconv.Itoa(s.N(130))
	case 4:
		return s.tags.recall(s, resource.Tag{}).Value
	case 5:
		return s.Text(8)
	}
	return Pick(s, oddValues)
}

// ID returns the id of a resource: mostly one of a few, sometimes one of the
// Filler's or one that was made before.
func (s *Source) ID() string {
	switch s.N(8) {
	case 0, 1, 2, 3:
		return s.ids.keep("r" + strconv.Itoa(s.N(48)))
	case 4:
		return FillerID(s.edge())
	case 5:
		return s.ids.recall(s, "r0")
	case 6:
		return s.ids.keep("R" + strconv.Itoa(s.N(4)))
	}
	return s.ids.keep(Pick(s, []string{"镜", " ", "r0 ", "\x00", "é", "e\u0301", "\U0001F511", strings.Repeat("long", 64)}))
}

// Text returns up to limit runes of the alphabet.
func (s *Source) Text(limit int) string {
	var b strings.Builder
	for range s.N(limit + 1) {
		b.WriteRune(Pick(s, alphabet))
	}
	return b.String()
}

// Name returns the name of a resource. Its length is often around the edges
// of n-grams, 0 to 5 runes.
func (s *Source) Name() string {
	switch s.N(8) {
	case 0, 1, 2:
		return s.names.keep(s.template(1 + s.N(4)))
	case 3, 4:
		return s.names.keep(s.Text(5))
	case 5:
		return s.names.keep(swapCase(s, s.names.recall(s, "")))
	case 6:
		return s.names.keep(strings.Repeat(s.template(2), 1+s.N(12)))
	}
	return ""
}

func (s *Source) template(parts int) string {
	words := make([]string, parts)
	for i := range words {
		words[i] = Pick(s, stems)
	}
	return strings.Join(words, Pick(s, []string{"-", "_", " ", "", ".", "--"}))
}

// NamePart returns a text to look for in names: mostly cut from a name that
// is there, often in another case.
func (s *Source) NamePart() string {
	switch s.N(4) {
	case 0:
		return Pick(s, stems)
	case 1:
		return s.Text(4)
	}
	runes := []rune(s.names.recall(s, "img-00016"))
	from := s.N(len(runes) + 1)
	length := Pick(s, []int{1, 2, 3, 4, 5, 9, 300, 4, 7, 14})
	part := string(runes[from:min(len(runes), from+length)])
	if s.OneIn(2) {
		return swapCase(s, part)
	}
	return part
}

// swapCase replaces some runes by others that simple folding holds equal.
func swapCase(s *Source, text string) string {
	bits := s.Byte()
	out := make([]rune, 0, len(text))
	for i, r := range []rune(text) {
		if bits>>(i%8)&1 == 1 {
			r = unicode.SimpleFold(r)
		}
		out = append(out, r)
	}
	return string(out)
}
