package auth_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/httpapi"
)

// BenchmarkAuthenticate is what a request pays before it is looked at.
func BenchmarkAuthenticate(b *testing.B) {
	signed := named(b, "tag query")
	_, body, _ := strings.Cut(signed.Request, "\r\n\r\n")
	withToken := httptest.NewRequest("POST", "/", nil)
	withToken.Header.Set("X-Auth-Token", token)
	who := at(signed.time(b), parse(b, whole), httpapi.DefaultMaxBodyBytes)
	for name, r := range map[string]*http.Request{"token": withToken, "signature": arrive(b, signed.Request)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.Body = http.NoBody
				if name == "signature" {
					r.Body = io.NopCloser(strings.NewReader(body))
				}
				if _, err := who.Authenticate(r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
