package httpapi

import (
	"errors"
	"net/http"
	"slices"

	"github.com/tagdex/tagdex/dialect"
)

// Caller is who sent a request, as far as the host knows, and what it may do.
// The zero Caller may ask about every project as a tenant, and change nothing.
type Caller struct {
	// Name is for the log. Answers do not hold it.
	Name string
	// Project is what a path that names no project is about; empty: it is
	// taken from the header X-Project-Id, or is the server's own.
	Project string
	// Projects are those that the caller may ask about; nil: every one. To
	// the caller the others look the same whether they exist or not.
	Projects []string
	// Write allows changes.
	Write bool
	// Drop allows, with Write, to drop whole collections of these projects.
	Drop bool
	// Operator allows filters by system tags, shows them in the native API and
	// in answers of CTS about any resource type (a tenant sees those of
	// cts-tracker alone), and, with Write, allows changes of them, and to drop
	// whole collections, which have system tags that nobody else sees. It may
	// list images that are not registered.
	Operator bool
}

// sees reports whether the caller may ask about a project.
func (c *Caller) sees(project string) bool {
	return c.Projects == nil || slices.Contains(c.Projects, project)
}

// allow refuses what the caller may not do in a project: dialect.OutOfBounds
// if the project is not the caller's, dialect.Forbidden for a change by one
// who may only read.
func (c *Caller) allow(project string, write bool) error {
	switch {
	case !c.sees(project):
		return dialect.OutOfBounds
	case write && !c.Write:
		return dialect.Forbidden
	}
	return nil
}

// allowDrop refuses to drop a collection of a project that the caller may
// write to.
func (c *Caller) allowDrop() error {
	if c.Drop || c.Operator {
		return nil
	}
	return nativeErrors.New(dialect.Forbidden, "", "to drop a collection is for an operator, or for a credential with the role manage")
}

// authenticate notes who sent the request, or answers it. It comes before the
// path is looked at: who is not known learns nothing.
func (h *handler) authenticate(x *exchange, r *http.Request) (known bool) {
	defer func() {
		v := recover()
		switch {
		case v == nil:
			return
		case v == http.ErrAbortHandler:
			panic(v)
		}
		known = false
		x.cause = panicked(v)
		x.fail(h.gateway, h.gateway.New(dialect.Internal, "", "internal error"))
	}()
	caller, err := h.opts.Authenticate(r)
	var fault *dialect.Error
	switch {
	case err == nil:
		x.caller = caller
		return true
	case errors.As(err, &fault):
		x.fail(h.gateway, fault)
	case errors.Is(err, dialect.Unauthenticated):
		x.cause = err
		x.fail(h.gateway, h.gateway.New(dialect.Unauthenticated, "", "no valid credential"))
	default:
		x.cause = err
		x.fail(h.gateway, h.gateway.New(dialect.Internal, "", "internal error"))
	}
	return false
}
