package httpapi

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/dialect"
)

// routes finds what stands behind a path. A http.ServeMux would redirect some
// paths, and takes a segment that is nothing but an escaped slash for the end
// of the path, so that nothing could have the id "/".
type routes struct {
	// bySize holds the routes of each number of segments, those with a literal
	// before those with a wildcard in its place.
	bySize map[int][]*route
}

// route is one method of one path.
type route struct {
	method   string
	pattern  string // method and path
	segments []segment
	to       http.Handler
}

// segment is a part of a route's path: a literal, or a wildcard, which stands
// for any text.
type segment struct {
	text string // what the path has there, or the name of the wildcard
	wild bool
}

func newRoutes() *routes { return &routes{bySize: map[int][]*route{}} }

// add panics if the path is not made of literals and wildcards ("{name}"), or
// if there are requests that another route takes too, without one of the two
// being more specific.
func (rs *routes) add(method, path string, to http.Handler) {
	added := &route{method, method + " " + path, segmentsOf(path), to}
	same := rs.bySize[len(added.segments)]
	for _, other := range same {
		if other.method == method && isAmbiguous(other.segments, added.segments) {
			panic("httpapi: " + added.pattern + " is in conflict with " + other.pattern)
		}
	}
	same = append(same, added)
	slices.SortStableFunc(same, func(a, b *route) int { return slices.CompareFunc(a.segments, b.segments, literalFirst) })
	rs.bySize[len(added.segments)] = same
}

// segmentsOf splits the path of a route.
func segmentsOf(path string) []segment {
	texts, ok := split(path)
	segments := make([]segment, len(texts))
	names := map[string]bool{}
	for i, text := range texts {
		name, closed := strings.CutSuffix(text, "}")
		name, opened := strings.CutPrefix(name, "{")
		wild := opened && closed
		ok = ok && opened == closed && name != "" && !strings.ContainsAny(name, "{}") && !(wild && names[name])
		names[name] = names[name] || wild
		segments[i] = segment{name, wild}
	}
	if !ok {
		panic("httpapi: " + path + " is not made of literals and wildcards")
	}
	return segments
}

func literalFirst(a, b segment) int {
	switch {
	case a.wild == b.wild:
		return 0
	case b.wild:
		return -1
	}
	return 1
}

// isAmbiguous reports whether there are paths that fit both, and neither of
// them is the more specific one.
func isAmbiguous(a, b []segment) bool {
	overlap := slices.EqualFunc(a, b, func(a, b segment) bool { return a.wild || b.wild || a.text == b.text })
	return overlap && covers(a, b) == covers(b, a)
}

// covers reports whether each path that fits b fits a too.
func covers(a, b []segment) bool {
	return slices.EqualFunc(a, b, func(a, b segment) bool { return a.wild || !b.wild && a.text == b.text })
}

// split cuts a path, escaped as it came in, into its segments. An empty one
// (which a slash at the end makes), "." and ".." are structure, which no route
// has; escaped dots and slashes are text.
func split(escaped string) (texts []string, ok bool) {
	rest, ok := strings.CutPrefix(escaped, "/")
	if !ok {
		return nil, false
	}
	texts = strings.Split(rest, "/")
	return texts, !slices.ContainsFunc(texts, func(s string) bool { return s == "" || s == "." || s == ".." })
}

// find returns what answers a request, and leaves with the request what its
// path names. Where only the method is not there, allowed has those that are.
// HEAD is answered as GET is; the server leaves the body out.
func (rs *routes) find(r *http.Request) (to http.Handler, allowed []string) {
	texts, ok := split(r.URL.EscapedPath())
	if !ok {
		return nil, nil
	}
	for i, text := range texts {
		texts[i], _ = url.PathUnescape(text) // EscapedPath is well escaped
	}
	found := rs.match(r.Method, texts)
	if found == nil && r.Method == http.MethodHead {
		found = rs.match(http.MethodGet, texts)
	}
	if found == nil {
		return nil, rs.methods(texts)
	}
	found.note(r, texts)
	return found.to, nil
}

// match returns the most specific route of a method that the path fits.
func (rs *routes) match(method string, texts []string) *route {
	for _, candidate := range rs.bySize[len(texts)] {
		if candidate.method == method && candidate.fits(texts) {
			return candidate
		}
	}
	return nil
}

// methods lists those that the path has.
func (rs *routes) methods(texts []string) []string {
	var all []string
	for _, candidate := range rs.bySize[len(texts)] {
		if candidate.fits(texts) {
			all = append(all, candidate.method)
		}
	}
	if slices.Contains(all, http.MethodGet) {
		all = append(all, http.MethodHead)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (ro *route) fits(texts []string) bool {
	return slices.EqualFunc(ro.segments, texts, func(s segment, text string) bool { return s.wild || s.text == text })
}

func (ro *route) note(r *http.Request, texts []string) {
	r.Pattern = ro.pattern
	for i, s := range ro.segments {
		if s.wild {
			r.SetPathValue(s.text, texts[i])
		}
	}
}

// route hands a request to what its path and method name.
func (h *handler) route(x *exchange, r *http.Request) {
	to, allowed := h.routes.find(r)
	switch {
	case to != nil:
		to.ServeHTTP(x, r)
	case len(allowed) > 0:
		badMethod(x, h.gateway, allowed)
	default:
		noRoute(x, h.gateway)
	}
}

func noRoute(x *exchange, gateway *dialect.Errors) {
	x.fail(gateway, gateway.New(dialect.NoRoute, "", "no such API"))
}

func badMethod(x *exchange, gateway *dialect.Errors, allowed []string) {
	list := strings.Join(allowed, ", ")
	x.Header().Set("Allow", list)
	x.fail(gateway, gateway.New(dialect.BadMethod, "", "the API has no such method; allowed: "+list))
}
