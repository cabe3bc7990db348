package httpapi_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/query"
)

// lines are n resources as JSON Lines.
func lines(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"resource_id":"n%d","resource_name":"name %d","tags":[{"key":"mod","value":"%d"}]}`+"\n", i, i, i%10)
	}
	return b.String()
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

func zstandard(t testing.TB, text string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	require.NoError(t, err)
	return string(w.EncodeAll([]byte(text), nil))
}

func TestNativeLoad(t *testing.T) {
	for _, c := range []struct {
		name, encoding string
		pack           func(testing.TB, string) string
	}{
		{"plain", "", func(_ testing.TB, s string) string { return s }},
		{"identity", "identity", func(_ testing.TB, s string) string { return s }},
		{"gzip", "GZIP", gzipped},
		{"zstd", "zstd", zstandard},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, _ := nativeHandler(t, mayWrite)
			load := func(text string) reply {
				return post(h, nativeImages+"/load", c.pack(t, text), "Content-Encoding", c.encoding)
			}
			load(lines(5000)+"\n\n"+`{"resource_id":"i1"}`).require200(t, `{"inserted":5000,"replaced":1,"deleted":0,"version":2}`)
			load("").require200(t, `{"inserted":0,"replaced":0,"deleted":0,"version":2}`) // nothing is changed
			post(h, nativeImages+"/delete", c.pack(t, `{"resource_id":"nobody"}`), "Content-Encoding", c.encoding).
				require200(t, `{"inserted":0,"replaced":0,"deleted":0,"version":2}`)
			get(h, nativeImages+"/count?query=mod%3D3").require200(t, `{"total_count":500,"version":2}`)
			post(h, nativeImages+"/delete", c.pack(t, lines(4000)+`{"resource_id":"nobody"}`), "Content-Encoding", c.encoding).
				require200(t, `{"inserted":0,"replaced":0,"deleted":4000,"version":3}`)
		})
	}
}

// TestNativeLoadAnswers: what a query answers can be loaded as it is.
func TestNativeLoadAnswers(t *testing.T) {
	h, _ := nativeHandler(t, mayAll)
	body := get(h, nativeImages+"/query").body
	rows := strings.TrimSuffix(body[strings.Index(body, "[")+1:], "]}")
	text := strings.ReplaceAll(rows, `},{"resource_id"`, "}\n"+`{"resource_id"`)
	post(h, "/tagdex/v1/p1/copies/load", text).require200(t, `{"inserted":4,"replaced":0,"deleted":0,"version":1}`)
	require.Equal(t, body, get(h, "/tagdex/v1/p1/copies/query").body)
}

// TestNativeLoadFaults: a bad line is told by its number, and nothing is done;
// no collection is made either.
func TestNativeLoadFaults(t *testing.T) {
	reg := catalogue(t)
	opts := as(mayWrite, nil)
	opts.MaxLoadBytes, opts.MaxBodyBytes = 1<<20, 4096
	h := httpapi.New(reg, opts)
	const good = `{"resource_id":"x"}` + "\n"
	for _, c := range []struct {
		name, body, encoding string
		status               int
		code, path           string
		line                 int
	}{
		{"no JSON", good + good + "{", "", 400, "bad_resource", "", 3},
		{"no id", good + "\n\n" + `{"resource_name":"y"}`, "", 400, "bad_resource", "resource_id", 4},
		{"wrong type", good + `{"resource_id":"y","tags":[{"key":1}]}`, "", 400, "bad_resource", "tags[0].key", 2},
		{"key twice", `{"resource_id":"y","tags":[{"key":"k"},{"key":"k"}]}`, "", 400, "bad_resource", "tags[1].key", 1},
		{"long key twice", strings.ReplaceAll(`{"resource_id":"y","tags":[{"key":"K"},{"key":"K"}]}`, "K", strings.Repeat("é", 500)), "", 400, "bad_resource", "tags[1].key", 1},
		{"other project", good + `{"resource_id":"y","project_id":"p2"}`, "", 400, "bad_resource", "project_id", 2},
		{"long line", good + `{"resource_id":"` + strings.Repeat("y", 5000) + `"}`, "", 400, "bad_resource", "", 2},
		{"late", lines(9000) + "x", "", 400, "bad_resource", "", 9001},
		{"too large", strings.Repeat("\n", 1<<20+1), "", 413, "too_large", "body", 0},
		{"bomb", gzipped(t, strings.Repeat("\n", 1<<24)), "gzip", 413, "too_large", "body", 0},
		{"zstd bomb", zstandard(t, strings.Repeat("\n", 1<<24)), "zstd", 413, "too_large", "body", 0},
		{"no gzip", good, "gzip", 400, "bad_encoding", "body", 0},
		{"no zstd", good, "zstd", 400, "bad_encoding", "body", 0},
		{"cut gzip", gzipped(t, lines(99))[:200], "gzip", 400, "bad_encoding", "body", 0},
		{"other encoding", good, "br", 415, "bad_encoding", "Content-Encoding", 0},
		{"two encodings", good, "gzip, gzip", 415, "bad_encoding", "Content-Encoding", 0},
		{"packed unsaid", gzipped(t, good), "", 400, "bad_resource", "", 1},
		{"packed twice", gzipped(t, gzipped(t, good)), "gzip", 400, "bad_resource", "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, what := range []string{"/load", "/delete"} {
				if what == "/delete" && c.name == "key twice" {
					continue // the same there
				}
				fault := post(h, "/tagdex/v1/p1/fresh"+what, c.body, "Content-Encoding", c.encoding).requireNative(t, c.status, c.code, c.path)
				if c.line > 0 {
					require.EqualValues(t, c.line, fault["line"])
				}
			}
			_, made := reg.Collection("p1", "fresh")
			require.False(t, made)
		})
	}
	post(h, "/tagdex/v1/p1/fresh/delete", good).require200(t, `{"inserted":0,"replaced":0,"deleted":0,"version":0}`)
	_, made := reg.Collection("p1", "fresh")
	require.False(t, made)
	post(h, nativeImages+"/load?x=1", good).requireNative(t, 400, "bad_parameter", "x")
}

func TestNativeLoadFull(t *testing.T) {
	reg := engine.NewRegistry(&engine.Options{MaxResources: 10})
	h := httpapi.New(reg, as(mayWrite, nil))
	post(h, nativeImages+"/load", lines(11)).requireNative(t, 507, "full", "")
	post(h, nativeImages+"/load", lines(10)).require200(t, `{"inserted":10,"replaced":0,"deleted":0,"version":1}`)
	do(h, "PUT", nativeImages+"/resources/x", `{"resource_id":"x"}`).requireNative(t, 507, "full", "")
}

// TestNativeLoadSpools: a body over what is kept in memory goes through a
// file, of which nothing is left.
func TestNativeLoadSpools(t *testing.T) {
	opts := as(mayWrite, nil)
	opts.SpoolDir = t.TempDir()
	reg := catalogue(t)
	h := httpapi.New(reg, opts)
	const n = 120_000
	text := lines(n)
	require.Greater(t, len(text), 9<<20)
	post(h, nativeImages+"/load", text).require200(t, fmt.Sprintf(`{"inserted":%d,"replaced":0,"deleted":0,"version":2}`, n))
	post(h, nativeImages+"/load", gzipped(t, text+"x"), "Content-Encoding", "gzip").requireNative(t, 400, "bad_resource", "")
	left, err := os.ReadDir(opts.SpoolDir)
	require.NoError(t, err)
	require.Empty(t, left)
	count, err := reg.Open("p1", "images").Count(t.Context(), query.Eq("mod", "7"))
	require.NoError(t, err)
	require.Equal(t, n/10, count)

	opts.SpoolDir += "/none"
	r := post(httpapi.New(catalogue(t), opts), nativeImages+"/load", text)
	r.requireNative(t, 507, "full", "body")
	require.NotContains(t, r.body, "none")
}

// TestNativeSlowLoad: while a body trickles in, others write; and there is a
// limit on how many may.
func TestNativeSlowLoad(t *testing.T) {
	opts := as(mayWrite, nil)
	opts.MaxLoads, opts.MaxWait = 1, time.Millisecond
	reg := catalogue(t)
	server := httptest.NewServer(httpapi.New(reg, opts))
	defer server.Close()
	body, feed := io.Pipe()
	answered := make(chan reply)
	go func() {
		resp, err := http.Post(server.URL+nativeImages+"/load", "application/x-ndjson", body)
		if err != nil {
			t.Error(err)
			close(answered)
			return
		}
		answered <- read(resp)
	}()
	_, err := io.WriteString(feed, `{"resource_id":"slow"}`+"\n")
	require.NoError(t, err)

	put := do(httpapi.New(reg, as(mayWrite, nil)), "PUT", nativeImages+"/resources/fast", `{"resource_id":"fast"}`)
	require.Equal(t, 200, put.status)
	require.Eventually(t, func() bool {
		resp, err := http.Post(server.URL+nativeImages+"/load", "", strings.NewReader(`{"resource_id":"second"}`))
		require.NoError(t, err)
		r := read(resp)
		if r.status == 200 { // the first had not begun
			return false
		}
		r.requireNative(t, 503, "too_busy", "")
		return r.header.Get("Retry-After") != ""
	}, 5*time.Second, 5*time.Millisecond)
	require.NoError(t, feed.Close())
	r := <-answered
	require.Equal(t, 200, r.status, r.body)
	_, there := reg.Open("p1", "images").Get("slow")
	require.True(t, there)
}

// TestNativeLoadGivenUp: a caller who goes, or time that is up, leaves nothing.
func TestNativeLoadGivenUp(t *testing.T) {
	h, reg := nativeHandler(t, mayWrite)
	before := reg.Open("p1", "images").Snapshot()
	ctx, cancel := context.WithCancel(t.Context())
	body, feed := io.Pipe()
	go func() {
		_, _ = io.WriteString(feed, lines(10))
		cancel()
		_ = feed.CloseWithError(io.ErrUnexpectedEOF)
	}()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("POST", nativeImages+"/load", body).WithContext(ctx))
	read(w.Result()).requireNative(t, 400, "bad_document", "body")

	opts := as(mayWrite, nil)
	opts.LoadTimeout = time.Nanosecond
	post(httpapi.New(reg, opts), nativeImages+"/load", lines(10)).requireNative(t, 503, "timeout", "")
	require.Same(t, before, reg.Open("p1", "images").Snapshot())
}

// TestNativeLoadOutlivesTimeouts: the server's own timeouts are for requests
// that are small.
func TestNativeLoadOutlivesTimeouts(t *testing.T) {
	h, _ := nativeHandler(t, mayWrite)
	server := httptest.NewUnstartedServer(h)
	server.Config.ReadTimeout, server.Config.WriteTimeout = 100*time.Millisecond, 100*time.Millisecond
	server.Start()
	defer server.Close()
	body, feed := io.Pipe()
	go func() {
		for i := range 4 {
			time.Sleep(100 * time.Millisecond)
			_, _ = fmt.Fprintf(feed, "{\"resource_id\":\"slow%d\"}\n", i)
		}
		_ = feed.Close()
	}()
	resp, err := http.Post(server.URL+nativeImages+"/load", "application/x-ndjson", body)
	require.NoError(t, err)
	read(resp).require200(t, `{"inserted":4,"replaced":0,"deleted":0,"version":2}`)
}

// TestNativePutGivenUp: nobody reads the memory of a request that was given up
// while the next one uses it. The race detector looks on.
func TestNativePutGivenUp(t *testing.T) {
	h, _ := nativeHandler(t, mayWrite)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	body := `{"resource_id":"x","resource_name":"` + strings.Repeat("n", 400<<10) + `"}`
	for range 20 {
		r := httptest.NewRequestWithContext(ctx, "PUT", nativeImages+"/resources/x", strings.NewReader(body))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		require.Equal(t, 503, w.Code)
	}
}
