package fuzz

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/fuzz/model/wire"
	"github.com/tagdex/tagdex/httpapi"
)

// request is one request of a wire case.
type request struct {
	action  dialect.Action // of the path; empty for IMS
	options wire.Options
	query   string
	body    []byte
}

// requestOf makes a request.
func requestOf(src *gen.Source) *request {
	r := &request{options: wire.Options{
		SwapNegation:    src.OneIn(2),
		KeyLength127:    src.OneIn(4),
		Lenient:         src.OneIn(4),
		LenientKeys:     src.OneIn(4),
		RefuseEmptyName: src.OneIn(4),
		MayUseSysTags:   src.OneIn(2),
		Strict:          src.OneIn(4),
	}}
	if src.OneIn(2) {
		r.options.Type = gen.Pick(src, []string{"cts-tracker", "images"})
		r.action = gen.Pick(src, []dialect.Action{dialect.ActionFilter, dialect.ActionCount})
		r.query = src.QueryString()
		r.body = src.Body(gen.CTS)
		return r
	}
	if src.OneIn(8) {
		r.query = src.QueryString()
	}
	r.body = src.Body(gen.IMS)
	return r
}

// want asks the model.
func (r *request) want(m *model.Collection) wire.Answer {
	switch r.action {
	case dialect.ActionFilter:
		return wire.CTSFilter(m, r.options, r.query, r.body)
	case dialect.ActionCount:
		return wire.CTSCount(m, r.options, r.query, r.body)
	}
	return wire.IMS(m, r.options, r.query, r.body)
}

// profile is the documented one with the options set.
func (r *request) profile() *dialect.Profile {
	p := dialect.IMS()
	if r.action != "" {
		p = dialect.CTS()
	}
	p.Reading.SwapNegation = r.options.SwapNegation
	p.LenientValues = r.options.Lenient
	p.RefuseEmptyName = r.options.RefuseEmptyName
	p.Strict = r.options.Strict
	if r.action != "" && r.options.LenientKeys {
		p.KeyChars = nil
	}
	if r.options.KeyLength127 {
		p.MaxKeyLength = 127
	}
	return p
}

// path is where the request goes over HTTP.
func (r *request) path() string {
	if r.action == "" {
		return "/v2/p/images/resource_instances/action"
	}
	return "/v3/p/" + r.options.Type + "/resource-instances/" + string(r.action)
}

// wireSets is how many data sets wire cases choose from.
const wireSets = 8

// wireBuilt are the data sets, each built once: no request changes them.
var wireBuilt [wireSets]struct {
	sync.Once
	registry *engine.Registry
	pair     *pair
}

// wireData chooses a data set, and makes src remember what is in it.
func wireData(t testing.TB, src *gen.Source) (*engine.Registry, *pair) {
	number := src.N(wireSets)
	resources := gen.New(randomBytes("wire data", number, 4096)).Set().Own
	src.Remember(resources)
	built := &wireBuilt[number]
	built.Do(func() {
		built.registry = engine.NewRegistry([]*engine.Options{nil, declared, ordersAlone}[number%3])
		built.pair = &pair{engine: built.registry.Open("p", "images"), model: &model.Collection{}}
		built.pair.upsert(t, resources)
		_, err := built.registry.Open("p", "cts-tracker").Upsert(t.Context(), resources...)
		require.NoError(t, err)
	})
	return built.registry, built.pair
}

// send sends the request through the handler and decodes what comes back, and
// what it says to have ignored.
func (r *request) send(t testing.TB, registry *engine.Registry) (int, map[string]any, string) {
	handler := httpapi.New(registry, &httpapi.Options{
		Profiles: []*dialect.Profile{r.profile()},
		Authenticate: func(*http.Request) (httpapi.Caller, error) {
			return httpapi.Caller{Operator: r.options.MayUseSysTags}, nil
		},
	})
	recorder := httptest.NewRecorder()
	httpRequest := httptest.NewRequest(http.MethodPost, r.path(), bytes.NewReader(r.body))
	httpRequest.URL = &url.URL{Path: r.path(), RawQuery: r.query}
	handler.ServeHTTP(recorder, httpRequest)
	var body map[string]any
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &body), "%s", recorder.Body)
	return recorder.Code, body, recorder.Header().Get("Tagdex-Ignored")
}
