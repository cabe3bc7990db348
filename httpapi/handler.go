package httpapi

import (
	"net/http"
	"path"
	"strings"

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
// has a path that is no pattern.
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
	h.routes.seal(h.gateway)
	return h
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := newExchange(w, r)
	defer h.log(x, r)
	if !h.authenticate(x, r) {
		return
	}
	if !isClean(r.URL.EscapedPath()) {
		// The mux would redirect.
		noRoute(x, h.gateway)
		return
	}
	h.routes.mux.ServeHTTP(x, r)
}

// isClean reports whether the mux takes the path as it is: it begins with a
// slash and has no segment that is empty, "." or "..". A trailing slash is
// fine. Escaped dots and slashes are text, not structure.
func isClean(escaped string) bool {
	if escaped == "/" {
		return true
	}
	if !strings.HasPrefix(escaped, "/") {
		return false
	}
	clean := path.Clean(escaped)
	return clean != "/" && strings.TrimSuffix(escaped, "/") == clean
}
