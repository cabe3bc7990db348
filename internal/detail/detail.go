// Package detail reads the properties of a resource: the members of its
// detail, a JSON object as text (SEMANTICS section 2, properties).
//
// It reads what has been checked to be one JSON object without members given
// twice. Of anything else it makes something or other, but does not panic.
package detail

import (
	"iter"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Kind is what a property is.
type Kind uint8

// The kinds. Only the first two have no text.
const (
	Absent  Kind = iota // not there, or null
	Other               // a list, an object, a number that is no integer of 64 bits
	Text                // a string
	Boolean             // true or false
	Integer             // a number without fraction and exponent that 64 bits hold
)

// Value is a property.
type Value struct {
	Kind   Kind
	Text   string // the string, true or false, or the decimal digits
	Number int64  // of an Integer
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
	n, err := strconv.ParseInt(raw, 10, 64)
	switch {
	case err != nil:
		return Value{Kind: Other}
	case n == 0:
		raw = "0" // -0 is an integer too
	}
	return Value{Kind: Integer, Text: raw, Number: n}
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
