package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
)

// endpoint is one documented path.
type endpoint struct {
	*handler
	profile *dialect.Profile
	route   dialect.Route
}

// ServeHTTP implements http.Handler; w is an *exchange.
func (ep *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := w.(*exchange)
	defer ep.recover(x)
	s := getScratch()
	defer s.put()
	if err := ep.serve(x, r, s); err != nil {
		x.fail(&ep.profile.Errors, ep.explain(x, err))
		return
	}
	x.reply(http.StatusOK, s.answer)
}

// serve reads the request and leaves the answer in s. The gate is held for
// the work alone, neither while the body comes in nor while the answer goes
// out: slow callers hold up nobody.
func (ep *endpoint) serve(x *exchange, r *http.Request, s *scratch) error {
	if err := x.caller.allow(r.PathValue("project_id"), false); err != nil {
		return err
	}
	if err := ep.readBody(x, r, s); err != nil {
		return err
	}
	in := dialect.Input{
		Body: s.body.Bytes(), Query: r.URL.RawQuery, Action: ep.route.Action, SystemTags: x.caller.Operator,
	}
	if !ep.gate.enter(r.Context()) {
		return dialect.TooBusy
	}
	defer ep.gate.leave()
	req, err := ep.profile.Decode(in)
	if err != nil {
		return err
	}
	return ep.answer(r, req, s)
}

// readBody reads the body, but no more of it than the limit.
func (ep *endpoint) readBody(x *exchange, r *http.Request, s *scratch) error {
	if r.Body == nil { // a request that no server made
		return nil
	}
	if r.ContentLength > ep.opts.MaxBodyBytes {
		return dialect.TooLarge
	}
	// MaxBytesReader wants the server's own ResponseWriter, to close the
	// connection when there is more.
	_, err := s.body.ReadFrom(http.MaxBytesReader(x.ResponseWriter, r.Body, ep.opts.MaxBodyBytes))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return dialect.TooLarge
	case err != nil:
		return ep.profile.Errors.New(dialect.BadDocument, dialect.PathBody, "could not be read to its end")
	}
	return nil
}

// answer runs the query. Total and page are of one snapshot.
func (ep *endpoint) answer(r *http.Request, req *dialect.Request, s *scratch) error {
	expr, err := req.Expr()
	if err != nil {
		return err
	}
	ctx, cancel := ep.timeout(r.Context())
	defer cancel()
	c, ok := ep.reg.Collection(r.PathValue("project_id"), ep.resourceType(r))
	if req.Action == dialect.ActionCount {
		total := 0
		if ok {
			total, err = c.Snapshot().Count(ctx, expr)
		}
		s.answer = ep.profile.AppendCount(s.answer[:0], total)
		return err
	}
	var page engine.Result
	if ok {
		page, err = c.Snapshot().Find(ctx, expr, engine.Page{Offset: req.Offset, Limit: req.Limit})
	}
	s.answer = ep.profile.AppendPage(s.answer[:0], page.Total, page.Resources)
	return err
}

func (ep *endpoint) resourceType(r *http.Request) string {
	if ep.route.ResourceType != "" {
		return ep.route.ResourceType
	}
	return r.PathValue("resource_type")
}

func (ep *endpoint) timeout(ctx context.Context) (context.Context, context.CancelFunc) {
	if ep.opts.QueryTimeout < 0 {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, ep.opts.QueryTimeout)
}

// explain turns any error into one that a caller may see. What is not the
// caller's business goes to the log alone.
func (ep *endpoint) explain(x *exchange, err error) *dialect.Error {
	errs := &ep.profile.Errors
	var e *dialect.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.Is(err, dialect.OutOfBounds):
		return errs.New(dialect.OutOfBounds, "", "the project is not one of the caller's")
	case errors.Is(err, dialect.Forbidden):
		return errs.New(dialect.Forbidden, "", "the caller may only read")
	case errors.Is(err, dialect.TooLarge):
		return errs.New(dialect.TooLarge, dialect.PathBody, fmt.Sprintf("has more than %d bytes", ep.opts.MaxBodyBytes))
	case errors.Is(err, dialect.TooBusy):
		return errs.New(dialect.TooBusy, "", "too many queries at once; try again later")
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return errs.New(dialect.Timeout, "", "the query took too long and was given up")
	}
	x.cause = err
	return errs.New(dialect.Internal, "", "internal error")
}

// recover answers a panic. Nothing is written before the answer is whole, so
// there is always room for this one.
func (ep *endpoint) recover(x *exchange) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler || x.status != 0 {
		panic(v)
	}
	err := fmt.Errorf("panic: %v\n%s", v, debug.Stack())
	x.fail(&ep.profile.Errors, ep.explain(x, err))
}
