package httpapi_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/httpapi"
)

// TestErrors is SEMANTICS section 5, the codes, over HTTP.
func TestErrors(t *testing.T) {
	h := newHandler(t, nil)
	long := strings.Repeat("x", 256)
	for _, tt := range []struct{ body, code, path string }{
		{``, "IMG.0007", "body"},
		{" \n", "IMG.0007", "body"},
		{`{`, "IMG.0001", "body"},
		{`[]`, "IMG.0001", "body"},
		{`{}`, "IMG.0001", "action"},
		{`{"action":"Filter"}`, "IMG.0001", "action"},
		{`{"action":"filter","limit":0}`, "IMG.0001", "limit"},
		{`{"action":"filter","offset":"-1"}`, "IMG.0001", "offset"},
		{`{"action":"filter","tags":3}`, "IMG.0001", "tags"},
		{`{"action":"filter","matches":[]}`, "IMG.0001", "matches"},
		{`{"action":"filter","tags":[]}`, "IMG.0115", "tags"},
		{`{"action":"filter","tags":[{"key":"","values":[]}]}`, "IMG.0115", "tags[0].key"},
		{`{"action":"filter","tags":[{"key":"` + long + `","values":[]}]}`, "IMG.0115", "tags[0].key"},
		{`{"action":"count","tags":[{"key":"k","values":["` + long + `"]}]}`, "IMG.0115", "tags[0].values[0]"},
		{`{"action":"count","tags":[{"key":"k"}]}`, "IMG.0115", "tags[0].values"},
		{`{"action":"count","tags":[1,2,3,4,5,6,7,8,9,10,11]}`, "IMG.0116", "tags"},
	} {
		post(h, imsPath, tt.body).requireIMS(t, 400, tt.code, tt.path)
	}
	for _, tt := range []struct{ target, body, path string }{
		{ctsCount, `{"tags":[{"key":"a/b","values":[]}]}`, "tags[0].key"},
		{ctsFilter, `{"limit":0}`, "limit"},
		{ctsFilter + "?limit=1001", `{}`, "limit"},
		{ctsFilter + "?offset=x", `{}`, "offset"},
		{ctsFilter + "?limit=%zz", `{}`, "query"},
		{ctsCount, `{"tags":[{"key":"k","values":["*"]}]}`, "tags[0].values[0]"},
		{ctsCount, `{"matches":[{"key":"resource_name","value":"a_b"}]}`, "matches[0].value"},
	} {
		post(h, tt.target, tt.body).requireCTS(t, 400, "CTS.0003", tt.path)
	}
}

// TestSystemTagsPermission: nobody may filter by system tags unless the host
// says so, request by request.
func TestSystemTagsPermission(t *testing.T) {
	const body = `{"sys_tags":[{"key":"_sys_enterprise_project_id","values":["0"]}]}`
	post(newHandler(t, nil), ctsFilter, body).requireCTS(t, 403, "CTS.0002", "sys_tags")
	h := newHandler(t, &httpapi.Options{Authenticate: func(r *http.Request) (httpapi.Caller, error) {
		return httpapi.Caller{Operator: r.Header.Get("X-Role") == "op"}, nil
	}})
	post(h, ctsCount, body, "X-Role", "tenant").requireCTS(t, 403, "CTS.0002", "sys_tags")
	total, ids := post(h, ctsFilter, body, "X-Role", "op").ids(t)
	require.Equal(t, 1, total)
	require.Equal(t, []string{"t1"}, ids)
}

// TestBodyLimit: at the limit a body is read, past it 413, declared or not.
func TestBodyLimit(t *testing.T) {
	h := newHandler(t, nil)
	pad := func(n int) string {
		const head, tail = `{"action":"count","x":"`, `"}`
		return head + strings.Repeat("a", n-len(head)-len(tail)) + tail
	}
	require.Equal(t, 200, post(h, imsPath, pad(512<<10)).status)
	r := post(h, imsPath, pad(512<<10+1))
	r.requireIMS(t, 413, "IMG.0413", "body")
	require.Less(t, len(r.body), 200)
	post(h, ctsFilter, pad(512<<10+1)).requireCTS(t, 413, "CTS.0003", "body")

	undeclared := httptest.NewRequest("POST", imsPath, io.MultiReader(strings.NewReader(pad(512<<10+1))))
	require.EqualValues(t, -1, undeclared.ContentLength)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, undeclared)
	read(w.Result()).requireIMS(t, 413, "IMG.0413", "body")

	small := newHandler(t, &httpapi.Options{MaxBodyBytes: 10})
	post(small, imsPath, `{"action":"count"}`).requireIMS(t, 413, "IMG.0413", "body")
}

// TestEndlessBody: a body that never ends is cut off, and so is its connection.
func TestEndlessBody(t *testing.T) {
	server := httptest.NewServer(newHandler(t, nil))
	defer server.Close()
	resp, err := server.Client().Post(server.URL+imsPath, "application/json", io.MultiReader(strings.NewReader("{"), endless{}))
	require.NoError(t, err)
	r := read(resp)
	r.requireIMS(t, 413, "IMG.0413", "body")
	require.True(t, resp.Close)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, blank), nil }

var blank = bytes.Repeat([]byte(" "), 64<<10)

func TestBrokenBody(t *testing.T) {
	h := newHandler(t, nil)
	r := httptest.NewRequest("POST", imsPath, io.MultiReader(strings.NewReader(`{"action":`), iotest.ErrReader(errors.New("secret cause"))))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	got := read(w.Result())
	got.requireIMS(t, 400, "IMG.0001", "body")
	require.NotContains(t, got.body, "secret")
}

// TestNoBody: a request that a Go caller made without any.
func TestNoBody(t *testing.T) {
	r, err := http.NewRequest("POST", imsPath, nil)
	require.NoError(t, err)
	w := httptest.NewRecorder()
	newHandler(t, nil).ServeHTTP(w, r)
	read(w.Result()).requireIMS(t, 400, "IMG.0007", "body")
}

// panicking is a body that cannot be read.
type panicking struct{ value any }

func (p panicking) Read([]byte) (int, error) { panic(p.value) }

// TestPanic: a panic is answered in the API's form and says nothing.
func TestPanic(t *testing.T) {
	var logs bytes.Buffer
	h := newHandler(t, loggingTo(&logs))
	for range 100 { // no slot of the gate is lost
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, ctsFilter, panicking{"secret inside"}))
		r := read(w.Result())
		r.requireCTS(t, 500, "CTS.0004", "internal error")
		require.NotContains(t, r.body, "secret")
	}
	require.Contains(t, logs.String(), "secret inside")
	require.Contains(t, logs.String(), "level=ERROR")
	require.Equal(t, 200, post(h, imsPath, `{"action":"count"}`).status)
}

func TestPanicAbort(t *testing.T) {
	h := newHandler(t, nil)
	r := httptest.NewRequest(http.MethodPost, ctsFilter, panicking{http.ErrAbortHandler})
	require.PanicsWithValue(t, http.ErrAbortHandler, func() { h.ServeHTTP(httptest.NewRecorder(), r) })
}

// TestTimeout: a query that takes too long is given up.
func TestTimeout(t *testing.T) {
	h := newHandler(t, &httpapi.Options{QueryTimeout: time.Nanosecond})
	r := post(h, imsPath, `{"action":"filter"}`)
	r.requireIMS(t, 503, "IMG.0503", "")
	require.Equal(t, "1", r.header.Get("Retry-After"))
	r = post(h, ctsCount, `{}`)
	r.requireCTS(t, 503, "CTS.0004", "")

	h = newHandler(t, &httpapi.Options{QueryTimeout: -1})
	require.Equal(t, 200, post(h, imsPath, `{"action":"filter"}`).status)
}

// TestWriteError is what a host's own authentication answers.
func TestWriteError(t *testing.T) {
	r := httptest.NewRequest("POST", imsPath, nil)
	r.Header.Set("X-Request-Id", "r-1")
	w := httptest.NewRecorder()
	gateway := dialect.Gateway()
	httpapi.WriteError(w, r, gateway, gateway.New(dialect.Unauthenticated, "", "no token"))
	got := read(w.Result())
	got.requireGateway(t, 401, "APIGW.0301")
	require.Equal(t, `{"error_code":"APIGW.0301","error_msg":"no token","request_id":"r-1"}`, got.body)
}
