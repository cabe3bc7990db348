package dialect

import (
	"errors"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// path says where err happened, in the form of Error.Path. A JSON pointer does
// not tell entries from members of the same spelling; the decoder's stack does.
func (p *parser) path(err error) string {
	ptr := p.dec.StackPointer()
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		ptr = syntactic.JSONPointer
	}
	var b strings.Builder
	level := 0
	for token := range ptr.Tokens() {
		level++
		if p.isArray(level) {
			b.WriteString("[" + token + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(pathName(token))
	}
	if b.Len() == 0 {
		return PathBody
	}
	return b.String()
}

func (p *parser) isArray(level int) bool {
	if level > p.dec.StackDepth() {
		return false
	}
	kind, _ := p.dec.StackIndex(level)
	return kind == jsontext.KindBeginArray
}

// pathName gives a member's name as it may stand in a path: plain names as
// they are, others quoted and cut.
func pathName(name string) string {
	if name == "" || len(name) > maxQuoted || strings.ContainsFunc(name, notPlain) {
		return quote(name)
	}
	return name
}

func notPlain(r rune) bool {
	return r != '_' && r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// reason puts a parser's error into words that quote nothing unbounded.
func (e *syntaxError) reason() string {
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.Is(e.err, jsontext.ErrDuplicateName):
		return "the member is given twice"
	case !errors.As(e.err, &syntactic):
		return e.err.Error()
	}
	return "not well-formed JSON after byte " + strconv.FormatInt(syntactic.ByteOffset, 10) + ": " + cut(syntactic.Err.Error())
}

// maxReason is how many bytes of a library's error an error repeats.
const maxReason = 100

// cut makes a library's error fit to stand in ours: its first bytes, with
// whatever is not printable ASCII replaced.
func cut(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s[:min(len(s), maxReason)])
}
