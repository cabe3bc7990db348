package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// parse reads a body as strictly as SEMANTICS section 4 wants it: UTF-8, one
// document with nothing after it, no member given twice, no half of a
// surrogate pair, nested at most maxDepth levels. It returns maps, slices,
// strings, json.Numbers, bools and nil.
func parse(body []byte) (any, error) {
	switch {
	case !utf8.Valid(body):
		return nil, errors.New("not UTF-8")
	case !json.Valid(body):
		return nil, errors.New("not JSON")
	case hasLoneSurrogate(body):
		return nil, errors.New("half of a surrogate pair")
	case depth(body) > maxDepth:
		return nil, errors.New("nested too deep")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	return readValue(decoder)
}

// readValue reads one value token by token, since encoding/json alone would
// take a member given twice.
func readValue(d *json.Decoder) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return readObject(d)
	case json.Delim('['):
		return readList(d)
	}
	return token, nil
}

func readObject(d *json.Decoder) (any, error) {
	object := map[string]any{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name := token.(string) // in a valid document it always is
		if _, twice := object[name]; twice {
			return nil, errors.New("a member given twice")
		}
		if object[name], err = readValue(d); err != nil {
			return nil, err
		}
	}
	_, err := d.Token() // the closing bracket
	return object, err
}

func readList(d *json.Decoder) (any, error) {
	list := []any{}
	for d.More() {
		value, err := readValue(d)
		if err != nil {
			return nil, err
		}
		list = append(list, value)
	}
	_, err := d.Token() // the closing bracket
	return list, err
}

// depth is how deep the brackets of a valid document nest.
func depth(document []byte) int {
	deepest, open, inString := 0, 0, false
	for i := 0; i < len(document); i++ {
		switch c := document[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			open++
			deepest = max(deepest, open)
		case c == '}' || c == ']':
			open--
		}
	}
	return deepest
}

// hasLoneSurrogate reports whether an escape in a valid document stands for
// half of a surrogate pair whose other half is not beside it. Such text has
// no UTF-8.
func hasLoneSurrogate(document []byte) bool {
	for i := 0; i < len(document); i++ {
		if document[i] != '\\' {
			continue
		}
		i++ // the letter after the backslash, which may be another one
		unit, ok := escaped(document[i-1:])
		if !ok || !utf16.IsSurrogate(unit) {
			continue
		}
		next, ok := escaped(document[i+5:])
		if !ok || utf16.DecodeRune(unit, next) == utf8.RuneError {
			return true
		}
		i += 10
	}
	return false
}

// escaped returns the code unit of the \uXXXX that text begins with.
func escaped(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(unit), err == nil
}
