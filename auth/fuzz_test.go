package auth

import (
	"bufio"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/dialect"
)

// seeds are the requests of the vectors.
func seeds(f *testing.F) []string {
	f.Helper()
	text, err := os.ReadFile("testdata/signatures.json")
	if err != nil {
		f.Fatal(err)
	}
	var all []struct{ Request string }
	if err := json.Unmarshal(text, &all); err != nil {
		f.Fatal(err)
	}
	requests := make([]string, len(all))
	for i, v := range all {
		requests[i] = v.Request
	}
	return requests
}

// FuzzAuthorization: what is read of a header is in order and bounded, and
// written out again means the same.
func FuzzAuthorization(f *testing.F) {
	for _, wire := range seeds(f) {
		_, rest, _ := strings.Cut(wire, "Authorization: ")
		value, _, _ := strings.Cut(rest, "\r\n")
		f.Add(value)
	}
	f.Add("Bearer x")
	f.Add("SDK-HMAC-SHA256 Access=,SignedHeaders=;;,Signature=")
	f.Fuzz(func(t *testing.T, value string) {
		_, credential, err := presented(http.Header{authorizationHeader: {value}})
		if err != nil {
			requireUnauthenticated(t, err)
			return
		}
		s, err := parseSignature(credential)
		if err != nil {
			requireUnauthenticated(t, err)
			return
		}
		if len(s.mac) != 32 || len(s.headers) > maxSignedHeaders || s.accessKey == "" || len(s.accessKey) > maxAccessKey ||
			!slices.IsSorted(s.headers) || len(slices.Compact(slices.Clone(s.headers))) != len(s.headers) {
			t.Fatalf("%+v", s)
		}
		for _, name := range s.headers {
			if name == "" || name != strings.ToLower(name) || strings.ContainsAny(name, " ;,=\n:") {
				t.Fatalf("header %q", name)
			}
		}
	})
}

func requireUnauthenticated(t *testing.T, err error) {
	if !errors.Is(err, dialect.Unauthenticated) {
		t.Fatal(err)
	}
}

// FuzzCanonical: the form of a request is bounded, has as many lines as it
// should, and that of a request in canonical form is its own.
func FuzzCanonical(f *testing.F) {
	for _, wire := range seeds(f) {
		f.Add([]byte(wire), "host;x-sdk-date")
	}
	f.Add([]byte("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"), "host")
	f.Add([]byte("GET http://u@h/%2f%2F//.?=&==&%3d HTTP/1.0\r\nA: 1\r\nA: 0\r\n\r\n"), "a")
	f.Fuzz(func(t *testing.T, wire []byte, headers string) {
		r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(string(wire))))
		if err != nil {
			return
		}
		names, err := parseHeaders(headers)
		if err != nil {
			return
		}
		form, err := canonicalRequest(r, names, "")
		if err != nil {
			requireUnauthenticated(t, err)
			return
		}
		if len(form) > 3*len(wire)+len(headers)*(1+len(wire))+16 {
			t.Fatalf("%d bytes became %d", len(wire), len(form))
		}
		lines := strings.Split(form, "\n")
		values := 0
		for _, name := range names {
			if values++; name != "host" {
				values += len(r.Header.Values(name)) - 1
			}
		}
		if want := 3 + values + 3; len(lines) != want {
			t.Fatalf("%d lines, want %d:\n%s", len(lines), want, form)
		}
		query, err := canonicalQuery(lines[2])
		if err != nil || query != lines[2] {
			t.Fatalf("query %q became %q, %v", lines[2], query, err)
		}
		if again, err := canonicalPath(lines[1]); err != nil || again != lines[1] {
			t.Fatalf("path %q became %q, %v", lines[1], again, err)
		}
	})
}

// FuzzParse: a key file is read, or refused with faults that have a place.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"credentials":[{"name":"a","role":"read","projects":["p"],"default_project":"p","token":"8f14e45fceea167a5a36dedd4bea2543"}]}`))
	f.Add([]byte(`{"credentials":[{"name":"a","role":"write","projects":"*","access_key":"k","secret_key":"8f14e45fceea167a5a36dedd4bea2543"},{}]}`))
	f.Add([]byte("{\"credentials\":[\n[],{\"token\":\"\\ud800\"}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		keys, err := Parse(text)
		if err == nil {
			if keys.Len() == 0 {
				t.Fatal("no keys and no fault")
			}
			return
		}
		faults, ok := errors.AsType[Faults](err)
		if !ok || len(faults) == 0 || keys != nil {
			t.Fatalf("%v, %v", keys, err)
		}
		for _, fault := range faults {
			if fault.Line < 1 || fault.Line > 1+strings.Count(string(text), "\n") || fault.Reason == "" {
				t.Fatalf("%+v", fault)
			}
		}
	})
}
