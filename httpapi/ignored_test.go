package httpapi_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/httpapi"
)

// TestIgnoredIsTold: what of a request meant nothing stands in a header and in
// the log, at Warn, and in neither where all meant something.
func TestIgnoredIsTold(t *testing.T) {
	var log bytes.Buffer
	opts := &httpapi.Options{DefaultProject: "p1", Logger: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	opts.Authenticate = func(*http.Request) (httpapi.Caller, error) { return httpapi.Caller{Write: true}, nil }
	h := newHandler(t, opts)
	for _, tt := range []struct {
		method, target, body string
		status               int
		want                 string
	}{
		{"POST", imsPath, `{"action":"count"}`, 200, ""},
		{"POST", imsPath, `{"action":"count","tag_any":[]}`, 200, "tag_any"},
		{"POST", imsPath + "?x", `{"action":"filter","y\r\nEvil: 1":1}`, 200, `"y\r\nEvil: 1", x`},
		{"POST", ctsFilter + "?limit=1", `{"action":"filter","tags":[{"key":"k","values":[],"x":1}]}`, 200, "tags[0].x"},
		{"GET", listPath + "?foo=1&bar=2", "", 200, "foo, bar"},
		{"GET", listPath, `{"tags":[]}`, 200, "body"},
		{"GET", "/v2/images/i1?x", "{}", 200, "body, x"},
		{"GET", "/v2/p1/images/i1/tags?x", "", 200, "x"},
		{"GET", "/v2/p1/images/tags", "{}", 200, "body"},
		{"POST", "/v2/p1/images/i1/tags", `{"tag":{"key":"a","value":"b","x":1}}`, 204, "tag.x"},
		{"POST", "/v2/p1/images/i1/tags/action", `{"action":"delete","tags":[{"key":"a"}],"x":1}`, 204, "x"},
		{"DELETE", "/v2/p1/images/i1/tags/os?x", `{}`, 204, "body, x"},
	} {
		log.Reset()
		got := do(h, tt.method, tt.target, tt.body)
		require.Equal(t, tt.status, got.status, "%s: %s", tt.target, got.body)
		require.Equal(t, tt.want, got.header.Get("Tagdex-Ignored"), tt.target)
		if tt.want == "" {
			require.Empty(t, log.String())
			continue
		}
		require.Contains(t, log.String(), "level=WARN")
		require.Contains(t, log.String(), "ignored=")
		require.Equal(t, 1, strings.Count(log.String(), "\n"), "nothing forges a line: %s", log.String())
	}
}

// TestStrict: the same is refused, in the form of the API that was asked, and
// the profiles of the host are not altered.
func TestStrict(t *testing.T) {
	opts := &httpapi.Options{DefaultProject: "p1", Strict: true}
	opts.Authenticate = func(*http.Request) (httpapi.Caller, error) { return httpapi.Caller{Write: true}, nil }
	h := newHandler(t, opts)
	do(h, "POST", imsPath, `{"action":"count","tag_any":[]}`).requireIMS(t, 400, "IMG.0001", `tag_any: unknown member "tag_any"; near: tags_any`)
	do(h, "POST", ctsCount+"?limt=1", `{}`).requireCTS(t, 400, "CTS.0003", `limt: unknown parameter "limt"; near: limit`)
	do(h, "GET", listPath+"?ower=x", "").requireIMS(t, 400, "IMG.0001", `ower: unknown parameter "ower"; near: owner`)
	do(h, "GET", listPath, "{}").requireIMS(t, 400, "IMG.0001", "body")
	do(h, "GET", "/v2/images/i1", "{}").requireIMS(t, 400, "IMG.0001", "body")
	do(h, "GET", "/v2/images/i1?x=1", "").requireIMS(t, 400, "IMG.0001", "x")
	do(h, "GET", "/v2/p1/images/i1/tags?x", "").requireIMS(t, 400, "IMG.0001", "x")
	do(h, "GET", "/v2/p1/images/tags", "{}").requireIMS(t, 400, "IMG.0001", "body")
	do(h, "POST", "/v2/p1/images/i1/tags", `{"tag":{"key":"a","value":"b","x":1}}`).requireIMS(t, 400, "IMG.0001", "tag.x")
	do(h, "DELETE", "/v2/p1/images/i1/tags/os?x", "").requireIMS(t, 400, "IMG.0001", "x")
	require.Equal(t, 200, do(h, "GET", "/v2/p1/images/i1/tags", "").status)
	require.Equal(t, 200, do(h, "POST", ctsFilter+"?limit=1", `{"action":1,"offset":"0"}`).status)
}

// TestNativeBody: a body that a native operation would not read is refused with
// the way out, sent with its length or in chunks, and nothing is done.
func TestNativeBody(t *testing.T) {
	h := newHandler(t, as(httpapi.Caller{Write: true}, nil))
	const root = "/tagdex/v1/p1/images"
	for _, tt := range []struct{ method, target, way string }{
		{"GET", root + "/query", "by POST"},
		{"GET", root + "/count", "by POST"},
		{"GET", root + "/facets?key=arch", "by POST"},
		{"GET", root + "/keys", "by POST"},
		{"GET", root + "/resources/i1", "by POST"},
		{"GET", "/tagdex/v1/p1", "by POST"},
		{"DELETE", root, "by POST to delete"},
		{"DELETE", root + "/resources/i1", "by POST to delete"},
	} {
		for _, chunked := range []bool{false, true} {
			r := httptest.NewRequest(tt.method, tt.target, strings.NewReader(`{"query":"all"}`))
			if chunked {
				r.ContentLength = -1
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			require.Equal(t, 400, w.Code, "%s %s", tt.method, tt.target)
			require.Contains(t, w.Body.String(), `"code":"bad_document"`)
			require.Contains(t, w.Body.String(), `"path":"body"`)
			require.Contains(t, w.Body.String(), tt.way)
		}
	}
	r := httptest.NewRequest("GET", root+"/count", io.NopCloser(strings.NewReader("")))
	r.ContentLength = -1 // chunked, with nothing in it
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	require.Equal(t, 200, w.Code, w.Body.String())
	require.Contains(t, w.Body.String(), "4", "nothing was deleted")
}
