package httpapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// nowhere is a ResponseWriter that costs nothing.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header       { return n.header }
func (nowhere) WriteHeader(int)             {}
func (nowhere) Write(p []byte) (int, error) { return len(p), nil }

// BenchmarkServe answers whole requests, without a network: pages of 10 and
// of 1000 resources with 11 tags each, and a count.
func BenchmarkServe(b *testing.B) {
	reg := engine.NewRegistry(nil)
	var batch engine.Batch
	for i := range 2000 {
		r := resource.Resource{ID: fmt.Sprint("ami-", i), Name: fmt.Sprint("name of ", i), Detail: `{"status":"active"}`}
		for k := range 11 {
			r.Tags = append(r.Tags, resource.Tag{Key: fmt.Sprint("key", k), Value: fmt.Sprint("value", i%(k+2))})
		}
		batch.Upsert(r)
	}
	if _, err := reg.Open("p1", "images").Apply(b.Context(), &batch); err != nil {
		b.Fatal(err)
	}
	h := httpapi.New(reg, nil)
	for _, bench := range []struct{ name, body string }{
		{"page of 10", `{"action":"filter","tags":[{"key":"key1","values":["value1","value2"]}]}`},
		{"page of 1000", `{"action":"filter","limit":1000,"tags":[{"key":"key0","values":["value1"]}]}`},
		{"count", `{"action":"count","tags":[{"key":"key1","values":["value1"]}],"not_tags":[{"key":"key2","values":["value3"]}]}`},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r := httptest.NewRequest("POST", imsPath, strings.NewReader(bench.body))
				h.ServeHTTP(nowhere{http.Header{}}, r)
			}
		})
	}
}
