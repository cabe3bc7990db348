package httpapi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestSplit pins what of a path is structure, and what is text.
func TestSplit(t *testing.T) {
	for path, want := range map[string]bool{
		"/a": true, "/a/b": true, "/a%2F..": true, "/%2e%2e": true, "/...": true, "/.a": true, "/%2F": true, "/%2f/a": true,
		"": false, "a": false, "*": false, "/": false, "//": false, "///": false, "//a": false, "/a/": false, "/a//": false, "/a//b": false,
		"/.": false, "/./": false, "/..": false, "/a/..": false, "/a/.": false, "/a/../": false, "/a/./b": false,
	} {
		_, ok := split(path)
		require.Equal(t, want, ok, "%q", path)
	}
}

type named string

func (named) ServeHTTP(http.ResponseWriter, *http.Request) {}

// TestFind: the more specific path wins where it has the method.
func TestFind(t *testing.T) {
	rs := newRoutes()
	for _, add := range []struct{ method, path string }{
		{"DELETE", "/{a}/x/{b}"}, {"GET", "/{a}/x/{b}"}, {"POST", "/{a}/x/y"}, {"GET", "/c/x/y"}, {"GET", "/{a}"}, {"PUT", "/{b}"}, {"HEAD", "/{b}"},
	} {
		rs.add(add.method, add.path, named(add.method+add.path))
	}
	for request, want := range map[string]any{
		"DELETE /1/x/y": named("DELETE/{a}/x/{b}"), "POST /1/x/y": named("POST/{a}/x/y"), "GET /1/x/y": named("GET/{a}/x/{b}"),
		"GET /c/x/y": named("GET/c/x/y"), "HEAD /c/x/y": named("GET/c/x/y"), "DELETE /c/x/y": named("DELETE/{a}/x/{b}"),
		"GET /1": named("GET/{a}"), "PUT /1": named("PUT/{b}"), "HEAD /1": named("HEAD/{b}"), "GET /%63/%78/y": named("GET/c/x/y"),
		"POST /1/x/z": nil, "GET /1/z/y": nil, "GET /1/x/y/z": nil, "get /1": nil, "GET /1/": nil,
	} {
		method, path, _ := strings.Cut(request, " ")
		r := httptest.NewRequest(method, path, nil)
		to, _ := rs.find(r)
		require.EqualValues(t, want, to, request)
	}
	r := httptest.NewRequest("PATCH", "/c/x/y", nil)
	_, allowed := rs.find(r)
	require.Equal(t, []string{"DELETE", "GET", "HEAD", "POST"}, allowed)
	require.Empty(t, r.PathValue("a"))
	r = httptest.NewRequest("DELETE", "/%2F/x/%2e", nil)
	_, allowed = rs.find(r)
	require.Empty(t, allowed)
	require.Equal(t, "/", r.PathValue("a"))
	require.Equal(t, ".", r.PathValue("b"))
	require.Equal(t, "DELETE /{a}/x/{b}", r.Pattern)
}

// TestBadRoutes: what could not be told apart, or is no path, is a mistake of
// the host.
func TestBadRoutes(t *testing.T) {
	for _, path := range []string{"", "a", "/", "/a/", "/a//b", "/..", "/{}", "/{a", "/a}", "/a{b}", "/{a...}/{a...}", "/{a}/{a}", "/{{a}}", "/x/{$}/{$}"} {
		require.Panics(t, func() { newRoutes().add("GET", path, named("")) }, path)
	}
	for _, pair := range [][2]string{{"/a", "/a"}, {"/{a}", "/{b}"}, {"/{a}/b", "/a/{b}"}, {"/{a}/x/c", "/{a}/{b}/c"}} {
		rs := newRoutes()
		rs.add("GET", pair[0], named(""))
		other := func() { rs.add("GET", pair[1], named("")) }
		if pair[1] == "/{a}/{b}/c" {
			require.NotPanics(t, other, pair)
			continue
		}
		require.Panics(t, other, pair)
		require.NotPanics(t, func() { rs.add("PUT", pair[1], named("")) }, pair)
	}
}
