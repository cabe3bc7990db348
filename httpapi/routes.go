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

// seal answers everything else.
func (rs *routes) seal(gateway *dialect.Errors) {
	for path, allowed := range rs.methods {
		slices.Sort(allowed)
		allow := strings.Join(slices.Compact(allowed), ", ")
		rs.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Allow", allow)
			w.(*exchange).fail(gateway, gateway.New(dialect.BadMethod, "", "the API has no such method; allowed: "+allow))
		})
	}
	rs.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { noRoute(w.(*exchange), gateway) })
}

func noRoute(x *exchange, gateway *dialect.Errors) {
	x.fail(gateway, gateway.New(dialect.NoRoute, "", "no such API"))
}
