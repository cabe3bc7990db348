package conformance

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/signer"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/request"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the signatures that the SDK makes into the vectors of package auth")

// vectorsFile holds requests as the SDK signs and sends them, for the tests of
// package auth, which does without the SDK.
const vectorsFile = "../auth/testdata/signatures.json"

const (
	vectorDate = "20260301T120000Z"
	vectorHost = "127.0.0.1:8080"
	accessKey  = "LTAKCONFORMANCE0001"
	secretKey  = "0k3Zq9hV7sYpW2mXn8RtB4cLd6EfGjUa"
)

// sample is a request to be signed. Values of the query are strings or lists.
type sample struct {
	name    string
	refused bool // though well signed
	method  string
	path    string
	query   map[string]any
	headers map[string]string
	body    string
}

const jsonType = "application/json;charset=UTF-8"

var samples = []sample{
	{
		name: "tag query", method: "POST", path: "/v2/p1/images/resource_instances/action",
		headers: map[string]string{"Content-Type": jsonType, "X-Project-Id": "p1"},
		body:    `{"action":"filter","tags":[{"key":"arch","values":["arm64"]}]}` + "\n",
	},
	{
		name: "nothing but the date", method: "GET", path: "/v2/cloudimages",
	},
	{
		name: "image list", method: "GET", path: "/v2/cloudimages",
		query: map[string]any{
			"__imagetype": "gold", "sort_key": "status ", "sort_dir": "asc", "tag": "env=prod",
			"created_at": "gt:2018-10-28T10:00:00Z", "name": "名前 & <x>+%2B/~*'()!", "limit": "10",
		},
		headers: map[string]string{"Content-Type": "application/json", "X-Project-Id": "p1"},
	},
	{
		name: "query with lists and an empty value", method: "GET", path: "/v2/cloudimages",
		query: map[string]any{"tag": []string{"z=1", "a=2", "a=10", "é"}, "name": "", "b-c": "1", "b": "2", "a b": "x"},
	},
	{
		name: "path with signs", method: "DELETE", path: "/v2/p1/images/i-1/tags/键 k%2Fv+=:@!$&'()*,;~",
		headers: map[string]string{"Content-Type": "application/json"},
	},
	{
		name: "path that ends with a slash", method: "GET", path: "/tagdex/v1/p1/images/",
	},
	{
		name: "host signed", method: "GET", path: "/v2/cloudimages",
		headers: map[string]string{"Host": vectorHost},
	},
	{
		name: "headers with spaces and signs", method: "POST", path: "/v3/p1/cts-tracker/resource-instances/count",
		headers: map[string]string{"Content-Type": jsonType, "X-One": "  a  b  ", "X-Two": "", "X-Security-Token": strings.Repeat("t", 300)},
		body:    `{}`,
	},
	{
		name: "declared hash", method: "POST", path: "/tagdex/v1/p1/images/load",
		headers: map[string]string{
			"Content-Type":         "application/json",
			"X-Sdk-Content-Sha256": "2102bad500407fc92c9df5bf256865b6ee4267e69a3d20b37daf6d2ec98ff094",
		},
		body: "{\"resource_id\":\"a\"}\n{\"resource_id\":\"b\"}\n",
	},
	{
		name: "unsigned payload without a body", method: "GET", path: "/v2/cloudimages",
		headers: map[string]string{"Content-Type": "text/plain"},
	},
	{
		name: "unsigned payload with a body", method: "POST", path: "/tagdex/v1/p1/images/load", refused: true,
		headers: map[string]string{"Content-Type": "application/x-ndjson"},
		body:    "{\"resource_id\":\"a\"}\n",
	},
}

// vector is a request as it goes over the wire.
type vector struct {
	Name      string `json:"name"`
	AccessKey string `json:"access_key"`
	SecretKey string `json:"secret_key"`
	Date      string `json:"date"`
	Request   string `json:"request"`
	Refused   bool   `json:"refused,omitzero"`
}

// TestVectors: the vectors that package auth is tested with are what the SDK
// makes.
func TestVectors(t *testing.T) {
	var all []vector
	for _, s := range samples {
		all = append(all, vector{s.name, accessKey, secretKey, vectorDate, s.sign(t), s.refused})
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	require.NoError(t, enc.Encode(all))
	if *update {
		require.NoError(t, os.WriteFile(vectorsFile, text.Bytes(), 0o644))
	}
	stored, err := os.ReadFile(vectorsFile)
	require.NoError(t, err)
	require.Equal(t, string(stored), text.String())
}

// sign has the SDK sign the request, and returns it as it is sent.
func (s *sample) sign(t *testing.T) string {
	t.Helper()
	b := request.NewHttpRequestBuilder().WithEndpoint("http://" + vectorHost).WithMethod(s.method).WithPath(s.path)
	for name, v := range s.query {
		b.AddQueryParam(name, reflect.ValueOf(v))
	}
	for name, v := range s.headers {
		b.AddHeaderParam(name, v)
	}
	b.AddHeaderParam("X-Sdk-Date", vectorDate)
	b.AddHeaderParam("User-Agent", "huaweicloud-usdk-go/3.0") // as the SDK does
	if s.body != "" {
		b.WithBody("", s.body)
	}
	r := b.Build()
	added, err := signer.Sign(r, accessKey, secretKey)
	require.NoError(t, err)
	for name, v := range added {
		r.AddHeaderParam(name, v)
	}
	sent, err := r.ConvertRequest()
	require.NoError(t, err)
	var wire bytes.Buffer
	require.NoError(t, sent.Write(&wire))
	return wire.String()
}
