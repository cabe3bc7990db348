package httpapi

import (
	"bytes"
	"errors"
	"fmt"
	"io"
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

// withoutBody are the methods whose requests have no body, and what to do
// instead.
var withoutBody = map[string]string{
	http.MethodGet:    "what is asked stands in the query string, or is sent by POST",
	http.MethodHead:   "what is asked stands in the query string, or is sent by POST",
	http.MethodDelete: "what is deleted stands in the path; many ids are sent by POST to .../delete",
}

// noBody refuses a body that would not be read: what it says would not be done,
// and nobody would be told.
func noBody(r *http.Request) error {
	instead, ok := withoutBody[r.Method]
	if !ok || r.Body == nil || r.ContentLength == 0 {
		return nil
	}
	if r.ContentLength < 0 { // not known: there may be none
		if n, _ := io.ReadFull(r.Body, make([]byte, 1)); n == 0 {
			return nil
		}
	}
	return nativeErrors.New(dialect.BadDocument, dialect.PathBody, "is not read by "+r.Method+": "+instead)
}

// checkPath refuses names that could not be stored, nor told in an answer.
func checkPath(r *http.Request) error {
	for _, name := range []string{"project_id", "resource_type", "resource_id"} {
		if !utf8.ValidString(r.PathValue(name)) {
			return badParameter(name, "is not UTF-8")
		}
	}
	return nil
}
