package httpapi_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
)

// TestNativeUnreadBodies: a filter in the body of a GET would be ignored, and
// everything be answered; ids in that of a DELETE would not be deleted.
func TestNativeUnreadBodies(t *testing.T) {
	h, reg := nativeHandler(t, mayAll)
	before := reg.Open("p1", "images").Snapshot()
	for _, c := range []struct{ method, path string }{
		{"GET", "/tagdex/v1/p1"},
		{"GET", nativeImages + "/resources/i1"},
		{"GET", nativeImages + "/query"},
		{"GET", nativeImages + "/count"},
		{"GET", nativeImages + "/explain"},
		{"GET", nativeImages + "/facets?key=arch"},
		{"GET", nativeImages + "/keys"},
		{"GET", nativeImages + "/values?key=arch"},
		{"DELETE", nativeImages + "/resources/i1"},
		{"DELETE", nativeImages},
	} {
		do(h, c.method, c.path, `{"query":"none"}`).requireNative(t, 400, "bad_document", "body")
		// Of a length that is not told beforehand: some, or none after all.
		r := httptest.NewRequest(c.method, c.path, io.MultiReader(strings.NewReader("x")))
		require.EqualValues(t, -1, r.ContentLength)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		read(w.Result()).requireNative(t, 400, "bad_document", "body")
		if c.method == "GET" {
			w = httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(c.method, c.path, io.MultiReader()))
			require.Equal(t, 200, w.Code, c.path)
		}
	}
	require.Same(t, before, reg.Open("p1", "images").Snapshot())
}

// TestHead: HEAD is answered as GET is, faults too, without the body.
func TestHead(t *testing.T) {
	server := httptest.NewServer(newHandler(t, nil))
	defer server.Close()
	for path, status := range map[string]int{
		"/tagdex/v1/openapi.json": 200, "/tagdex/v1/p1": 200, nativeImages + "/query?limit=2": 200, nativeImages + "/count?query=arch": 200,
		nativeImages + "/count?query=(": 400, nativeImages + "/resources/nobody": 404, "/v2/cloudimages": 200, "/v2/cloudimages?limit=0": 400,
		"/v2/p1/images/i1/tags": 200, "/v2/p1/images/tags": 200, "/v2/p1/images/nobody/tags": 404, "/nothing": 404, imsPath: 405,
	} {
		got, err := server.Client().Get(server.URL + path)
		require.NoError(t, err)
		body, err := io.ReadAll(got.Body)
		require.NoError(t, err)
		require.NoError(t, got.Body.Close())
		head, err := server.Client().Head(server.URL + path)
		require.NoError(t, err)
		require.NoError(t, head.Body.Close())
		require.Equal(t, status, got.StatusCode, path)
		require.Equal(t, status, head.StatusCode, path)
		if status == http.StatusOK {
			require.EqualValues(t, len(body), head.ContentLength, path)
		}
		for _, name := range []string{"Content-Type", "Allow", "X-Content-Type-Options"} {
			require.Equal(t, got.Header.Get(name), head.Header.Get(name), path)
		}
	}
}

// TestOptions: OPTIONS is no method of any path, and wants a credential.
func TestOptions(t *testing.T) {
	h := newHandler(t, nil)
	for path, allow := range map[string]string{imsPath: "POST", "/v2/cloudimages": "GET, HEAD", nativeImages + "/query": "GET, HEAD, POST"} {
		r := do(h, "OPTIONS", path, "", "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST")
		r.requireGateway(t, 405, "APIGW.0101")
		require.Equal(t, allow, r.header.Get("Allow"))
		require.Empty(t, r.header.Get("Access-Control-Allow-Origin"))
	}
	post(newHandler(t, as(mayAll, dialect.Unauthenticated)), imsPath, "").requireGateway(t, 401, "APIGW.0301")
	do(newHandler(t, as(mayAll, dialect.Unauthenticated)), "OPTIONS", imsPath, "").requireGateway(t, 401, "APIGW.0301")
}
