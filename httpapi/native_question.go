package httpapi

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/query/tree"
)

// question is what a request of the native API asks for. A GET has it in the
// query string, a POST in a JSON object of the same names.
type question struct {
	expr     query.Expr
	asked    query.Expr // expr as the caller wrote it
	limit    int
	offset   int
	keyLimit int
	keys     []string
	sideways bool
	key      string
	prefix   string
}

// Limits of a question.
const (
	nativeLimit    = 10 // of a page or a facet, where none is given
	nativeMaxLimit = 1000
	maxFacetKeys   = 20
)

// parameter is one member of a question: how it is read from a query string
// and from JSON.
type parameter struct {
	text  func(q *question, text string) error
	value func(q *question, kind jsontext.Kind, value jsontext.Value) error
	many  bool // may be given more than once in a query string
}

// parameters are those that an operation has.
type parameters map[string]parameter

var (
	queryParameters = parameters{"query": expression, "limit": limit(1), "offset": offset}
	countParameters = parameters{"query": expression}
	facetParameters = parameters{
		"query": expression, "key": facetKeys, "limit": limit(1), "key_limit": keyLimit, "sideways": sideways,
	}
	keyParameters   = parameters{"prefix": prefix, "limit": limit(1), "offset": offset}
	valueParameters = parameters{"key": oneKey, "prefix": prefix, "limit": limit(1), "offset": offset}
)

var expression = parameter{
	text: func(q *question, text string) error { return q.parse(text) },
	value: func(q *question, kind jsontext.Kind, value jsontext.Value) (err error) {
		switch kind {
		case '"':
			return q.parse(unquote(value))
		case '{':
			if q.expr, err = tree.Decode(value); err != nil {
				return expressionFault("query", err)
			}
			return nil
		}
		return badParameter("query", "must be a string or an object")
	},
}

func (q *question) parse(text string) (err error) {
	if q.expr, err = query.Parse(text); err != nil {
		return expressionFault("query", err)
	}
	return nil
}

// number is a parameter that is a whole number.
func number(name string, least, most int, into func(*question) *int) parameter {
	read := func(q *question, text string) error {
		n, err := strconv.ParseUint(text, 10, 31)
		if err != nil || int(n) < least || int(n) > most {
			return badParameter(name, fmt.Sprintf("must be a whole number from %d to %d", least, most))
		}
		*into(q) = int(n)
		return nil
	}
	return parameter{text: read, value: func(q *question, kind jsontext.Kind, value jsontext.Value) error {
		if kind != '0' {
			return badParameter(name, "must be a number")
		}
		return read(q, string(value))
	}}
}

func limit(least int) parameter {
	return number("limit", least, nativeMaxLimit, func(q *question) *int { return &q.limit })
}

var (
	offset   = number("offset", 0, 1<<31-1, func(q *question) *int { return &q.offset })
	keyLimit = number("key_limit", 0, nativeMaxLimit, func(q *question) *int { return &q.keyLimit })
	oneKey   = text(func(q *question) *string { return &q.key })
	prefix   = text(func(q *question) *string { return &q.prefix })
)

// text is a parameter of query strings alone.
func text(into func(*question) *string) parameter {
	return parameter{text: func(q *question, text string) error {
		*into(q) = text
		return nil
	}}
}

var facetKeys = parameter{
	many: true,
	text: func(q *question, text string) error { return q.addKey(text) },
	value: func(q *question, kind jsontext.Kind, value jsontext.Value) error {
		if kind != '[' {
			return badParameter("key", "must be a list of strings")
		}
		list := jsontext.NewDecoder(bytes.NewReader(value))
		_, _ = list.ReadToken() // it has been read once as a value
		for list.PeekKind() != ']' {
			token, _ := list.ReadToken()
			if token.Kind() != '"' {
				return badParameter("key["+strconv.Itoa(len(q.keys))+"]", "must be a string")
			}
			if err := q.addKey(token.String()); err != nil {
				return err
			}
		}
		return nil
	},
}

func (q *question) addKey(key string) error {
	if q.keys = append(q.keys, key); len(q.keys) > maxFacetKeys {
		return badParameter("key", fmt.Sprintf("has more than %d keys", maxFacetKeys))
	}
	return nil
}

var sideways = parameter{
	text: func(q *question, text string) error {
		if text != "true" && text != "false" {
			return badParameter("sideways", "must be true or false")
		}
		q.sideways = text == "true"
		return nil
	},
	value: func(q *question, kind jsontext.Kind, _ jsontext.Value) error {
		if kind != 't' && kind != 'f' {
			return badParameter("sideways", "must be true or false")
		}
		q.sideways = kind == 't'
		return nil
	},
}

func unquote(value jsontext.Value) string {
	text, _ := jsontext.AppendUnquote(nil, value) // it has been read once as a value
	return string(text)
}
