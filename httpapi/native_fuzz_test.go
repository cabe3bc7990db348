package httpapi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// FuzzNative holds for any body, query string and encoding on every path of the
// native API: no 5xx but that of a full collection, the form of the API, and
// nothing about system tags to a tenant.
func FuzzNative(f *testing.F) {
	targets := []string{
		"GET /query", "POST /query", "POST /count", "GET /explain", "GET /facets", "POST /facets", "GET /keys", "GET /values",
		"POST /load", "POST /delete", "PUT /resources/i1", "DELETE /resources/i1", "GET /resources/i2", "DELETE ",
	}
	for i, body := range []string{
		``, `{}`, `{"query":{"and":[{"has":"arch"},{"not":{"text":"os"}}]},"limit":3}`, `{"query":"_sys_secret or arch","key":["_sys_secret","arch"],"key_limit":9,"sideways":true}`,
		`{"resource_id":"i1","tags":[{"key":"k","value":"v"}]}` + "\n" + `{"resource_id":"i2"}`, `{"resource_id":"i1","tags":[{"key":"_sys_secret"}]}`,
		gzipped(f, `{"resource_id":"z"}`), zstandard(f, `{"resource_id":"z"}`), `{"query":{"or":[]}}`,
	} {
		for target := range targets {
			f.Add(uint8(target), "query=arch&key=arch&limit=2", []byte(body), []string{"", "gzip", "zstd"}[i%3])
		}
	}
	f.Fuzz(func(t *testing.T, target uint8, rawQuery string, body []byte, encoding string) {
		method, path, _ := strings.Cut(targets[int(target)%len(targets)], " ")
		reg := engine.NewRegistry(&engine.Options{MaxResources: 8})
		_, err := reg.Open("p1", "images").Upsert(
			t.Context(), resource.Resource{ID: "i1", Tags: []resource.Tag{{Key: "arch", Value: "a"}, {Key: "_sys_secret", Value: "hidden"}}}, resource.Resource{ID: "i2"},
		)
		if err != nil {
			t.Fatal(err)
		}
		opts := as(mayWrite, nil)
		opts.MaxLoadBytes = 1 << 16
		r := httptest.NewRequest(method, nativeImages+path, nil)
		r.URL = &url.URL{Path: nativeImages + path, RawQuery: rawQuery}
		r.Header.Set("Content-Encoding", encoding)
		got := serveBytes(httpapi.New(reg, opts), r, body)
		var answer map[string]any
		if err := json.Unmarshal([]byte(got.body), &answer); err != nil {
			t.Fatalf("%s %s: %d %s: %v", method, path, got.status, got.body, err)
		}
		_, failed := answer["error"]
		if got.status >= 500 && got.status != http.StatusInsufficientStorage || failed != (got.status != http.StatusOK) {
			t.Fatalf("%s %s: %d %s", method, path, got.status, got.body)
		}
		if got.status == http.StatusOK && strings.Contains(got.body, "hidden") {
			t.Fatalf("%s %s?%s: %s", method, path, rawQuery, got.body)
		}
		kept, there := reg.Open("p1", "images").Get("i1")
		if there && (len(kept.Tags) == 0 || !hasTag(kept, "_sys_secret", "hidden")) {
			t.Fatalf("%s %s left %+v", method, path, kept)
		}
	})
}

func hasTag(r resource.Resource, key, value string) bool {
	for _, tag := range r.Tags {
		if tag == (resource.Tag{Key: key, Value: value}) {
			return true
		}
	}
	return false
}
