package httpapi

import (
	"net/http"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
)

// handler answers requests. It keeps nothing of a request, and no goroutine
// outlives one.
type handler struct {
	reg     *engine.Registry
	opts    Options
	gateway *dialect.Errors
	gate    *gate // of queries
	scans   *gate // of queries that read details, beside gate
	changes *gate
	loads   *gate // of bulk loads and deletions
	routes  *routes
}

// New returns a handler that answers the documented queries from reg, which
// stays the host's to fill and change meanwhile. opts may be nil. Safe for
// concurrent use.
//
// Like http.ServeMux, New panics if two profiles claim the same path, or one
// has a path that is not made of literals and wildcards.
func New(reg *engine.Registry, opts *Options) http.Handler {
	full := opts.orDefault()
	h := &handler{
		reg:     reg,
		opts:    full,
		gateway: dialect.Gateway(),
		gate:    newGate(full.MaxConcurrent, full.MaxWait),
		scans:   newGate(full.MaxScans, 0),
		changes: newGate(full.MaxConcurrent, full.MaxWait),
		loads:   newGate(full.MaxLoads, full.MaxWait),
		routes:  newRoutes(),
	}
	for _, p := range full.Profiles {
		h.addTagQueries(p)
		h.addTagCalls(p)
	}
	for _, p := range full.Lists {
		h.addList(p)
	}
	if !full.NoNative {
		h.addNative()
	}
	return h
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x, body := newExchange(w, r), r.Body
	h.serve(x, r)
	x.linger(r, body)
}

func (h *handler) serve(x *exchange, r *http.Request) {
	defer h.log(x, r)
	if h.authenticate(x, r) {
		h.route(x, r)
	}
}
