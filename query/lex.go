package query

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind is the kind of a token.
type kind uint8

const (
	tokenEnd      kind = iota // the end of the text
	tokenWord                 // a bare word
	tokenQuoted               // a quoted text
	tokenOperator             // = != ~ !~ ^= < <= > >=
	tokenOpen                 // (
	tokenClose                // )
	tokenComma                // ,
)

// token is a piece of the text.
type token struct {
	kind kind
	at   int    // offset of its first byte
	text string // the word, the text inside the quotes, or the sign
}

// operator returns the operator word that t is, in lower case, or "". A quoted
// word is never one.
func (t token) operator() string {
	if t.kind != tokenWord {
		return ""
	}
	return operatorWord(t.text)
}

// describe names t in an error.
func (t token) describe() string {
	switch {
	case t.kind == tokenEnd:
		return "the end of the text"
	case t.operator() != "":
		return "'" + t.operator() + "'"
	case t.kind == tokenWord, t.kind == tokenQuoted:
		return quoteShort(t.text)
	}
	return "'" + t.text + "'"
}

// lexer cuts a text, which is valid UTF-8, into tokens.
type lexer struct {
	text string
	at   int // offset of what is not read yet
}

// next reads the next token.
func (l *lexer) next() (token, error) {
	rest := strings.TrimLeftFunc(l.text[l.at:], unicode.IsSpace)
	if rest == "" {
		// An error at the end points just behind the last token.
		return token{kind: tokenEnd, at: l.at}, nil
	}
	at := len(l.text) - len(rest)
	if n := bareLen(rest); n > 0 {
		l.at = at + n
		return token{kind: tokenWord, at: at, text: rest[:n]}, nil
	}
	if rest[0] == '"' || rest[0] == '\'' {
		return l.quoted(at)
	}
	for _, s := range signs {
		if !strings.HasPrefix(rest, s.text) {
			continue
		}
		if s.slip != "" {
			return token{}, newSyntaxError(l.text, at, fmt.Sprintf("found '%s'; %s", s.text, s.slip))
		}
		l.at = at + len(s.text)
		return token{kind: s.kind, at: at, text: s.text}, nil
	}
	return token{}, newSyntaxError(l.text, at, strayReason(rest))
}

// quoted reads the quoted text that begins at at. In single quotes every
// character stands for itself; in double quotes the escapes are Go's.
func (l *lexer) quoted(at int) (token, error) {
	raw, closed := cutQuoted(l.text[at:])
	if !closed {
		return token{}, newSyntaxError(l.text, at, "found a quote that is not closed; "+
			"a text with a quote in it stands whole in quotes of the other kind")
	}
	l.at = at + 1 + len(raw) + 1
	if l.text[at] == '\'' {
		return token{kind: tokenQuoted, at: at, text: raw}, nil
	}
	text, bad := unescape(raw)
	if bad >= 0 {
		return token{}, newSyntaxError(l.text, at+1+bad, "found an escape that Go does not know; "+
			`write \\ for a backslash, or use single quotes, which know no escapes`)
	}
	return token{kind: tokenQuoted, at: at, text: text}, nil
}

// cutQuoted returns what stands between the quote that s begins with and the
// one that closes it, and whether one does.
func cutQuoted(s string) (raw string, closed bool) {
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == quote:
			return s[1:i], true
		case s[i] == '\\' && quote == '"':
			i++
		}
	}
	return "", false
}

// unescape resolves Go's escapes in what stood between double quotes. If one
// is wrong it returns its offset, else -1.
func unescape(raw string) (text string, bad int) {
	if strings.IndexByte(raw, '\\') < 0 {
		return raw, -1
	}
	buf := make([]byte, 0, len(raw))
	for rest := raw; rest != ""; {
		r, multibyte, tail, err := strconv.UnquoteChar(rest, '"')
		if err != nil {
			return "", len(raw) - len(rest)
		}
		if multibyte {
			buf = utf8.AppendRune(buf, r)
		} else {
			buf = append(buf, byte(r)) // ASCII, or a byte written \x or octal
		}
		rest = tail
	}
	return string(buf), -1
}
