package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// Limits that the requests are made for.
const (
	maxResources = 10
	maxLoadBytes = 1 << 20
)

// callers are the roles of x-requests. Who is not among them is not known.
var callers = map[string]httpapi.Caller{
	"":         {Write: true},
	"reader":   {},
	"manager":  {Write: true, Drop: true},
	"operator": {Write: true, Operator: true},
	"stranger": {Write: true, Projects: []string{"elsewhere"}},
}

const nobody = "nobody"

// server answers from data of its own: every request finds the same.
func server(t *testing.T) http.Handler {
	t.Helper()
	reg := engine.NewRegistry(&engine.Options{MaxResources: maxResources})
	tags := []resource.Tag{{Key: "arch", Value: "arm64"}, {Key: "os", Value: "linux"}}
	_, err := reg.Open("default", "images").Upsert(t.Context(),
		resource.Resource{ID: "i-1", Name: "web-1", Tags: tags, Detail: `{"status":"active"}`},
		resource.Resource{ID: "i-2", Name: "web-2", Tags: append(tags, resource.Tag{Key: "_sys_owner", Value: "o"})},
		resource.Resource{ID: "i-3", Name: "train", Tags: []resource.Tag{{Key: "arch", Value: "x86"}, {Key: "gpu"}}},
	)
	require.NoError(t, err)
	for i := range maxResources {
		_, err := reg.Open("default", "full").Upsert(t.Context(), resource.Resource{ID: fmt.Sprint(i)})
		require.NoError(t, err)
	}
	return httpapi.New(reg, &httpapi.Options{
		MaxLoadBytes: maxLoadBytes,
		Authenticate: func(r *http.Request) (httpapi.Caller, error) {
			c, ok := callers[r.Header.Get("X-Role")]
			if !ok {
				return c, dialect.Unauthenticated
			}
			return c, nil
		},
	})
}

// send sends a request and checks status and body.
func send(t *testing.T, doc *document, c *jsonschema.Compiler, op *operation, r request) {
	t.Helper()
	body := ""
	if r.Body != nil {
		body = *r.Body
	}
	body += strings.Repeat(" ", max(0, r.PadTo-len(body)))
	sent := httptest.NewRequest(op.method, r.Path, strings.NewReader(body))
	for name, value := range r.Headers {
		sent.Header.Set(name, value)
	}
	sent.Header.Set("X-Role", r.Role)
	w := httptest.NewRecorder()
	server(t).ServeHTTP(w, sent)
	require.Equal(t, r.Status, w.Code, w.Body.String())

	status := fmt.Sprint(r.Status)
	answer, ok := op.Responses[status]
	require.True(t, ok, "status %s is not described", status)
	place := []string{"paths", op.path, strings.ToLower(op.method), "responses", status}
	if answer.Ref != "" {
		name := answer.Ref[strings.LastIndex(answer.Ref, "/")+1:]
		place = []string{"components", "responses", name}
		answer = doc.Components.Responses[name]
	}
	require.Contains(t, answer.Content, "application/json")
	require.Equal(t, "application/json; charset=utf-8", w.Header().Get("Content-Type"))
	validate(t, c, at(append(place, "content", "application/json", "schema")...), w.Body.String())
}

// validate holds a JSON text against the schema at a place.
func validate(t *testing.T, c *jsonschema.Compiler, place, text string) {
	t.Helper()
	schema, err := c.Compile(place)
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err, text)
	require.NoError(t, schema.Validate(value), text)
}

// TestRequests: each request of the description gets its status, and every
// status that can be brought about by asking has one.
func TestRequests(t *testing.T) {
	doc, all, c := described(t)
	for _, op := range all {
		t.Run(op.OperationID, func(t *testing.T) {
			missing := maps.Clone(op.Responses)
			delete(missing, "409") // when another request drops the collection meanwhile
			delete(missing, "500") // nothing that a caller does
			delete(missing, "503") // when many ask, or it takes long
			if strings.HasSuffix(op.path, "/delete") {
				delete(missing, "507") // when the disk is full
			}
			requests := op.Requests
			first := requests[0]
			first.Role, first.Status, first.Name = nobody, http.StatusUnauthorized, "as nobody"
			requests = append(requests, first)
			if strings.Contains(op.path, "{project_id}") {
				first.Role, first.Status, first.Name = "stranger", http.StatusForbidden, "as a stranger"
				requests = append(requests, first)
			}
			if op.method == http.MethodPut || op.method == http.MethodDelete || strings.HasSuffix(op.path, "/load") || strings.HasSuffix(op.path, "/delete") {
				first.Role, first.Status, first.Name = "reader", http.StatusForbidden, "as one who may only read"
				requests = append(requests, first)
			}
			for _, r := range requests {
				t.Run(r.Name, func(t *testing.T) { send(t, doc, c, &op, r) })
				delete(missing, fmt.Sprint(r.Status))
			}
			require.Empty(t, slices.Sorted(maps.Keys(missing)), "described, but no request gets them")
		})
	}
}

// TestRequestBodies: what is accepted is of the schema, and the example is.
func TestRequestBodies(t *testing.T) {
	_, all, c := described(t)
	for _, op := range all {
		if op.RequestBody == nil {
			continue
		}
		content, ok := op.RequestBody.Content["application/json"]
		if !ok {
			continue // lines
		}
		place := at("paths", op.path, strings.ToLower(op.method), "requestBody", "content", "application/json", "schema")
		example, err := json.Marshal(content.Example)
		require.NoError(t, err)
		validate(t, c, place, string(example))
		for _, r := range op.Requests {
			if r.Status == http.StatusOK {
				validate(t, c, place, *r.Body)
			}
		}
	}
}

// TestParameters: a request that is accepted has described parameters only, and
// each of them is in one.
func TestParameters(t *testing.T) {
	_, all, _ := described(t)
	for _, op := range all {
		missing := map[string]bool{}
		for _, p := range op.Parameters {
			missing[p.Name] = p.In == "query"
		}
		used := map[string]bool{}
		for _, r := range op.Requests {
			target, err := url.Parse(r.Path)
			require.NoError(t, err)
			for name := range target.Query() {
				if r.Status == http.StatusOK {
					require.True(t, missing[name], "%s: %s is not described", op.OperationID, name)
					used[name] = true
				}
			}
		}
		for name, query := range missing {
			require.True(t, !query || used[name], "%s: no request uses %s", op.OperationID, name)
		}
	}
}
