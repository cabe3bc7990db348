package httpapi

import (
	"net/http"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/dialect"
)

// routes gathers the paths that there are, with their methods, so that a path
// asked for by another method can say which it has.
type routes struct {
	mux     *http.ServeMux
	methods map[string][]string
}

func newRoutes() *routes {
	return &routes{mux: http.NewServeMux(), methods: map[string][]string{}}
}

func (rs *routes) add(method, path string, to http.Handler) {
	rs.mux.Handle(method+" "+path, to)
	rs.methods[path] = append(rs.methods[path], method)
}

// seal answers everything else. That a path lacks a method is found out by a
// mux of paths alone: in one mux "DELETE /tags/{key}" and "/tags/action" would
// both claim the other's requests.
func (rs *routes) seal(gateway *dialect.Errors) {
	paths := http.NewServeMux()
	for path := range rs.methods {
		allow := strings.Join(rs.allowed(path), ", ")
		paths.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", allow)
			w.(*exchange).fail(gateway, gateway.New(dialect.BadMethod, "", "the API has no such method; allowed: "+allow))
		})
	}
	paths.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { noRoute(w.(*exchange), gateway) })
	rs.mux.Handle("/", paths)
}

// allowed lists the methods of a path, those of patterns that cover it
// included.
func (rs *routes) allowed(path string) []string {
	var all []string
	for other, methods := range rs.methods {
		if covers(other, path) {
			all = append(all, methods...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// covers reports whether each request for the path fits the pattern too.
func covers(pattern, path string) bool {
	want, segments := strings.Split(pattern, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, segments, func(p, s string) bool { return p == s || strings.HasPrefix(p, "{") })
}

func noRoute(x *exchange, gateway *dialect.Errors) {
	x.fail(gateway, gateway.New(dialect.NoRoute, "", "no such API"))
}
