// Package detail reads the properties of a resource: the members of its
// detail, a JSON object as text (SEMANTICS section 2, properties).
//
// It reads what has been checked to be one JSON object without members given
// twice. Of anything else it makes something or other, but does not panic.
package detail

import (
	"iter"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/internal/scalar"
)

// Kind is what a property is.
type Kind uint8

// The kinds. Only the first two have no text.
const (
	Absent  Kind = iota // not there, or null
	Other               // a list, an object, a number beyond the floats
	Text                // a string
	Boolean             // true or false
	Number              // a number
)

// Value is a property.
type Value struct {
	Kind Kind
	// Text is the string, true or false, or the canonical form of the number
	// (SEMANTICS section 2, numbers and times).
	Text string
}

// Number is the number that a property is, a JSON number or a string that is a
// decimal, and whether it is one.
func (v Value) Number() (scalar.Rank, bool) {
	if v.Kind != Number && v.Kind != Text {
		return scalar.Rank{}, false
	}
	return scalar.ParseNumber(v.Text)
}

// Time is the time that a property is, and whether it is one.
func (v Value) Time() (scalar.Rank, bool) {
	if v.Kind != Text {
		return scalar.Rank{}, false
	}
	return scalar.ParseTime(v.Text)
}

// Find returns a property by its name. It shares the memory of detail where
// it can, and costs time in proportion to what stands before the property.
func Find(detail, name string) Value {
	for member, raw := range Members(detail) {
		if member == name {
			return Parse(raw)
		}
	}
	return Value{}
}

// Members walks over the names of the members, null ones too, and the JSON
// text of their values, in the order they stand in.
func Members(detail string) iter.Seq2[string, string] {
	return func(yield func(name, raw string) bool) {
		for name, raw := range RawMembers(detail) {
			if !yield(Unquote(name), raw) {
				return
			}
		}
	}
}

// RawMembers is Members, but the names are JSON text too.
func RawMembers(detail string) iter.Seq2[string, string] {
	return func(yield func(name, raw string) bool) {
		rest, ok := strings.CutPrefix(space(detail), "{")
		for ok {
			name, after := cut(space(rest))
			if name == "" || name[0] != '"' {
				return
			}
			if after, ok = strings.CutPrefix(space(after), ":"); !ok {
				return
			}
			raw, after := cut(space(after))
			if raw == "" || !yield(name, raw) {
				return
			}
			rest, ok = strings.CutPrefix(space(after), ",")
		}
	}
}

// Parse reads the JSON text of one value.
func Parse(raw string) Value {
	switch {
	case raw == "" || raw == "null":
		return Value{}
	case raw[0] == '"':
		return Value{Kind: Text, Text: Unquote(raw)}
	case raw == "true" || raw == "false":
		return Value{Kind: Boolean, Text: raw}
	case raw[0] == '{' || raw[0] == '[':
		return Value{Kind: Other}
	}
	canonical, ok := scalar.Canonical(raw)
	if !ok {
		return Value{Kind: Other}
	}
	return Value{Kind: Number, Text: canonical}
}

// space cuts white space off the beginning.
func space(s string) string {
	for s != "" && (s[0] == ' ' || s[0] == '\n' || s[0] == '\t' || s[0] == '\r') {
		s = s[1:]
	}
	return s
}

// cut splits off the value that s begins with.
func cut(s string) (value, rest string) {
	end := 0
	switch {
	case s == "":
	case s[0] == '"':
		end = stringEnd(s)
	case s[0] == '{' || s[0] == '[':
		end = nestedEnd(s)
	default:
		end = strings.IndexAny(s, ",}] \n\t\r")
	}
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:]
}

// stringEnd returns the place behind the string that s begins with.
func stringEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
}

// nestedEnd returns the place behind the list or object that s begins with.
func nestedEnd(s string) int {
	open := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			i += stringEnd(s[i:]) - 1
		case '{', '[':
			open++
		case '}', ']':
			if open--; open == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}

// Unquote returns what a JSON string stands for.
func Unquote(raw string) string {
	if strings.IndexByte(raw, '\\') < 0 {
		return strings.Trim(raw, `"`)
	}
	text, _ := jsontext.AppendUnquote(nil, raw)
	return string(text)
}
