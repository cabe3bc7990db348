package httpapi_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

const (
	imsPath    = "/v2/p1/images/resource_instances/action"
	ctsFilter  = "/v3/p1/cts-tracker/resource-instances/filter"
	ctsCount   = "/v3/p1/cts-tracker/resource-instances/count"
	ctsImages  = "/v3/p1/images/resource-instances/filter"
	jsonType   = "application/json; charset=utf-8"
	otherImage = "i9" // of another project
)

// catalogue is a registry of two projects.
func catalogue(t testing.TB) *engine.Registry {
	t.Helper()
	reg := engine.NewRegistry(nil)
	tags := func(kv ...string) (list []resource.Tag) {
		for i := 0; i < len(kv); i += 2 {
			list = append(list, resource.Tag{Key: kv[i], Value: kv[i+1]})
		}
		return list
	}
	fill := func(project, kind string, rs ...resource.Resource) {
		_, err := reg.Open(project, kind).Upsert(t.Context(), rs...)
		require.NoError(t, err)
	}
	fill("p1", "images",
		resource.Resource{ID: "i1", Name: "Ubuntu <22.04>", Detail: `{"status":"active","owner":"o"}`, Tags: tags("arch", "arm64", "os", "ubuntu")},
		resource.Resource{ID: "i2", Name: "名前", Detail: `{"status":"queued"}`, Tags: tags("arch", "x86", "_sys_p", "1")},
		resource.Resource{ID: "i3", Name: "", Tags: tags("_sys_p", "0")},
		resource.Resource{ID: "i4", Name: "plain"},
	)
	fill("p1", "cts-tracker",
		resource.Resource{ID: "t1", Name: "system", Tags: tags("_sys_enterprise_project_id", "0", "key1", "value1")},
		resource.Resource{ID: "t2", Name: "data", Tags: tags("key1", "my value2")},
	)
	fill("p2", "images", resource.Resource{ID: otherImage, Name: "secret", Tags: tags("arch", "arm64")})
	fill("a/b", "images", resource.Resource{ID: "slash"})
	fill("..", "images", resource.Resource{ID: "dots"})
	return reg
}

func newHandler(t testing.TB, opts *httpapi.Options) http.Handler {
	t.Helper()
	return httpapi.New(catalogue(t), opts)
}

// reply is an answer read whole.
type reply struct {
	status int
	header http.Header
	body   string
}

func do(h http.Handler, method, target, body string, header ...string) reply {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return read(w.Result())
}

func post(h http.Handler, target, body string, header ...string) reply {
	return do(h, http.MethodPost, target, body, header...)
}

func read(resp *http.Response) reply {
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return reply{status: resp.StatusCode, header: resp.Header, body: string(body)}
}

// ids gives the total and the ids of a page.
func (r reply) ids(t testing.TB) (total int, ids []string) {
	t.Helper()
	require.Equal(t, http.StatusOK, r.status, r.body)
	var page struct {
		Total     *int `json:"total_count"`
		Resources []struct {
			ID string `json:"resource_id"`
		} `json:"resources"`
	}
	require.NoError(t, json.Unmarshal([]byte(r.body), &page))
	require.NotNil(t, page.Total)
	require.NotNil(t, page.Resources)
	for _, one := range page.Resources {
		ids = append(ids, one.ID)
	}
	return *page.Total, ids
}

// requireGateway checks an answer in the gateway's form (SEMANTICS section 5).
func (r reply) requireGateway(t testing.TB, status int, code string) {
	t.Helper()
	require.Equal(t, status, r.status, r.body)
	fields := r.object(t)
	require.Len(t, fields, 3)
	require.Equal(t, code, fields["error_code"])
	require.NotEmpty(t, fields["error_msg"])
	require.Equal(t, r.header.Get("X-Request-Id"), fields["request_id"])
	r.requireJSON(t)
}

// requireIMS checks an error in the form of IMS.
func (r reply) requireIMS(t testing.TB, status int, code, path string) {
	t.Helper()
	require.Equal(t, status, r.status, r.body)
	fields := r.object(t)
	require.Len(t, fields, 1)
	inner, ok := fields["error"].(map[string]any)
	require.True(t, ok)
	require.Len(t, inner, 2)
	require.Equal(t, code, inner["code"], r.body)
	require.True(t, strings.HasPrefix(inner["message"].(string), path), r.body)
	r.requireJSON(t)
}

// requireCTS checks an error in the form of CTS.
func (r reply) requireCTS(t testing.TB, status int, code, path string) {
	t.Helper()
	require.Equal(t, status, r.status, r.body)
	fields := r.object(t)
	require.Len(t, fields, 2)
	require.Equal(t, code, fields["error_code"], r.body)
	require.True(t, strings.HasPrefix(fields["error_msg"].(string), path), r.body)
	r.requireJSON(t)
}

func (r reply) requireJSON(t testing.TB) {
	t.Helper()
	require.Equal(t, jsonType, r.header.Get("Content-Type"))
	require.Equal(t, "nosniff", r.header.Get("X-Content-Type-Options"))
	require.NotEmpty(t, r.header.Get("X-Request-Id"))
	require.True(t, json.Valid([]byte(r.body)), r.body)
}

func (r reply) object(t testing.TB) map[string]any {
	t.Helper()
	var fields map[string]any
	require.NoError(t, json.Unmarshal([]byte(r.body), &fields), r.body)
	return fields
}

func readerOf(body []byte) io.ReadCloser { return io.NopCloser(bytes.NewReader(body)) }
