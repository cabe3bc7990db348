package httpapi

import (
	"errors"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/query/tree"
	"github.com/tagdex/tagdex/resource"
)

// nativeErrors are the codes of the native API for what every API can answer;
// api/openapi.json lists all.
var nativeErrors = &dialect.Errors{Table: dialect.ErrorTable{
	dialect.EmptyBody:   {Status: http.StatusBadRequest, Code: "empty_body"},
	dialect.BadDocument: {Status: http.StatusBadRequest, Code: "bad_document"},
	dialect.BadType:     {Status: http.StatusBadRequest, Code: "bad_parameter"},
	dialect.BadPage:     {Status: http.StatusBadRequest, Code: "bad_parameter"},
	dialect.Forbidden:   {Status: http.StatusForbidden, Code: "not_allowed"},
	dialect.OutOfBounds: {Status: http.StatusForbidden, Code: "wrong_project"},
	dialect.TooLarge:    {Status: http.StatusRequestEntityTooLarge, Code: "too_large"},
	dialect.TooBusy:     {Status: http.StatusServiceUnavailable, Code: "too_busy"},
	dialect.Timeout:     {Status: http.StatusServiceUnavailable, Code: "timeout"},
	dialect.Internal:    {Status: http.StatusInternalServerError, Code: "internal"},
}}

// Codes of the native API alone.
const (
	codeBadExpression = "bad_expression"
	codeBadResource   = "bad_resource"
	codeBadEncoding   = "bad_encoding"
	codeNotFound      = "not_found"
	codeSystemTag     = "system_tag"
	codeFull          = "full"
)

// nativeFault is a fault of the native API and what it came from, which may
// tell the place.
type nativeFault struct {
	fault *dialect.Error
	cause error
}

func (e *nativeFault) Error() string { return e.fault.Error() }

func (e *nativeFault) Unwrap() []error { return []error{e.fault, e.cause} }

func fault(status int, code, path, reason string) *dialect.Error {
	return &dialect.Error{Case: dialect.BadDocument, Status: status, Code: code, Path: path, Reason: reason}
}

func notFound(reason string) error { return fault(http.StatusNotFound, codeNotFound, "", reason) }

func badParameter(path, reason string) error {
	return nativeErrors.New(dialect.BadType, path, reason)
}

// nativeError is the body that reports a fault.
type nativeError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	Path    string `json:"path"`
	Line    int    `json:"line,omitzero"`
	Column  int    `json:"column,omitzero"`
	Caret   string `json:"caret,omitzero"`
}

func nativeForm(e *dialect.Error, err error) []byte {
	report := nativeError{Code: e.Code, Message: e.Reason, Path: e.Path}
	var syntax *query.SyntaxError
	var line *datafile.LineError
	switch {
	case errors.As(err, &syntax):
		report.Line, report.Column, report.Caret = syntax.Line, syntax.Column, syntax.Caret()
	case errors.As(err, &line):
		report.Line = line.Line
	}
	// Texts of the request are quoted in reasons, so they are UTF-8.
	body, err := json.Marshal(map[string]nativeError{"error": report})
	if err != nil {
		body = []byte(`{"error":{"code":"internal","message":"internal error","path":""}}`)
	}
	return body
}

// expressionFault is the fault of an expression that stands at a path.
func expressionFault(path string, err error) error {
	var inTree *tree.Error
	var syntax *query.SyntaxError
	reason := err.Error()
	switch {
	case errors.As(err, &inTree):
		reason = inTree.Reason
		if inTree.Path != "" {
			path += "." + inTree.Path
		}
	case errors.As(err, &syntax):
		reason = syntax.Reason
	}
	return &nativeFault{fault(http.StatusBadRequest, codeBadExpression, path, reason), err}
}

// errSystemTag: a tenant may not write system tags.
var errSystemTag = errors.New("begins with _sys_, which only an operator may write")

// rowFault is the fault of rows that could not be read or written. What is
// not the caller's stays as it is.
func rowFault(err error) error {
	var line *datafile.LineError
	var field *datafile.FieldError
	var stored *resource.FieldError
	var kind *engine.KindError
	switch {
	case errors.Is(err, engine.ErrFull):
		return fault(http.StatusInsufficientStorage, codeFull, "", "the collection is full")
	case !errors.As(err, &line):
		return err
	}
	path, reason := "", line.Err.Error()
	switch {
	case errors.As(err, &field):
		path, reason = field.Path, field.Reason
	case errors.As(err, &stored):
		path, reason = stored.Field, stored.Reason
	case errors.As(err, &kind):
		path = "resource_detail." + kind.Property
	}
	if errors.Is(err, errSystemTag) {
		return &nativeFault{fault(http.StatusForbidden, codeSystemTag, path, reason), err}
	}
	if len(reason) > maxReason {
		reason = strings.ToValidUTF8(reason[:maxReason], "") + "..." // not cut within a character
	}
	return &nativeFault{fault(http.StatusBadRequest, codeBadResource, path, reason), err}
}

// maxReason is how many bytes of a reason are repeated: it may quote what
// stands in a line.
const maxReason = 400
