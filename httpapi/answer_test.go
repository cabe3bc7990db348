package httpapi_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// TestAnswers pins whole answers (SEMANTICS section 5).
func TestAnswers(t *testing.T) {
	h := newHandler(t, &httpapi.Options{Authenticate: func(*http.Request) (httpapi.Caller, error) { return httpapi.Caller{Operator: true}, nil }})
	tests := []struct{ name, path, body, want string }{
		{
			"IMS filter", imsPath, `{"action":"filter","limit":2}`,
			`{"total_count":4,"resources":[` +
				`{"resource_id":"i1","resource_name":"Ubuntu <22.04>","resource_detail":{"status":"active"},"tags":[{"key":"arch","value":"arm64"},{"key":"os","value":"ubuntu"}]},` +
				`{"resource_id":"i2","resource_name":"名前","resource_detail":{"status":"queued"},"tags":[{"key":"arch","value":"x86"}]}]}`,
		},
		{
			"IMS second page: system tags hidden, no detail", imsPath, `{"action":"filter","limit":"1","offset":"2"}`,
			`{"total_count":4,"resources":[{"resource_id":"i3","resource_name":"","resource_detail":{"status":""},"tags":[]}]}`,
		},
		{"IMS count", imsPath, `{"action":"count","limit":[],"offset":-1}`, `{"total_count":4}`},
		{"IMS count of some", imsPath, `{"action":"count","tags":[{"key":"arch","values":["arm64"]}]}`, `{"total_count":1}`},
		{
			"IMS untagged", imsPath, `{"action":"filter","without_any_tag":true,"matches":[{"key":"resource_name","value":""}]}`,
			`{"total_count":1,"resources":[{"resource_id":"i3","resource_name":"","resource_detail":{"status":""},"tags":[]}]}`,
		},
		{"IMS nothing", imsPath, `{"action":"filter","tags":[{"key":"_sys_p","values":[]}]}`, `{"total_count":0,"resources":[]}`},
		{"IMS past the end", imsPath, `{"action":"filter","offset":4}`, `{"total_count":4,"resources":[]}`},
		{"IMS far past the end", imsPath, `{"action":"filter","limit":1000,"offset":"9223372036854775807"}`, `{"total_count":4,"resources":[]}`},
		{
			"CTS filter: system tags shown, detail a string", ctsFilter, `{}`,
			`{"total_count":2,"resources":[` +
				`{"resource_id":"t1","resource_name":"system","resource_detail":"","tags":[{"key":"_sys_enterprise_project_id","value":"0"},{"key":"key1","value":"value1"}]},` +
				`{"resource_id":"t2","resource_name":"data","resource_detail":"","tags":[{"key":"key1","value":"my value2"}]}]}`,
		},
		{"CTS count", ctsCount, `{"action":"filter","limit":"x"}`, `{"total_count":2}`},
		{"CTS count ignores the query string", ctsCount + "?limit=x&offset=", `{}`, `{"total_count":2}`},
		{
			"CTS page in the query string", ctsFilter + "?limit=1&offset=1", `{"limit":0,"offset":0}`,
			`{"total_count":2,"resources":[{"resource_id":"t2","resource_name":"data","resource_detail":"","tags":[{"key":"key1","value":"my value2"}]}]}`,
		},
		{"CTS wildcard, trimmed", ctsCount, `{"tags":[{"key":"key1","values":[" *value "]}]}`, `{"total_count":2}`},
		{"CTS system tags", ctsCount, `{"sys_tags":[{"key":"_sys_enterprise_project_id","values":["0"]}]}`, `{"total_count":1}`},
		{"CTS name", ctsCount, `{"matches":[{"key":"resource_name","value":"SYS"}]}`, `{"total_count":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := post(h, tt.path, tt.body)
			require.Equal(t, http.StatusOK, r.status, r.body)
			require.Equal(t, tt.want, r.body)
			require.Equal(t, fmt.Sprint(len(r.body)), r.header.Get("Content-Length"))
			r.requireJSON(t)
		})
	}
}

// TestResourceTypes: the v3 paths serve every resource type by its name.
func TestResourceTypes(t *testing.T) {
	h := newHandler(t, nil)
	total, _ := post(h, ctsImages, `{}`).ids(t)
	require.Equal(t, 4, total)
	total, _ = post(h, "/v3/p1/nothing/resource-instances/filter", `{}`).ids(t)
	require.Equal(t, 0, total)
	total, _ = post(h, "/v3/p1/Images/resource-instances/filter", `{}`).ids(t)
	require.Equal(t, 0, total, "compared exactly")
}

// TestUnknownProject: it answers like an empty one, and is not made.
func TestUnknownProject(t *testing.T) {
	reg := engine.NewRegistry(nil)
	h := httpapi.New(reg, nil)
	require.Equal(t, `{"total_count":0,"resources":[]}`, post(h, imsPath, `{"action":"filter"}`).body)
	require.Equal(t, `{"total_count":0}`, post(h, imsPath, `{"action":"count"}`).body)
	require.Equal(t, `{"total_count":0,"resources":[]}`, post(h, ctsFilter, `{}`).body)
	require.Equal(t, `{"total_count":0}`, post(h, ctsCount, `{}`).body)
	post(h, imsPath, `{"action":"filter","limit":0}`).requireIMS(t, 400, "IMG.0001", "limit")
	for name := range reg.Collections() {
		t.Fatalf("%v was made", name)
	}
}

// TestProjectsApart: no answer holds what another project has.
func TestProjectsApart(t *testing.T) {
	h := newHandler(t, nil)
	total, ids := post(h, imsPath, `{"action":"filter","tags":[{"key":"arch","values":["arm64"]}]}`).ids(t)
	require.Equal(t, 1, total)
	require.Equal(t, []string{"i1"}, ids)
	total, _ = post(h, imsPath, `{"action":"filter","matches":[{"key":"resource_id","value":"`+otherImage+`"}]}`).ids(t)
	require.Equal(t, 0, total)
}

// TestOneSnapshot is SEMANTICS section 3: total and page come from the same
// version, also while a writer turns the data over.
func TestOneSnapshot(t *testing.T) {
	reg := engine.NewRegistry(nil)
	c := reg.Open("p1", "images")
	h := httpapi.New(reg, nil)
	var add, drop engine.Batch
	for i := range 50 {
		id := fmt.Sprint("id", i)
		add.Upsert(resource.Resource{ID: id})
		drop.Delete(id)
	}
	ctx, stop := context.WithCancel(t.Context())
	var writer sync.WaitGroup
	writer.Go(func() {
		for ctx.Err() == nil {
			_, _ = c.Apply(ctx, &add)
			_, _ = c.Apply(ctx, &drop)
		}
	})
	for range 500 {
		total, ids := post(h, imsPath, `{"action":"filter","limit":1000}`).ids(t)
		require.Len(t, ids, total)
		require.Contains(t, []int{0, 50}, total)
	}
	stop()
	writer.Wait()
}

// TestTextIsNotInterpreted: what looks like markup or JSON stays text.
func TestTextIsNotInterpreted(t *testing.T) {
	reg := engine.NewRegistry(nil)
	text := `</script><b>"}],"x":` + "\u2028\x00"
	_, err := reg.Open("p1", "images").Upsert(t.Context(), resource.Resource{
		ID: text, Name: text, Tags: []resource.Tag{{Key: text, Value: text}},
	})
	require.NoError(t, err)
	h := httpapi.New(reg, nil)
	key, err := json.Marshal(text)
	require.NoError(t, err)
	total, ids := post(h, imsPath, `{"action":"filter","tags":[{"key":`+string(key)+`,"values":[`+string(key)+`]}]}`).ids(t)
	require.Equal(t, 1, total)
	require.Equal(t, []string{text}, ids)
}
