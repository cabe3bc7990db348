package httpapi_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
)

func TestUnknownRoutes(t *testing.T) {
	h := newHandler(t, nil)
	for _, target := range []string{
		"/", "/v2", "/v2/p1/images", imsPath + "/", imsPath + "/x", ctsFilter + "/", "/v3/p1/t/resource-instances",
		"/v2/p1/images/resource_instances/Action", "/v2/p1/images/resource-instances/action", "/v4/p1/t/resource-instances/filter",
		"/v3/p1/a/b/resource-instances/filter", "/favicon.ico", "/%00", "/v2/p1/volumes/resource_instances/action",
	} {
		for _, method := range []string{"GET", "POST", "DELETE"} {
			do(h, method, target, `{}`).requireGateway(t, 404, "APIGW.0101")
		}
	}
}

// TestUncleanPaths: a http.ServeMux would redirect these; a POST must not be.
func TestUncleanPaths(t *testing.T) {
	server := httptest.NewServer(newHandler(t, nil))
	defer server.Close()
	for _, target := range []string{
		"//", "/.", "/..", "/../", "/v2//images/resource_instances/action", "//v2/p1/images/resource_instances/action",
		"/v2/p1/../p1/images/resource_instances/action", "/v2/./p1/images/resource_instances/action",
		"/v2/p1/images/resource_instances/action//", "/v2/p1/images/resource_instances/./action", "/x/..", "/v2/../images/resource_instances/action",
	} {
		rawPost(t, server, target).requireGateway(t, 404, "APIGW.0101")
	}
	rawPost(t, server, "*").requireGateway(t, 404, "APIGW.0101")
	require.Equal(t, 200, rawPost(t, server, imsPath).status)
}

// TestEscapedSegments: a segment is unescaped once; what comes out is the id,
// byte by byte.
func TestEscapedSegments(t *testing.T) {
	server := httptest.NewServer(newHandler(t, nil))
	defer server.Close()
	for project, want := range map[string][]string{
		"p1":        {"i1", "i2", "i3", "i4"},
		"%70%31":    {"i1", "i2", "i3", "i4"},
		"a%2Fb":     {"slash"},
		"a%2fb":     {"slash"},
		"%2e%2e":    {"dots"},
		"P1":        nil,
		"a%252Fb":   nil,
		"%2e":       nil,
		"p1%20":     nil,
		"p1%00":     nil,
		"p1%FF":     nil,
		"%2Fp1":     nil,
		"p1%0d%0ax": nil,
		"p1;x=y":    nil,
	} {
		r := rawPost(t, server, "/v2/"+project+"/images/resource_instances/action")
		total, ids := r.ids(t)
		require.Equal(t, want, ids, project)
		require.Equal(t, len(want), total, project)
	}
}

// rawPost sends a request line just as it is, which http.Client does not.
func rawPost(t *testing.T, server *httptest.Server, target string) reply {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	const body = `{"action":"filter"}`
	_, err = fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", target, len(body), body)
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	return read(resp)
}

func TestWrongMethods(t *testing.T) {
	h := newHandler(t, nil)
	for _, target := range []string{imsPath, ctsFilter, ctsCount} {
		for _, method := range []string{"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "post", "X"} {
			r := do(h, method, target, `{"action":"count"}`)
			r.requireGateway(t, 405, "APIGW.0101")
			require.Equal(t, "POST", r.header.Get("Allow"))
		}
	}
}

// TestMounted: in a host's own mux, under a prefix.
func TestMounted(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/tags/", http.StripPrefix("/tags", newHandler(t, nil)))
	total, _ := post(mux, "/tags"+imsPath, `{"action":"filter"}`).ids(t)
	require.Equal(t, 4, total)
	_, ids := post(mux, "/tags/v2/a%2Fb/images/resource_instances/action", `{"action":"filter"}`).ids(t)
	require.Equal(t, []string{"slash"}, ids)
	post(mux, "/tags/", `{}`).requireGateway(t, 404, "APIGW.0101")
	post(mux, "/tags/nothing", `{}`).requireGateway(t, 404, "APIGW.0101")

	bare := http.StripPrefix("/tags", newHandler(t, nil))
	post(bare, "/tags", `{}`).requireGateway(t, 404, "APIGW.0101")
}

// TestProfilesOption: a host may serve altered profiles, and only these.
func TestProfilesOption(t *testing.T) {
	p := dialect.IMS()
	p.Name = "house"
	p.Routes = []dialect.Route{
		{Method: "POST", Path: "/query/{project_id}", ResourceType: "images"},
		{Method: "PUT", Path: "/query/{project_id}", ResourceType: "images"},
	}
	p.MaxLimit = 2
	h := newHandler(t, &httpapi.Options{Profiles: []*dialect.Profile{p}})
	total, _ := do(h, "PUT", "/query/p1", `{"action":"filter","limit":2}`).ids(t)
	require.Equal(t, 4, total)
	post(h, "/query/p1", `{"action":"filter","limit":3}`).requireIMS(t, 400, "IMG.0001", "limit")
	post(h, imsPath, `{"action":"filter"}`).requireGateway(t, 404, "APIGW.0101")
	require.Equal(t, "POST, PUT", do(h, "GET", "/query/p1", "").header.Get("Allow"))

	require.Panics(t, func() {
		httpapi.New(engine.NewRegistry(nil), &httpapi.Options{Profiles: []*dialect.Profile{p, p}})
	})
}

// TestRequestIDs: a sane id is kept, any other replaced.
func TestRequestIDs(t *testing.T) {
	h := newHandler(t, nil)
	for _, id := range []string{"a", "0b1C", "x-y_z.1:2", strings.Repeat("a", 128)} {
		for _, target := range []string{imsPath, "/nothing", "//"} {
			require.Equal(t, id, post(h, target, `{}`, "X-Request-Id", id).header.Get("X-Request-Id"))
		}
	}
	seen := map[string]bool{}
	for _, id := range []string{"", " ", "a b", "a\tb", `a"b`, "<a>", "é", strings.Repeat("a", 129), "a/b", "a\x00"} {
		got := post(h, imsPath, `{}`, "X-Request-Id", id).header.Get("X-Request-Id")
		require.Regexp(t, "^[0-9a-f]{32}$", got)
		require.False(t, seen[got])
		seen[got] = true
	}
	require.Len(t, post(h, imsPath, `{}`).header.Get("X-Request-Id"), 32)
	require.Len(t, post(h, imsPath, `{}`, "X-Request-Id", "a", "X-Request-Id", "b").header.Values("X-Request-Id"), 1)
	require.NotEqual(t, "a", post(h, imsPath, `{}`, "X-Request-Id", "a", "X-Request-Id", "b").header.Get("X-Request-Id"))
}
