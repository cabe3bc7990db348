package httpapi

import (
	"net/http"
	"strconv"
	"time"

	"github.com/tagdex/tagdex/dialect"
)

// exchange is one request and its answer under way. It is the ResponseWriter
// that the mux hands on, and so how the handlers find the rest of it.
type exchange struct {
	http.ResponseWriter
	id     string
	start  time.Time
	caller Caller
	status int            // of the answer written; 0: none yet
	fault  *dialect.Error // what the answer reports; nil: nothing
	cause  error          // why the fault is ours; for the log alone

	ignored string // what of the request meant nothing; empty: all meant something
}

func newExchange(w http.ResponseWriter, r *http.Request) *exchange {
	x := &exchange{ResponseWriter: w, id: requestID(r.Header), start: time.Now()}
	w.Header().Set(requestIDHeader, x.id)
	return x
}

// retryAfter is how many seconds a refused caller is asked to wait. A queue
// turns over in less than one, the least that the header can say.
const retryAfter = "1"

const contentType = "application/json; charset=utf-8"

// fail answers with a fault.
func (x *exchange) fail(errs *dialect.Errors, e *dialect.Error) {
	x.failWith(e, errs.AppendError(nil, e, x.id))
}

// failWith answers with a fault in another form.
func (x *exchange) failWith(e *dialect.Error, body []byte) {
	x.fault = e
	if e.Status == http.StatusServiceUnavailable {
		x.Header().Set("Retry-After", retryAfter)
	}
	x.reply(e.Status, body)
}

// reply writes a whole answer. An error of writing means that the caller has
// gone, who needs no more.
func (x *exchange) reply(status int, body []byte) {
	x.status = status
	header := x.Header()
	header.Set("Content-Type", contentType)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Set("X-Content-Type-Options", "nosniff")
	x.WriteHeader(status)
	_, _ = x.Write(body)
}

// noContent answers that all is done and there is nothing to say.
func (x *exchange) noContent() {
	x.status = http.StatusNoContent
	x.WriteHeader(http.StatusNoContent)
}

// send writes a part of an answer whose length is not known yet.
func (x *exchange) send(part []byte) error {
	if x.status == 0 {
		x.status = http.StatusOK
		header := x.Header()
		header.Set("Content-Type", contentType)
		header.Set("X-Content-Type-Options", "nosniff")
		x.WriteHeader(http.StatusOK)
	}
	_, err := x.Write(part)
	return err
}

// abort ends an answer that is under way and cannot be ended well, so that the
// caller does not take what came for the whole.
func (x *exchange) abort(cause error) {
	x.cause = cause
	panic(http.ErrAbortHandler)
}

// WriteError answers a request by e in the form of errs, with its request id:
// for what a host refuses before the handler sees it.
//
//	gateway := dialect.Gateway()
//	httpapi.WriteError(w, r, gateway, gateway.New(dialect.Unauthenticated, "", "no token"))
func WriteError(w http.ResponseWriter, r *http.Request, errs *dialect.Errors, e *dialect.Error) {
	newExchange(w, r).fail(errs, e)
}
