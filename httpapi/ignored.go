package httpapi

import (
	"io"
	"net/http"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/internal/datafile"
)

// ignoredHeader tells what of a request meant nothing (SEMANTICS section 4).
const ignoredHeader = "Tagdex-Ignored"

// tellIgnored says in the answer, and in the log, what of the request meant
// nothing.
func (x *exchange) tellIgnored(list []dialect.Ignored) {
	if len(list) > 0 {
		x.ignored = dialect.IgnoredNames(list)
		x.Header().Set(ignoredHeader, x.ignored)
	}
}

// tellDropped says the same of members of resources that were written.
func (x *exchange) tellDropped(report datafile.Report) {
	names := make([]string, len(report.Dropped.Names))
	for i, dropped := range report.Dropped.Names {
		names[i] = dropped.Name
	}
	x.tellIgnored(dialect.IgnoredMembers(names))
}

// hasBody reports whether a request has a body, of which it reads one byte at
// most.
func hasBody(r *http.Request) bool {
	if r.ContentLength >= 0 || r.Body == nil {
		return r.ContentLength > 0
	}
	n, _ := io.ReadFull(r.Body, make([]byte, 1))
	return n > 0
}

// withoutBody are the methods that have no body, and what to do instead.
var withoutBody = map[string]string{
	http.MethodGet:    "a GET has no body; ask by POST, or in the query string",
	http.MethodHead:   "a HEAD has no body; ask by POST, or in the query string",
	http.MethodDelete: "a DELETE has no body; resources are deleted one by one by their path, or many by POST to delete",
}

// noBody refuses a body where a method has none: whoever sends one takes it for
// a question, which would be answered as if it were not there.
func noBody(r *http.Request) error {
	way := withoutBody[r.Method]
	if way == "" || !hasBody(r) {
		return nil
	}
	return nativeErrors.New(dialect.BadDocument, dialect.PathBody, way)
}
