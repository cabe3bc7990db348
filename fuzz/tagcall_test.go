package fuzz

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/fuzz/model/wire"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// maxTagCalls bounds the requests of one case.
const maxTagCalls = 24

// checkTagCalls sends calls about tags through the handler and holds answers,
// and what they leave behind, against the model's.
func checkTagCalls(t testing.TB, data []byte) {
	src := gen.New(data)
	registry := engine.NewRegistry(nil)
	p := &pair{engine: registry.Open("p", "images"), model: &model.Collection{}}
	p.upsert(t, tagCallData(src))
	for range maxTagCalls {
		checkTagCall(t, tagCallOf(src), registry, p)
		if src.Done() {
			break
		}
	}
	checkAll(t, p.engine.Snapshot(), p.model)
}

// tagCallData are a few resources, one of which comes near to its limits.
func tagCallData(src *gen.Source) []resource.Resource {
	list := []resource.Resource{src.Tagged("r0")}
	for range src.N(4) {
		list = append(list, src.Resource())
	}
	return list
}

// tagCall is one request.
type tagCall struct {
	wire.TagRequest
	options wire.Options
}

func tagCallOf(src *gen.Source) *tagCall {
	c := &tagCall{options: wire.Options{
		MayWrite: !src.OneIn(16), MayUseSysTags: src.OneIn(3), LargeTags: src.OneIn(4), Strict: src.OneIn(8),
	}}
	c.Call = gen.Pick(src, []string{"add", "batch", "batch", "remove", "list", "all"})
	c.Image = src.ID()
	if !src.OneIn(3) {
		c.Image = "r0" // so that one image comes to its limits
	}
	if src.OneIn(8) {
		c.Query = src.QueryString()
	}
	switch c.Call {
	case "list", "all":
		if src.OneIn(8) {
			c.Body = []byte("{}")
		}
	case "add", "batch":
		c.Body = src.TagBody(c.Call == "batch")
	case "remove":
		c.Key = src.WrittenKey()
	}
	return c
}

func checkTagCall(t testing.TB, c *tagCall, registry *engine.Registry, p *pair) {
	if c.Image == "" || c.Image == "/" || c.Call == "remove" && (c.Key == "" || c.Key == "/") {
		return // they have no path
	}
	before := p.engine.Snapshot()
	had := p.model.Clone()
	want := wire.Tags(p.model, c.options, &c.TagRequest)
	status, body, ignored := c.send(t, registry)
	about := []any{"%s %q %q: %q\nmodel %+v\ngot %s", c.Call, c.Image, c.Key, c.Body, want.Faults, body}
	require.Equal(t, want.Status, status, about...)
	if len(want.Faults) == 0 {
		require.Equal(t, want.Ignored, ignored, about...)
	}
	switch {
	case status == http.StatusNoContent:
		require.Empty(t, body)
		if reflect.DeepEqual(had.Resources(), p.model.Resources()) {
			require.Same(t, before, p.engine.Snapshot(), "nothing was changed, but a version published")
		} else {
			require.Equal(t, before.Version()+1, p.engine.Snapshot().Version(), "one request is one version")
		}
	case status == http.StatusOK:
		var got any
		require.NoError(t, json.Unmarshal(body, &got))
		require.Equal(t, want.Body, got, about...)
	default:
		var got map[string]any
		require.NoError(t, json.Unmarshal(body, &got))
		code, message := errorOf(got)
		require.Equal(t, want.Code(), code, about...)
		require.Contains(t, message, want.Faults[0].Path, about...)
		require.Same(t, before, p.engine.Snapshot(), "a refused request published")
	}
	want0, there := p.model.Get(c.Image)
	got0, found := p.engine.Get(c.Image)
	require.Equal(t, there, found)
	require.True(t, sameResource(want0, got0), "%+v, want %+v", got0, want0)
}

// send sends the request through the handler.
func (c *tagCall) send(t testing.TB, registry *engine.Registry) (int, []byte, string) {
	profile := dialect.IMS()
	if c.options.LargeTags {
		profile.TagAPI.Rules = dialect.LargeTagRules()
	}
	handler := httpapi.New(registry, &httpapi.Options{
		Profiles: []*dialect.Profile{profile},
		Strict:   c.options.Strict,
		Authenticate: func(*http.Request) (httpapi.Caller, error) {
			return httpapi.Caller{Write: c.options.MayWrite, Operator: c.options.MayUseSysTags}, nil
		},
	})
	method, path := c.target()
	target, err := url.Parse(path)
	require.NoError(t, err)
	request := httptest.NewRequest(method, "/", bytes.NewReader(c.Body))
	target.RawQuery = c.Query
	request.URL = target
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.Bytes(), recorder.Header().Get("Tagdex-Ignored")
}

// target is where the request goes.
func (c *tagCall) target() (method, path string) {
	image := "/v2/p/images/" + escape(c.Image) + "/tags"
	switch c.Call {
	case "all":
		return http.MethodGet, "/v2/p/images/tags"
	case "list":
		return http.MethodGet, image
	case "remove":
		return http.MethodDelete, image + "/" + escape(c.Key)
	case "batch":
		return http.MethodPost, image + "/action"
	}
	return http.MethodPost, image
}

// escape writes a segment so that not even a dot has a meaning.
func escape(segment string) string {
	if segment == "." || segment == ".." {
		return map[string]string{".": "%2E", "..": "%2E%2E"}[segment]
	}
	return url.PathEscape(segment)
}

func FuzzTagCalls(f *testing.F) {
	addSeeds(f, "FuzzTagCalls")
	f.Fuzz(func(t *testing.T, data []byte) { checkTagCalls(t, data) })
}

func TestTagCalls(t *testing.T) { runCases(t, "FuzzTagCalls", 1000, checkTagCalls) }
