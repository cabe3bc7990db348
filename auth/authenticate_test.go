package auth_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/auth"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

func TestNoCredential(t *testing.T) {
	who := auth.New(parse(t, whole), nil)
	for name, c := range map[string]struct {
		header http.Header
		reason string
	}{
		"none":              {http.Header{}, "no credential"},
		"nil":               {nil, "no credential"},
		"unknown token":     {http.Header{"X-Auth-Token": {token + "0"}}, "not known"},
		"cut token":         {http.Header{"X-Auth-Token": {token[:31]}}, "not known"},
		"empty token":       {http.Header{"X-Auth-Token": {""}}, "not known"},
		"hash for token":    {http.Header{"X-Auth-Token": {hashOf("1" + token)}}, "not known"},
		"secret key":        {http.Header{"X-Auth-Token": {secretKey}}, "not known"},
		"empty bearer":      {http.Header{"Authorization": {"Bearer "}}, "not known"},
		"bearer alone":      {http.Header{"Authorization": {"Bearer"}}, "not known"},
		"no scheme":         {http.Header{"Authorization": {token}}, "scheme"},
		"basic":             {http.Header{"Authorization": {"Basic " + token}}, "scheme"},
		"empty":             {http.Header{"Authorization": {""}}, "scheme"},
		"two":               {http.Header{"Authorization": {"Bearer " + token, "Bearer " + token}}, "more than one"},
		"two tokens":        {http.Header{"X-Auth-Token": {token, token}}, "more than one"},
		"both":              {http.Header{"Authorization": {"Bearer " + token}, "X-Auth-Token": {token}}, "more than one"},
		"long":              {http.Header{"X-Auth-Token": {strings.Repeat("a", 8<<10+1)}}, "too long"},
		"as long as may be": {http.Header{"X-Auth-Token": {strings.Repeat("a", 8<<10)}}, "the token is not known"},
		"list of tokens":    {http.Header{"Authorization": {"Bearer " + token + ", Bearer " + token}}, "not known"},
		"space at the end":  {http.Header{"Authorization": {"Bearer " + token + " "}}, "not known"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header = c.header
		caller, err := who.Authenticate(r)
		requireRefused(t, err, c.reason)
		require.Zero(t, caller, name)
	}
}

// service is a handler with two projects, one of them without the other's
// knowledge.
func service(t *testing.T) (http.Handler, *auth.Authenticator) {
	t.Helper()
	reg := engine.NewRegistry(nil)
	for _, project := range []string{"p1", "secret"} {
		for _, kind := range []string{"images", "cts-tracker"} {
			_, err := reg.Open(project, kind).Upsert(t.Context(), resource.Resource{ID: "i", Tags: []resource.Tag{{Key: "_sys_k", Value: "v"}}})
			require.NoError(t, err)
		}
	}
	who := auth.New(parse(t, whole), nil)
	return httpapi.New(reg, &httpapi.Options{Authenticate: who.Authenticate}), who
}

func ask(h http.Handler, path, token, body string) (int, string) {
	r := httptest.NewRequest("POST", path, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	r.Header.Set("X-Request-Id", "r")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	text, _ := io.ReadAll(w.Result().Body)
	return w.Code, string(text)
}

const ims = "/images/resource_instances/action"

// TestProjects: what is not the caller's looks the same whether it exists or
// not, and system tags are the operator's.
func TestProjects(t *testing.T) {
	h, _ := service(t)
	const count = `{"action":"count"}`
	status, body := ask(h, "/v2/p1"+ims, token, count)
	require.Equal(t, 200, status, body)
	status, there := ask(h, "/v2/secret"+ims, token, count)
	require.Equal(t, 403, status)
	status, nowhere := ask(h, "/v2/nowhere"+ims, token, count)
	require.Equal(t, 403, status)
	require.Equal(t, there, nowhere)
	require.NotContains(t, there, "secret")

	for path, body := range map[string]string{"/v2/p1" + ims: count, "/v2/secret" + ims: count, "/no/such": ""} {
		for _, unknown := range []string{"", "x" + token} {
			status, answer := ask(h, path, unknown, body)
			require.Equal(t, 401, status)
			require.Equal(t, `{"error_code":"APIGW.0301","error_msg":"no valid credential","request_id":"r"}`, answer)
		}
	}

	const system = `{"sys_tags":[{"key":"_sys_k","values":["v"]}]}`
	for given, want := range map[string]int{token: 403, "1" + token: 403, "2" + token: 200, "3" + token: 403} {
		status, body := ask(h, "/v3/p1/cts-tracker/resource-instances/count", given, system)
		require.Equal(t, want, status, body)
	}
}

// TestProjectOfThePathless: the credential's, else the header's.
func TestProjectOfThePathless(t *testing.T) {
	who := auth.New(parse(t, `{"credentials":[
		{"name":"one","role":"read","projects":["p1"],"token":"1`+token+`"},
		{"name":"default","role":"read","projects":["p1","p2"],"default_project":"p2","token":"2`+token+`"},
		{"name":"several","role":"read","projects":["p1","p2"],"token":"3`+token+`"},
		{"name":"all","role":"read","projects":"*","token":"4`+token+`"}
	]}`), nil)
	for given, want := range map[string][3]string{ // without a header, with p2, with a foreign one
		"1": {"p1", "p1", "p1"},
		"2": {"p2", "p2", "p2"},
		"3": {"", "p2", "p3"}, // p3 is refused by its name
		"4": {"", "p2", "p3"},
	} {
		for i, header := range []string{"", "p2", "p3"} {
			r := httptest.NewRequest("GET", "/v2/cloudimages", nil)
			r.Header.Set("X-Auth-Token", given+token)
			if header != "" {
				r.Header.Set("X-Project-Id", header)
			}
			caller, err := who.Authenticate(r)
			require.NoError(t, err)
			require.Equal(t, want[i], caller.Project)
		}
	}
	r := httptest.NewRequest("GET", "/v2/cloudimages", nil)
	r.Header.Set("X-Project-Id", "p1")
	caller, err := who.Authenticate(r)
	requireRefused(t, err, "no credential")
	require.Zero(t, caller)
}

// TestSetKeys: other keys take the place of the old ones at once, beside
// requests.
func TestSetKeys(t *testing.T) {
	h, who := service(t)
	var asking sync.WaitGroup
	for range 4 {
		asking.Go(func() {
			for range 200 {
				if status, body := ask(h, "/v2/p1"+ims, token, `{"action":"count"}`); status != 200 {
					t.Error(status, body)
				}
			}
		})
	}
	for range 50 {
		who.SetKeys(parse(t, whole))
	}
	asking.Wait()
	who.SetKeys(parse(t, pairFile(accessKey, secretKey)))
	status, _ := ask(h, "/v2/p1"+ims, token, `{"action":"count"}`)
	require.Equal(t, 401, status)
}
