package httpapi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/httpapi"
)

// TestPackedBodies: what says that it is packed is not read as if it were
// not, and nothing is done for it.
func TestPackedBodies(t *testing.T) {
	h := newHandler(t, as(httpapi.Caller{Write: true, Operator: true}, nil))
	const tags = "/v2/p1/images/i1/tags"
	for _, encoding := range []string{"gzip", "GZIP", "zstd", "br", "deflate", "gzip, identity", "x", "identity, identity"} {
		header := []string{"Content-Encoding", encoding}
		post(h, imsPath, `{"action":"count"}`, header...).requireIMS(t, 415, "IMG.0415", "Content-Encoding")
		post(h, ctsFilter, `{}`, header...).requireCTS(t, 415, "CTS.0003", "Content-Encoding")
		post(h, ctsCount, `{}`, header...).requireCTS(t, 415, "CTS.0003", "Content-Encoding")
		post(h, tags, `{"tag":{"key":"k","value":"v"}}`, header...).requireIMS(t, 415, "IMG.0415", "Content-Encoding")
		post(h, tags+"/action", `{"action":"create","tags":[{"key":"k","value":"v"}]}`, header...).requireIMS(t, 415, "IMG.0415", "Content-Encoding")
		for _, asked := range []string{"query", "count", "explain", "facets"} {
			post(h, "/tagdex/v1/p1/images/"+asked, `{}`, header...).requireNative(t, 415, "bad_encoding", "Content-Encoding")
		}
		do(h, "PUT", "/tagdex/v1/p1/images/resources/i1", `{"resource_id":"i1"}`, header...).requireNative(t, 415, "bad_encoding", "Content-Encoding")
	}
	two := []string{"Content-Encoding", "identity", "Content-Encoding", "gzip"}
	post(h, imsPath, `{"action":"count"}`, two...).requireIMS(t, 415, "IMG.0415", "Content-Encoding")
	require.NotContains(t, do(h, "GET", tags, "").body, `"k"`)
	for _, encoding := range []string{"identity", "Identity", ""} {
		require.Equal(t, 200, post(h, imsPath, `{"action":"count"}`, "Content-Encoding", encoding).status, encoding)
	}
	// Where there is no body the header means nothing.
	require.Equal(t, 200, do(h, "GET", tags, "", "Content-Encoding", "gzip").status)
	require.Equal(t, 204, do(h, "DELETE", tags+"/os", "", "Content-Encoding", "gzip").status)
}
