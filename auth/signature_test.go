package auth_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/auth"
)

// TestVectors: what the SDK signs is let in, with its body unread.
func TestVectors(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			r := arrive(t, v.Request)
			caller, err := at(v.time(t), parse(t, pairFile(v.AccessKey, v.SecretKey)), 0).Authenticate(r)
			if v.Refused {
				requireRefused(t, err, "")
				return
			}
			require.NoError(t, err)
			require.Equal(t, "pair", caller.Name)
			require.Equal(t, []string{"p1"}, caller.Projects)
			require.True(t, caller.Write)
			body, err := io.ReadAll(r.Body)
			require.NoError(t, err)
			_, want, _ := strings.Cut(v.Request, "\r\n\r\n")
			require.Equal(t, want, string(body))
		})
	}
}

// tampering changes a request that was signed.
type tampering struct {
	name     string
	vector   string
	from, to string
	reason   string // empty: it is let in all the same
}

const notSigned = "the request is not what was signed"

var tamperings = []tampering{
	{"method", "tag query", "POST /", "PUT /", notSigned},
	{"path", "tag query", "/v2/p1/", "/v2/p2/", notSigned},
	{"path case", "tag query", "/v2/p1/", "/v2/P1/", notSigned},
	{"path escaped otherwise", "tag query", "/v2/p1/", "/v2/%701/", ""},
	{"slash escaped", "tag query", "/v2/p1/images", "/v2/p1%2Fimages", notSigned},
	{"slash unescaped", "path with signs", "k%252Fv", "k/v", notSigned},
	{"escaped twice", "path with signs", "k%252Fv", "k%2Fv", notSigned},
	{"slash added", "tag query", "action HTTP", "action/ HTTP", ""}, // as in the SDK; no path has both
	{"dots", "tag query", "/v2/p1/", "/v2/./p1/", notSigned},
	{"query value", "image list", "limit=10", "limit=11", notSigned},
	{"query name", "image list", "limit=10", "limit2=10", notSigned},
	{"query added", "image list", "limit=10", "limit=10&offset=1", notSigned},
	{"query repeated", "image list", "limit=10", "limit=10&limit=10", notSigned},
	{"query removed", "image list", "&limit=10", "", notSigned},
	{"query added to none", "tag query", "action HTTP", "action?limit=1 HTTP", notSigned},
	{"query space trimmed", "image list", "status%20", "status", notSigned},
	{"query order", "query with lists and an empty value", "tag=z%3D1&tag=a%3D2", "tag=a%3D2&tag=z%3D1", ""},
	{"query with nothing between", "image list", "&limit=10", "&&limit=10&", ""},
	{"query raw", "image list", "tag=env%3Dprod", "tag=env=prod", ""}, // SEMANTICS section 5: a client may not escape
	{"query equals moved", "image list", "tag=env%3Dprod", "tag%3Denv=prod", notSigned},
	{"query empty value spelled out", "query with lists and an empty value", "&name&", "&name=&", ""},
	{"query plus for a space", "image list", "status%20", "status+", `"+"`},
	{"query plus for itself", "image list", "%3E%2B%252B", "%3E+%252B", `"+"`},
	{"query badly escaped", "image list", "limit=10", "limit=%zz", "not well escaped"},
	{"query name badly escaped", "image list", "limit=10", "%=10", "not well escaped"},
	{"header value", "headers with spaces and signs", "X-One: a  b", "X-One: a b", notSigned},
	{"header spaces around", "headers with spaces and signs", "X-One: a  b", "X-One:   a  b\t", ""},
	{"header added to", "headers with spaces and signs", "X-One: a  b", "X-One: a  b\r\nX-One: c", notSigned},
	{"header gone", "headers with spaces and signs", "X-Two: \r\n", "", "not there"},
	{"user agent", "tag query", "go/3.0", "go/3.1", notSigned},
	{"project", "tag query", "X-Project-Id: p1", "X-Project-Id: p2", notSigned},
	{"project not signed", "nothing but the date", "X-Sdk-Date", "X-Project-Id: p2\r\nX-Sdk-Date", "X-Project-Id is not signed"},
	{"project twice", "tag query", "X-Project-Id: p1", "X-Project-Id: p1\r\nX-Project-Id: p1", "or there twice"},
	{"encoding added", "tag query", "X-Project-Id", "Content-Encoding: gzip\r\nX-Project-Id", "Content-Encoding is not signed"},
	{"unsigned header added", "tag query", "X-Project-Id", "X-Other: 1\r\nX-Project-Id", ""},
	{"unsigned header changed", "tag query", "application/json", "text/plain", ""},
	{"host", "host signed", "Host: 127.0.0.1:8080", "Host: 127.0.0.1:8081", notSigned},
	{"host not signed", "tag query", "Host: 127.0.0.1:8080", "Host: other", ""},
	{"body", "tag query", "arm64", "arm65", notSigned},
	{"body longer", "tag query", "Content-Length: 63", "Content-Length: 62", notSigned},
	{"body gone", "tag query", "Content-Length: 63", "Content-Length: 0", notSigned},
	{"body cut", "tag query", "Content-Length: 63", "Content-Length: 64", "could not be read to its end"},
	{"body added", "nothing but the date", "\r\n\r\n", "\r\nContent-Length: 1\r\n\r\nx", notSigned},
	{"declared body", "declared hash", "\"a\"}", "\"A\"}", "the body is not what was signed"},
	{"declared body cut", "declared hash", "Content-Length: 40", "Content-Length: 41", "could not be read to its end"},
	{"declared hash", "declared hash", "Sha256: 2102", "Sha256: 2103", notSigned},
	{"declared hash in capitals", "declared hash", "Sha256: 2102bad", "Sha256: 2102BAD", notSigned},
	{"declared hash short", "declared hash", "Sha256: 2102", "Sha256: 02", "not a SHA-256"},
	{"declared hash no hex", "declared hash", "Sha256: 2102", "Sha256: 210z", "not a SHA-256"},
	{"declared hash gone", "declared hash", "X-Sdk-Content-Sha256: 2102bad500407fc92c9df5bf256865b6ee4267e69a3d20b37daf6d2ec98ff094\r\n", "", "not there"},
	{"declared hash twice", "declared hash", "X-Sdk-Content-Sha256: 2102bad", "X-Sdk-Content-Sha256: x\r\nX-Sdk-Content-Sha256: 2102bad", "more than once"},
	{"declared unsigned", "declared hash", "Sha256: 2102bad500407fc92c9df5bf256865b6ee4267e69a3d20b37daf6d2ec98ff094", "Sha256: UNSIGNED-PAYLOAD", "not signed"},
	{"body added to unsigned payload", "unsigned payload without a body", "\r\n\r\n", "\r\nContent-Length: 1\r\n\r\nx", "the body is not signed"},
	{"chunked body added to unsigned payload", "unsigned payload without a body", "\r\n\r\n", "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n", "the body is not signed"},
	{"signature", "tag query", "Signature=b203", "Signature=b204", notSigned},
	{"signature in capitals", "tag query", "Signature=b203bb", "Signature=B203BB", ""},
	{"signature short", "tag query", "Signature=b203", "Signature=03", "not a SHA-256"},
	{"signature no hex", "tag query", "Signature=b203", "Signature=b20z", "not a SHA-256"},
	{"access key", "tag query", "CONFORMANCE0001", "CONFORMANCE0002", notSigned},
	{"access key empty", "tag query", "Access=LTAKCONFORMANCE0001", "Access=", "part"},
	{"access key with signs", "tag query", "CONFORMANCE0001", "CONFORMANCE 001", "no access key"},
	{"access key long", "tag query", "LTAK", strings.Repeat("L", 128), "no access key"},
	{"signed headers fewer", "tag query", "user-agent;x-project-id;x-sdk-date", "x-project-id;x-sdk-date", notSigned},
	{"signed headers without the date", "tag query", ";x-sdk-date", "", "X-Sdk-Date"},
	{"signed headers without the project", "tag query", "x-project-id;", "", "X-Project-Id is not signed"},
	{"signed headers out of order", "tag query", "x-project-id;x-sdk-date", "x-sdk-date;x-project-id", "ascending"},
	{"signed headers twice", "tag query", ";x-sdk-date", ";x-sdk-date;x-sdk-date", "ascending"},
	{"signed headers in capitals", "tag query", "x-sdk-date,", "X-Sdk-Date,", "ascending"},
	{"signed headers with an empty name", "tag query", ";x-sdk-date", ";;x-sdk-date", "ascending"},
	{"signed headers that are not there", "tag query", ";x-sdk-date", ";x-sdk-date;x-z", "not there"},
	{"signed headers as many as may be", "tag query", ";x-sdk-date", ";x-sdk-date" + names(61), "not there"},
	{"signed headers too many", "tag query", ";x-sdk-date", ";x-sdk-date" + names(62), "too many"},
	{"parts in another order", "tag query", "Access=LTAKCONFORMANCE0001, SignedHeaders=user-agent;x-project-id;x-sdk-date,", "SignedHeaders=user-agent;x-project-id;x-sdk-date,Access=LTAKCONFORMANCE0001,", ""},
	{"part twice", "tag query", "Access=LTAKCONFORMANCE0001, SignedHeaders=", "Access=LTAKCONFORMANCE0001, Access=", "part"},
	{"part unknown", "tag query", "Access=", "Acces=", "part"},
	{"part missing", "tag query", "Access=LTAKCONFORMANCE0001, ", "", "three parts"},
	{"part too many", "tag query", "Access=", "X=1, Access=", "three parts"},
	{"nothing after the scheme", "nothing but the date", "Authorization: SDK-HMAC-SHA256 Access=LTAKCONFORMANCE0001, SignedHeaders=user-agent;x-sdk-date, Signature=", "Authorization: SDK-HMAC-SHA256\r\nX-Old: ", "three parts"},
	{"scheme in lower case", "tag query", "SDK-HMAC-SHA256 A", "sdk-hmac-sha256 A", ""},
	{"other algorithm", "tag query", "SDK-HMAC-SHA256 A", "SDK-HMAC-SM3 A", "scheme"},
	{"authorization twice", "tag query", "X-Project-Id: p1", "Authorization: Bearer " + token + "\r\nX-Project-Id: p1", "more than one credential"},
	{"token beside", "tag query", "X-Project-Id: p1", "X-Auth-Token: " + token + "\r\nX-Project-Id: p1", "more than one credential"},
	{"credential too long", "tag query", "Access=", strings.Repeat(" ", 8<<10) + "Access=", "too long"},
	{"date", "tag query", "X-Sdk-Date: 20260301T120000Z", "X-Sdk-Date: 20260301T120001Z", notSigned},
	{"date of another form", "tag query", "X-Sdk-Date: 20260301T120000Z", "X-Sdk-Date: 2026-03-01T12:00:00Z", "of the form"},
	{"date twice", "tag query", "X-Sdk-Date: ", "X-Sdk-Date: 20260301T120000Z\r\nX-Sdk-Date: ", "X-Sdk-Date"},
	{"date gone", "tag query", "X-Sdk-Date: 20260301T120000Z\r\n", "", "X-Sdk-Date"},
}

// names are n names of headers that follow the others.
func names(n int) string {
	var all strings.Builder
	for i := range n {
		fmt.Fprintf(&all, ";z%02d", i)
	}
	return all.String()
}

func TestTampered(t *testing.T) {
	keys := parse(t, pairFile(accessKey, secretKey))
	for _, c := range tamperings {
		t.Run(c.name, func(t *testing.T) {
			v := named(t, c.vector)
			require.Equal(t, 1, strings.Count(v.Request, c.from), "the vector has nothing to change")
			r := arrive(t, strings.Replace(v.Request, c.from, c.to, 1))
			caller, err := at(v.time(t), keys, 0).Authenticate(r)
			if c.reason == "" {
				require.NoError(t, err)
				require.Equal(t, "pair", caller.Name)
				return
			}
			requireRefused(t, err, c.reason)
			require.Zero(t, caller)
		})
	}
}

func TestWrongSecret(t *testing.T) {
	v := named(t, "tag query")
	other := parse(t, pairFile(accessKey, "1"+secretKey[1:]))
	_, err := at(v.time(t), other, 0).Authenticate(arrive(t, v.Request))
	requireRefused(t, err, notSigned)
}

// TestSkew: a request is as good as its date is near, in both directions.
func TestSkew(t *testing.T) {
	v := named(t, "tag query")
	keys := parse(t, pairFile(accessKey, secretKey))
	for _, c := range []struct {
		off  time.Duration
		good bool
	}{
		{0, true},
		{auth.Skew, true},
		{-auth.Skew, true},
		{auth.Skew + time.Second, false},
		{-auth.Skew - time.Second, false},
		{24 * time.Hour, false},
		{-1 << 62, false},
		{1 << 62, false},
	} {
		who := at(v.time(t).Add(c.off), keys, 0)
		for range 2 { // within the skew it may be sent again
			_, err := who.Authenticate(arrive(t, v.Request))
			if c.good {
				require.NoError(t, err, c.off)
				continue
			}
			requireRefused(t, err, "the server's clock")
		}
	}
}

// TestHostileFields: what net/http lets in is not all that a host may hand on.
func TestHostileFields(t *testing.T) {
	v := named(t, "headers with spaces and signs")
	keys := parse(t, pairFile(accessKey, secretKey))
	for reason, change := range map[string]func(r *http.Request){
		"a line end in it": func(r *http.Request) { r.Header.Set("X-One", "a\nb") },
		notSigned:          func(r *http.Request) { r.Body = nil },
		"no credential":    func(r *http.Request) { r.Header = nil },
	} {
		r := arrive(t, v.Request)
		change(r)
		_, err := at(v.time(t), keys, 0).Authenticate(r)
		requireRefused(t, err, reason)
	}
}
