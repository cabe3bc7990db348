package conformance

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/auth/signer"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/core/request"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2/model"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/auth"
	"github.com/tagdex/tagdex/httpapi"
)

func setBody(r *http.Request, body string) {
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
}

func replaceIn(header, from, to string) tamper {
	return func(r *http.Request) {
		r.Header.Set(header, strings.Replace(r.Header.Get(header), from, to, 1))
	}
}

// TestTampered: what is changed between the client and the server is refused
// with the documented 401, and nothing else.
func TestTampered(t *testing.T) {
	address := service(t, httpapi.Options{})
	for name, change := range map[string]tamper{
		"method":     func(r *http.Request) { r.Method = "PUT" },
		"path":       func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, mine, theirs, 1) },
		"query":      func(r *http.Request) { r.URL.RawQuery = "limit=1" },
		"body":       func(r *http.Request) { setBody(r, `{"action":"count"}`) },
		"no body":    func(r *http.Request) { r.Body, r.ContentLength = http.NoBody, 0 },
		"project":    func(r *http.Request) { r.Header.Set("X-Project-Id", theirs) },
		"user agent": func(r *http.Request) { r.Header.Set("User-Agent", "other") },
		"date": func(r *http.Request) {
			r.Header.Set("X-Sdk-Date", time.Now().Add(time.Minute).UTC().Format("20060102T150405Z"))
		},
		"unsigned payload": func(r *http.Request) { r.Header.Set("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD") },
		"signature":        replaceIn("Authorization", "Signature=", "Signature=0"),
		"other access key": replaceIn("Authorization", reader, writer),
		"no such key":      replaceIn("Authorization", reader, "LTAKNOBODY"),
		"fewer headers":    replaceIn("Authorization", "user-agent;", ""),
		"no authorization": func(r *http.Request) { r.Header.Del("Authorization") },
		"two credentials":  func(r *http.Request) { r.Header.Set("X-Auth-Token", "x") },
		"token for a key":  func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secretOf(reader)) },
		"authorization two": func(r *http.Request) {
			r.Header["Authorization"] = append(r.Header["Authorization"], r.Header["Authorization"]...)
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := query(client(t, address, reader, mine, change), model.ListImageByTagsRequestBody{Action: actions.FILTER})
			requireUnknown(t, err)
		})
	}
	_, err := query(client(t, address, reader, mine, func(r *http.Request) { r.Header.Set("X-Forwarded-For", "10.0.0.1") }),
		model.ListImageByTagsRequestBody{Action: actions.FILTER})
	require.NoError(t, err, "a header that is not signed may be added")
}

// TestSkew: the client's clock and the server's.
func TestSkew(t *testing.T) {
	for off, good := range map[time.Duration]bool{
		0: true, 14 * time.Minute: true, -14 * time.Minute: true, 16 * time.Minute: false, -16 * time.Minute: false,
	} {
		who := auth.New(keys(t), &auth.Options{Now: func() time.Time { return time.Now().Add(off) }})
		c := client(t, service(t, httpapi.Options{Authenticate: who.Authenticate}), reader, mine, nil)
		_, err := query(c, model.ListImageByTagsRequestBody{Action: actions.COUNT})
		if good {
			require.NoError(t, err, off)
			continue
		}
		requireUnknown(t, err)
	}
}

// TestWrongKeys: keys that the server does not have.
func TestWrongKeys(t *testing.T) {
	address := service(t, httpapi.Options{})
	_, err := query(client(t, address, "LTAKNOBODY", mine, nil), model.ListImageByTagsRequestBody{Action: actions.COUNT})
	requireUnknown(t, err)
}

// TestProjects: another project is refused in the same words whether it exists
// or not.
func TestProjects(t *testing.T) {
	address := service(t, httpapi.Options{})
	var words []string
	for _, project := range []string{theirs, "nowhere"} {
		_, err := query(client(t, address, operator, project, nil), model.ListImageByTagsRequestBody{Action: actions.COUNT})
		words = append(words, requireFault(t, err, 403, "IMG.0026", "project").ErrorMessage)
	}
	require.Equal(t, words[0], words[1])
}

// TestTracker: the SDK has no call for the tracker's filter, but its signer
// signs it.
func TestTracker(t *testing.T) {
	address := service(t, httpapi.Options{})
	ask := func(id, path, body string) (int, string) {
		b := request.NewHttpRequestBuilder().WithEndpoint(address).WithMethod("POST").WithPath(path).
			AddHeaderParam("Content-Type", "application/json").WithBody("", body)
		added, err := signer.Sign(b.Build(), id, secretOf(id))
		require.NoError(t, err)
		r, err := http.NewRequestWithContext(t.Context(), "POST", address+path, bytes.NewReader([]byte(body)))
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/json")
		for name, v := range added {
			r.Header.Set(name, v)
		}
		resp, err := http.DefaultClient.Do(r)
		return read(t, resp, err)
	}
	const path = "/v3/" + mine + "/cts-tracker/resource-instances"
	status, body := ask(reader, path+"/count", `{"tags":[{"key":"env","values":["*ro"]}]}`)
	require.Equal(t, 200, status, body)
	require.Equal(t, `{"total_count":1}`, body)
	status, body = ask(reader, path+"/filter", `{}`)
	require.Equal(t, 200, status, body)
	require.Contains(t, body, `"resource_detail":""`)

	const system = `{"sys_tags":[{"key":"_sys_owner","values":["1"]}]}`
	for id, want := range map[string]int{reader: 403, writer: 403, operator: 200} {
		status, body = ask(id, path+"/count", system)
		require.Equal(t, want, status, body)
	}
	require.NotEmpty(t, body)
	status, body = ask(operator, "/v3/"+theirs+"/cts-tracker/resource-instances/count", `{}`)
	require.Equal(t, 403, status)
	require.Contains(t, body, "CTS.0012")
	status, body = ask("LTAKNOBODY", path+"/count", `{}`)
	require.Equal(t, 401, status)
	require.Contains(t, body, "APIGW.0301")
	status, body = ask(reader, path+"/filter", `{"tags":[{"key":"a","values":["*"]}]}`)
	require.Equal(t, 400, status)
	require.Contains(t, body, "CTS.0003")
}
