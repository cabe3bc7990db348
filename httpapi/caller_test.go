package httpapi_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/httpapi"
)

// as answers every request as from one caller, or refuses it.
func as(c httpapi.Caller, err error) *httpapi.Options {
	return &httpapi.Options{Authenticate: func(*http.Request) (httpapi.Caller, error) { return c, err }}
}

// TestCallersProjects: a project that is not the caller's is refused in the
// same words whether it exists or not.
func TestCallersProjects(t *testing.T) {
	h := newHandler(t, as(httpapi.Caller{Projects: []string{"mine"}}, nil))
	require.Equal(t, 200, post(h, "/v2/mine/images/resource_instances/action", `{"action":"count"}`).status)
	full := post(h, imsPath, `{"action":"count"}`)
	full.requireIMS(t, 403, "IMG.0026", "")
	none := post(h, "/v2/nobody/images/resource_instances/action", `{"action":"count"}`)
	require.Equal(t, full.body, none.body)
	post(h, ctsFilter, `{}`).requireCTS(t, 403, "CTS.0012", "")
	nowhere := newHandler(t, as(httpapi.Caller{Projects: []string{}}, nil))
	post(nowhere, imsPath, `{"action":"count"}`).requireIMS(t, 403, "IMG.0026", "")
}

// TestUnauthenticated: who is not known learns nothing, not even which paths
// there are.
func TestUnauthenticated(t *testing.T) {
	h := newHandler(t, as(httpapi.Caller{}, fmt.Errorf("%w: the key %s", dialect.Unauthenticated, "secret")))
	for _, path := range []string{imsPath, ctsFilter, "/no/such/path", "/../x"} {
		r := post(h, path, `{"action":"count"}`)
		require.Equal(t, 401, r.status)
		fields := r.object(t)
		require.Equal(t, "APIGW.0301", fields["error_code"])
		require.Equal(t, "no valid credential", fields["error_msg"])
		require.NotEmpty(t, fields["request_id"])
	}
}

// TestCallerIsLogged: who was let in, and why one was not.
func TestCallerIsLogged(t *testing.T) {
	var logs bytes.Buffer
	opts := loggingTo(&logs)
	opts.Authenticate = as(httpapi.Caller{Name: "dashboard"}, nil).Authenticate
	require.Equal(t, 200, post(newHandler(t, opts), imsPath, `{"action":"count"}`).status)
	require.Contains(t, logs.String(), "dashboard")
	logs.Reset()
	opts.Authenticate = as(httpapi.Caller{}, fmt.Errorf("%w: too late", dialect.Unauthenticated)).Authenticate
	require.Equal(t, 401, post(newHandler(t, opts), imsPath, `{"action":"count"}`).status)
	require.Contains(t, logs.String(), "too late")
	require.NotContains(t, logs.String(), "dashboard")
}

// TestBodyFailsByItself: a body that Authenticate put there says itself how a
// request is answered; nothing has been done by then.
func TestBodyFailsByItself(t *testing.T) {
	for err, want := range map[error]int{
		dialect.Gateway().New(dialect.Unauthenticated, dialect.PathBody, "is not what was signed"): 401,
		errors.New("broken"): 400,
	} {
		h := newHandler(t, &httpapi.Options{Authenticate: func(r *http.Request) (httpapi.Caller, error) {
			r.Body = io.NopCloser(io.MultiReader(r.Body, iotest.ErrReader(err)))
			return httpapi.Caller{Write: true}, nil
		}})
		for path, body := range map[string]string{imsPath: `{"action":"count"}`, "/v2/p1/images/i1/tags": `{"tag":{"key":"k","value":"v"}}`} {
			require.Equal(t, want, post(h, path, body).status, path)
		}
		require.NotContains(t, do(h, "GET", "/v2/p1/images/i1/tags", "").body, `"k"`)
	}
}

// TestAuthenticateFails: what goes wrong in the host's function is logged, not
// told.
func TestAuthenticateFails(t *testing.T) {
	for name, authenticate := range map[string]func(*http.Request) (httpapi.Caller, error){
		"error": func(*http.Request) (httpapi.Caller, error) { return httpapi.Caller{}, errors.New("secret inside") },
		"panic": func(*http.Request) (httpapi.Caller, error) { panic("secret inside") },
	} {
		var logs bytes.Buffer
		opts := loggingTo(&logs)
		opts.Authenticate = authenticate
		r := post(newHandler(t, opts), imsPath, `{"action":"count"}`)
		require.Equal(t, 500, r.status, name)
		require.Equal(t, "APIGW.0500", r.object(t)["error_code"], name)
		require.NotContains(t, r.body, "secret", name)
		require.Contains(t, logs.String(), "secret inside", name)
	}
}
