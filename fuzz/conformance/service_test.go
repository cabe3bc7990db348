package conformance

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/query"
)

// everything has all options on.
var everything = map[Option]bool{
	SwapNegation: true, KeyLength127: true, LenientValues: true, LenientKeys: true, RefuseEmptyName: true, SystemTags: true,
	Writable: true, LargeTags: true, Strict: true,
}

// profiles are the documented ones with the options set.
func profiles(on map[Option]bool) (ims, cts *dialect.Profile) {
	ims, cts = dialect.IMS(), dialect.CTS()
	for _, p := range []*dialect.Profile{ims, cts} {
		p.Reading.SwapNegation = on[SwapNegation]
		p.LenientValues = on[LenientValues]
		p.RefuseEmptyName = on[RefuseEmptyName]
		p.Strict = on[Strict]
		if on[KeyLength127] {
			p.MaxKeyLength = 127
		}
	}
	if on[LenientKeys] {
		cts.KeyChars = nil
	}
	if on[LargeTags] {
		ims.TagAPI.Rules = dialect.LargeTagRules()
	}
	return ims, cts
}

// loaded is a registry that holds the data sets.
func loaded(t testing.TB) *engine.Registry {
	sets, err := DataSets()
	require.NoError(t, err)
	registry := engine.NewRegistry(nil)
	for _, set := range sets {
		c := registry.Open(set.Project, set.Type)
		for _, row := range set.Rows {
			_, err := c.Upsert(t.Context(), resourceOf(&row))
			require.NoError(t, err)
		}
	}
	return registry
}

// The vectors over HTTP, with no option, with the rights to write alone, and
// with all. Whatever they change, they leave the data as they were.
func TestHTTPConforms(t *testing.T) {
	registry := loaded(t)
	before := contents(t, registry)
	for _, on := range []map[Option]bool{nil, {Writable: true}, {Writable: true, SystemTags: true}, everything} {
		ims, cts := profiles(on)
		handler := httpapi.New(registry, &httpapi.Options{
			Profiles: []*dialect.Profile{ims, cts},
			Strict:   on[Strict],
			Authenticate: func(*http.Request) (httpapi.Caller, error) {
				return httpapi.Caller{Operator: on[SystemTags], Write: on[Writable]}, nil
			},
		})
		report := run(t, handler, &Options{On: on})
		require.True(t, report.OK(), "%v\n%s", on, table(t, report))
		require.Equal(t, before, contents(t, registry), "%v: a vector left something behind", on)
	}
}

// contents writes down what a registry holds.
func contents(t testing.TB, registry *engine.Registry) map[engine.Name]string {
	all := map[engine.Name]string{}
	for name, c := range registry.Collections() {
		var text strings.Builder
		for r, err := range c.Matches(t.Context(), query.All()) {
			require.NoError(t, err)
			fmt.Fprintf(&text, "%q\n", r)
		}
		all[name] = text.String()
	}
	return all
}

// Whether the caller may write is found out.
func TestRunFindsOutWhatTheCallerMayDo(t *testing.T) {
	registry := loaded(t)
	skipped := map[bool]int{}
	for _, write := range []bool{false, true} {
		handler := httpapi.New(registry, &httpapi.Options{
			Authenticate: func(*http.Request) (httpapi.Caller, error) { return httpapi.Caller{Write: write}, nil },
		})
		report := run(t, handler, nil)
		require.True(t, report.OK(), table(t, report))
		skipped[write] = report.Count(Skipped)
	}
	require.Greater(t, skipped[false], skipped[true]+300)
}

// The vectors without HTTP: dialect and engine, in process. What is of HTTP
// alone is left out: paths, methods, the size limit of bodies, single images,
// and the calls about tags.
func TestEngineConforms(t *testing.T) {
	registry := loaded(t)
	vectors, err := Load()
	require.NoError(t, err)
	ran := 0
	for _, on := range []map[Option]bool{nil, everything} {
		ims, cts := profiles(on)
		for i := range vectors {
			v := &vectors[i]
			if v.Needs.unmet(on) != "" || isTagCall(v.Path) || strings.HasPrefix(v.Path, imagePath) || v.Want.Status == 404 || v.Want.Status == 405 || v.Want.Status == 413 {
				continue
			}
			ran++
			profile := ims
			if strings.HasPrefix(v.Path, "/v3/") {
				profile = cts
			}
			if fault := v.Check(ask(t, registry, profile, v, on[SystemTags])); fault != "" {
				t.Errorf("%s (%s) with %v: %s", v.ID, v.Rule, on, fault)
			}
		}
	}
	require.Greater(t, ran, 1500)
}

// ask sends a vector through profile and engine.
func ask(t testing.TB, registry *engine.Registry, p *dialect.Profile, v *Vector, systemTags bool) *Response {
	if v.Path == listPath {
		return askList(t, registry, v, systemTags, p.Strict)
	}
	body, err := v.Bytes()
	require.NoError(t, err)
	in := dialect.Input{Body: body, Query: v.Query, Operator: systemTags, Action: dialect.ActionFilter}
	if strings.HasSuffix(v.Path, "/count") {
		in.Action = dialect.ActionCount
	}
	req, err := p.Decode(in)
	var refused *dialect.Error
	if errors.As(err, &refused) {
		return &Response{Status: refused.Status, Body: p.Errors.AppendError(nil, refused, "")}
	}
	require.NoError(t, err)
	expr, err := req.Expr()
	require.NoError(t, err)
	parts := strings.Split(v.Path, "/")
	c, there := registry.Collection(parts[2], parts[3])
	if !there {
		c = engine.Open(nil)
	}
	if req.Action == dialect.ActionCount {
		total, err := c.Count(t.Context(), expr)
		require.NoError(t, err)
		return &Response{Status: http.StatusOK, Body: p.AppendCount(nil, total), Ignored: dialect.IgnoredNames(req.Ignored)}
	}
	found, err := c.Find(t.Context(), expr, engine.Page{Offset: req.Offset, Limit: req.Limit})
	require.NoError(t, err)
	return &Response{Status: http.StatusOK, Body: p.AppendPage(nil, dialect.Audience{ResourceType: parts[3], Operator: systemTags}, found.Total, slices.Values(found.Resources)), Ignored: dialect.IgnoredNames(req.Ignored)}
}

// askList is ask for the image list.
func askList(t testing.TB, registry *engine.Registry, v *Vector, operator, strict bool) *Response {
	p := dialect.IMSList()
	p.Strict = strict
	refuse := func(e *dialect.Error) *Response {
		return &Response{Status: e.Status, Body: p.Errors.AppendError(nil, e, "")}
	}
	req, err := p.Decode(dialect.Input{Query: v.Query, Operator: operator, Unread: len(v.Body) > 0})
	var refused *dialect.Error
	if errors.As(err, &refused) {
		return refuse(refused)
	}
	require.NoError(t, err)
	c, there := registry.Collection(v.project(), TypeImages)
	if !there {
		c = engine.Open(nil)
	}
	page, err := c.List(t.Context(), req.Expr, engine.Listing{Sort: req.Sort, Limit: req.Limit, AfterID: req.Marker})
	if errors.Is(err, engine.ErrUnknownID) {
		return refuse(p.UnknownMarker(req.Marker))
	}
	require.NoError(t, err)
	return &Response{Status: http.StatusOK, Body: p.AppendImages(nil, page.Resources), Ignored: dialect.IgnoredNames(req.Ignored)}
}
