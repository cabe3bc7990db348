package auth

import (
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// maxQuoted is how much of the file a fault repeats, in bytes. Secrets are
// never repeated.
const maxQuoted = 40

func quote(s string) string {
	if len(s) > maxQuoted {
		return strconv.QuoteToASCII(strings.ToValidUTF8(s[:maxQuoted], "")) + "..."
	}
	return strconv.QuoteToASCII(s)
}

func list(names []string) string { return strings.Join(names, ", ") }

func join(path, name string) string {
	if path == "" || name == "" {
		return path + name
	}
	return path + "." + name
}

func kindName(k jsontext.Kind) string {
	switch k {
	case jsontext.KindBeginObject:
		return "an object"
	case jsontext.KindBeginArray:
		return "a list"
	case jsontext.KindString:
		return "a string"
	case jsontext.KindNumber:
		return "a number"
	case jsontext.KindNull:
		return "null"
	}
	return "true or false"
}
