package httpapi

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/dialect"
)

// none refuses every parameter.
func (ps parameters) none(r *http.Request) error { return ps.fromQuery(r.URL.RawQuery, new(question)) }

// fromQuery reads a query string.
func (ps parameters) fromQuery(raw string, q *question) error {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return badParameter("", "the query string is not well-formed")
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		given := values[name]
		p, ok := ps[name]
		switch {
		case !ok:
			return badParameter(shown(name), "is no parameter here")
		case len(given) > 1 && !p.many:
			return badParameter(name, "is given twice")
		}
		for _, text := range given {
			if !utf8.ValidString(text) {
				return badParameter(name, "is not UTF-8")
			}
			if err := p.text(q, text); err != nil {
				return err
			}
		}
	}
	return nil
}

// fromBody reads a JSON object.
func (ps parameters) fromBody(body []byte, q *question) error {
	if len(bytes.TrimSpace(body)) == 0 {
		return nativeErrors.New(dialect.EmptyBody, dialect.PathBody, "is empty; {} asks for everything")
	}
	d := jsontext.NewDecoder(bytes.NewReader(body))
	token, err := d.ReadToken()
	switch {
	case err != nil:
		return malformed(err)
	case token.Kind() != '{':
		return nativeErrors.New(dialect.BadDocument, dialect.PathBody, "must be an object")
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return malformed(err)
		}
		if err := ps.member(d, name.String(), q); err != nil {
			return err
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return malformed(err)
	}
	if _, err := d.ReadToken(); err == nil {
		return nativeErrors.New(dialect.BadDocument, dialect.PathBody, "has more after the object")
	}
	return nil
}

func (ps parameters) member(d *jsontext.Decoder, name string, q *question) error {
	p, ok := ps[name]
	if !ok || p.value == nil {
		return badParameter(shown(name), "is no parameter here")
	}
	kind := d.PeekKind()
	value, err := d.ReadValue()
	if err != nil {
		return malformed(err)
	}
	return p.value(q, kind, value)
}

func malformed(err error) error {
	reason := "is not well-formed JSON"
	var syntactic *jsontext.SyntacticError
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		reason = "has a member twice"
	case errors.As(err, &syntactic):
		reason += fmt.Sprintf(" after byte %d", syntactic.ByteOffset)
	}
	return nativeErrors.New(dialect.BadDocument, dialect.PathBody, reason)
}

// shown is a name of the request as it may stand in a path: printable and cut.
func shown(name string) string {
	quoted := strconv.QuoteToASCII(name[:min(len(name), maxShown)])
	return strings.TrimSuffix(strings.TrimPrefix(quoted, `"`), `"`)
}

const maxShown = 60

// checkPath refuses names that could not be stored, nor told in an answer.
func checkPath(r *http.Request) error {
	for _, name := range []string{"project_id", "resource_type", "resource_id"} {
		if !utf8.ValidString(r.PathValue(name)) {
			return badParameter(name, "is not UTF-8")
		}
	}
	return nil
}
