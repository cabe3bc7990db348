package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// operation is what stands behind one method of one path. What all of them
// share is here: the scratch, faults in the form of the path's own API, panics.
type operation struct {
	*handler
	errs *dialect.Errors // how the API answers faults
	// do leaves the body of the answer in s, or has answered, or fails.
	do func(x *exchange, r *http.Request, s *scratch) error
	// form writes the body that reports a fault and what it came from; nil:
	// as errs does.
	form func(e *dialect.Error, err error) []byte
}

// ServeHTTP implements http.Handler; w is an *exchange.
func (op *operation) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := w.(*exchange)
	defer op.recover(x)
	s := getScratch()
	defer s.put()
	if err := op.do(x, r, s); err != nil {
		op.fail(x, err)
		return
	}
	if x.status == 0 {
		x.reply(http.StatusOK, s.answer)
	}
}

// fail answers with a fault.
func (op *operation) fail(x *exchange, err error) {
	e := op.explain(x, err)
	if op.form != nil {
		x.failWith(e, op.form(e, err))
		return
	}
	x.fail(op.errs, e)
}

// readBody reads the body into s, but no more of it than the limit.
func (h *handler) readBody(x *exchange, r *http.Request, s *scratch) error {
	if r.Body == nil { // a request that no server made
		return nil
	}
	if r.ContentLength != 0 && contentEncoding(r.Header) != "" {
		return dialect.BadEncoding
	}
	if r.ContentLength > h.opts.MaxBodyBytes {
		return dialect.TooLarge
	}
	// MaxBytesReader wants the server's own ResponseWriter, to close the
	// connection when there is more.
	_, err := s.body.ReadFrom(http.MaxBytesReader(x.ResponseWriter, r.Body, h.opts.MaxBodyBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return dialect.TooLarge
	case err != nil:
		return cut(err)
	}
	return nil
}

// contentEncoding is what the body is packed with, in lower case; empty: it is
// not packed.
func contentEncoding(h http.Header) string {
	encoding := strings.ToLower(strings.Join(h.Values("Content-Encoding"), ","))
	if encoding == "identity" {
		return ""
	}
	return encoding
}

// cut is the fault of a body that could not be read: what the body itself
// says, where Authenticate put one in its place that checks what comes, else
// that there is no more of it.
func cut(err error) error {
	if fault, ok := errors.AsType[*dialect.Error](err); ok {
		return fault
	}
	return errBodyCut
}

// errBodyCut: the body ended before its end.
var errBodyCut = errors.New("the body could not be read to its end")

// work runs do when there is room for one more. The gate is held for the work
// alone, neither while the body comes in nor while the answer goes out: slow
// callers hold up nobody. do gets a context that ends with the time a query
// may take.
func (h *handler) work(ctx context.Context, do func(context.Context) error) error {
	return h.within(ctx, h.gate, do)
}

// change is work for changes, which wait for each other and for bulk loads.
// They have a gate of their own, so that no query waits with them.
func (h *handler) change(ctx context.Context, do func(context.Context) error) error {
	return h.within(ctx, h.changes, do)
}

func (h *handler) within(ctx context.Context, g *gate, do func(context.Context) error) error {
	if !g.enter(ctx) {
		return dialect.TooBusy
	}
	defer g.leave()
	if h.opts.QueryTimeout >= 0 {
		limited, cancel := context.WithTimeout(ctx, h.opts.QueryTimeout)
		defer cancel()
		ctx = limited
	}
	return do(ctx)
}

// asked runs a query, unless it reads details and enough others do.
func (h *handler) asked(s *engine.Snapshot, e query.Expr, do func() error) error {
	if !s.ReadsDetails(e) {
		return do()
	}
	if !h.scans.try() {
		return dialect.TooBusy
	}
	defer h.scans.leave()
	return do()
}

// explain turns any error into one that a caller may see. What is not the
// caller's business goes to the log alone.
func (op *operation) explain(x *exchange, err error) *dialect.Error {
	var e *dialect.Error
	switch {
	case errors.As(err, &e):
		if native, ok := errors.AsType[*nativeFault](err); ok && e.Status >= http.StatusInternalServerError {
			x.cause = native.cause
		}
		return e
	case errors.Is(err, errBodyCut):
		return op.errs.New(dialect.BadDocument, dialect.PathBody, "could not be read to its end")
	case errors.Is(err, dialect.OutOfBounds):
		return op.errs.New(dialect.OutOfBounds, "", "the project is not one of the caller's")
	case errors.Is(err, dialect.Forbidden):
		return op.errs.New(dialect.Forbidden, "", "the caller may only read")
	case errors.Is(err, dialect.TooLarge):
		return op.errs.New(dialect.TooLarge, dialect.PathBody, fmt.Sprintf("has more than %d bytes", op.opts.MaxBodyBytes))
	case errors.Is(err, dialect.BadEncoding):
		return op.errs.New(dialect.BadEncoding, "Content-Encoding", "must be identity, or not be there: the body is read as it comes")
	case errors.Is(err, dialect.TooBusy):
		return op.errs.New(dialect.TooBusy, "", "too many queries at once; try again later")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return op.errs.New(dialect.Timeout, "", "the query took too long and was given up")
	}
	x.cause = err
	return op.errs.New(dialect.Internal, "", "internal error")
}

// recover answers a panic. Hardly anything is written before the answer is
// whole, so there is room for this one; if not, the connection is cut.
func (op *operation) recover(x *exchange) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		panic(v)
	}
	err := panicked(v)
	if x.status != 0 {
		x.cause = err
		panic(v)
	}
	op.fail(x, err)
}

// panicError is the cause where something panicked.
type panicError string

func (e panicError) Error() string { return string(e) }

// panicked tells of a panic that is being recovered from, and where it was.
func panicked(v any) error { return panicError(fmt.Sprintf("panic: %v\n%s", v, debug.Stack())) }
