package conformance

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"testing"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/signer"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/request"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2/model"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/httpapi"
)

// load sends lines to be loaded, signed by the SDK's signer over a hash that
// is declared beforehand, so that a body of any length can go out.
func load(t *testing.T, address, accessKey, project string, signed, sent []byte, encoding string) (int, string) {
	t.Helper()
	path := "/tagdex/v1/" + project + "/images/load"
	sum := sha256.Sum256(signed)
	b := request.NewHttpRequestBuilder().WithEndpoint(address).WithMethod("POST").WithPath(path).
		// Of a body that is not JSON the signer declares that it is not signed.
		AddHeaderParam("Content-Type", "application/json").
		AddHeaderParam("X-Sdk-Content-Sha256", hex.EncodeToString(sum[:]))
	if encoding != "" {
		b.AddHeaderParam("Content-Encoding", encoding)
	}
	built := b.Build()
	added, err := signer.Sign(built, accessKey, secretOf(accessKey))
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), "POST", address+path, bytes.NewReader(sent))
	require.NoError(t, err)
	for name, v := range built.GetHeaderParams() {
		r.Header.Set(name, v)
	}
	for name, v := range added {
		r.Header.Set(name, v)
	}
	resp, err := http.DefaultClient.Do(r)
	return read(t, resp, err)
}

func packed(t *testing.T, text []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return out.Bytes()
}

// TestLoadSigned: a bulk load longer than what is held in memory to check it:
// what is not what was signed is not loaded, not a line of it.
func TestLoadSigned(t *testing.T) {
	var text bytes.Buffer
	const n = 20_000
	for i := range n {
		fmt.Fprintf(&text, `{"resource_id":"new-%d","tags":[{"key":"lot","value":"%x"}]}`+"\n", i, sha256.Sum256([]byte{byte(i), byte(i >> 8)}))
	}
	good := text.Bytes()
	other := bytes.Clone(good)
	copy(other[len(other)-5:], `x"}]}`)
	require.Greater(t, len(packed(t, good)), httpapi.DefaultMaxBodyBytes)

	address := service(t, httpapi.Options{})
	c := client(t, address, reader, mine, nil)
	count := func() int { return len(found(t, c, model.ListImageByTagsRequestBody{Limit: ptr("1000")})) }
	for name, tc := range map[string]struct {
		key, project string
		signed, sent []byte
		encoding     string
		status       int
	}{
		"changed":         {writer, mine, good, other, "", 401},
		"cut":             {writer, mine, good, good[:bytes.LastIndexByte(good[:len(good)-1], '\n')+1], "", 401},
		"more":            {writer, mine, good, append(bytes.Clone(good), `{"resource_id":"more"}`...), "", 401},
		"packed, changed": {writer, mine, packed(t, good), packed(t, other), "gzip", 401},
		"packed, more":    {writer, mine, packed(t, good), append(packed(t, good), packed(t, []byte(`{"resource_id":"more"}`))...), "gzip", 401},
		"may only read":   {reader, mine, good, good, "", 403},
		"not their own":   {writer, theirs, good, good, "", 403},
		"nobody":          {"LTAKNOBODY", mine, good, good, "", 401},
		"short, changed":  {writer, mine, good[:100], other[len(other)-100:], "", 401},
	} {
		t.Run(name, func(t *testing.T) {
			status, body := load(t, address, tc.key, tc.project, tc.signed, tc.sent, tc.encoding)
			require.Equal(t, tc.status, status, body)
			require.Equal(t, len(all), count())
		})
	}
	status, body := load(t, address, writer, mine, packed(t, good), packed(t, good), "gzip")
	require.Equal(t, 200, status, body)
	require.Contains(t, body, fmt.Sprint(n))
	status, body = load(t, address, writer, mine, good, good, "")
	require.Equal(t, 200, status, body)
}
