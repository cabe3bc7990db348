package fuzz

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/fuzz/model/wire"
	"github.com/tagdex/tagdex/httpapi"
)

// imageList is the image list of project p, and the model of what it holds.
type imageList struct {
	handler http.Handler
	model   *model.Collection
	options wire.Options // of the caller
}

func newImageList(registry *engine.Registry, m *model.Collection, o wire.Options) *imageList {
	return &imageList{model: m, options: o, handler: httpapi.New(registry, &httpapi.Options{
		Strict: o.Strict,
		Authenticate: func(*http.Request) (httpapi.Caller, error) {
			return httpapi.Caller{Operator: o.MayUseSysTags}, nil
		},
	})}
}

// get sends a query string, as it is.
func (l *imageList) get(t testing.TB, rawQuery string) (int, map[string]any, string) {
	r := httptest.NewRequest(http.MethodGet, "/v2/cloudimages", nil)
	r.URL = &url.URL{Path: "/v2/cloudimages", RawQuery: rawQuery}
	r.Header.Set("X-Project-Id", "p")
	recorder := httptest.NewRecorder()
	l.handler.ServeHTTP(recorder, r)
	var body map[string]any
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &body), "%s", recorder.Body)
	return recorder.Code, body, recorder.Header().Get("Tagdex-Ignored")
}

// checkOne asks for one image, by the path that its self would name.
func (l *imageList) checkOne(t testing.TB, id string) {
	if id == "" || id == "." || id == ".." || id == "/" {
		return // they have no path
	}
	want := wire.Image(l.model, l.options, id, "", false)
	r := httptest.NewRequest(http.MethodGet, "/v2/images/"+url.PathEscape(id), nil)
	r.Header.Set("X-Project-Id", "p")
	recorder := httptest.NewRecorder()
	l.handler.ServeHTTP(recorder, r)
	var body map[string]any
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &body), "%s", recorder.Body)
	require.Equal(t, want.Status, recorder.Code, "%q: %v", id, body)
	if want.Status == http.StatusOK {
		require.Equal(t, want.Body, body, "%q", id)
		return
	}
	code, message := errorOf(body)
	require.Equal(t, want.Code(), code)
	require.Contains(t, message, want.Faults[0].Path)
}

// check sends one query string and compares what comes back.
func (l *imageList) check(t testing.TB, rawQuery string) wire.Answer {
	want := wire.List(l.model, l.options, rawQuery, false)
	status, body, ignored := l.get(t, rawQuery)
	require.Equal(t, want.Status, status, "%q\nmodel %+v\ngot %v", rawQuery, want.Faults, body)
	if status != http.StatusOK {
		code, message := errorOf(body)
		require.Equal(t, want.Code(), code, "%q: %v", rawQuery, body)
		require.Contains(t, message, want.Faults[0].Path, "%q", rawQuery)
		return want
	}
	require.Equal(t, want.Body, body, "%q", rawQuery)
	require.Equal(t, want.Ignored, ignored, "%q", rawQuery)
	return want
}

// walk pages through a list by marker to its end, in pages of another length
// than asked for: together they are the list, each image once.
func (l *imageList) walk(t testing.TB, rawQuery, limit string) {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return
	}
	values.Del("marker")
	values.Set("limit", "1000")
	whole := wire.List(l.model, l.options, values.Encode(), false)
	if whole.Status != http.StatusOK || len(whole.Page) >= 1000 {
		return
	}
	values.Set("limit", limit)
	for at := 0; ; {
		page := l.check(t, values.Encode()).Page
		for _, r := range page {
			require.Less(t, at, len(whole.Page), "%q", rawQuery)
			require.Equal(t, whole.Page[at].ID, r.ID, "%q", rawQuery)
			at++
		}
		if len(page) == 0 {
			require.Equal(t, len(whole.Page), at, "%q", rawQuery)
			return
		}
		values.Set("marker", page[len(page)-1].ID)
	}
}

func checkImageLists(t testing.TB, data []byte) {
	src := gen.New(data)
	registry, p := wireData(t, src)
	list := newImageList(registry, p.model, wire.Options{MayUseSysTags: src.OneIn(2), Strict: src.OneIn(8)})
	for range maxQueries {
		rawQuery := src.ListQuery()
		list.check(t, rawQuery)
		if src.OneIn(4) {
			list.checkOne(t, src.ID())
		}
		if src.OneIn(4) {
			list.walk(t, rawQuery, gen.Pick(src, []string{"1", "2", "3", "10"}))
		}
		if src.Done() {
			break
		}
	}
}

func FuzzImageList(f *testing.F) {
	addSeeds(f, "FuzzImageList")
	f.Fuzz(func(t *testing.T, data []byte) { checkImageLists(t, data) })
}

func TestImageList(t *testing.T) { runCases(t, "FuzzImageList", 1200, checkImageLists) }

// FuzzListQuery is FuzzImageList for query strings that the fuzzer writes
// itself.
func FuzzListQuery(f *testing.F) {
	for _, rawQuery := range []string{
		"tag=a=b", "limit=1&marker=r0&sort_key=status%20", "created_at=gt:2024-01-01T00:00:00Z&updated_at=neq:2024-01-01+00:00:00",
		"architecture=arm&created_at=gt:2024-01-01T00:00:00Z&created_at=lte:2025-01-01T00:00:00Z", "__isregistered=false&protected=false",
		"visibility=shared&member_status=accepted", "enterprise_project_id=0&__isregistered=true", "__x=%F0%9F%98%80&x=%zz",
	} {
		f.Add(rawQuery)
	}
	registry, p := wireData(f, gen.New(nil))
	tenant, operator := newImageList(registry, p.model, wire.Options{}), newImageList(registry, p.model, wire.Options{MayUseSysTags: true})
	f.Fuzz(func(t *testing.T, rawQuery string) {
		tenant.check(t, rawQuery)
		operator.check(t, rawQuery)
	})
}

// What is asked has to reach what there is.
func TestImageListsReachSomething(t *testing.T) {
	codes, asked, found := map[string]int{}, 0, 0
	for number := range 1000 {
		src := gen.New(caseBytes("FuzzImageList", number))
		_, p := wireData(t, src)
		for range maxQueries {
			answer := wire.List(p.model, wire.Options{MayUseSysTags: asked%2 == 0}, src.ListQuery(), false)
			asked++
			codes[answer.Code()]++
			if len(answer.Page) > 0 {
				found++
			}
			if src.Done() {
				break
			}
		}
	}
	for _, code := range []string{"", "IMG.0001", "IMG.0024", "IMG.0027", "IMG.0115"} {
		require.Greater(t, codes[code]*2000, asked, "code %q in %v", code, codes)
	}
	require.Greater(t, codes[""]*2, asked, "half are answered: %v", codes)
	require.Greater(t, found*6, asked, "some find something: %d of %d", found, asked)
}

// A project that is not there: an empty list, and no marker.
func TestImageListOfNoProject(t *testing.T) {
	list := newImageList(engine.NewRegistry(nil), &model.Collection{}, wire.Options{})
	for _, rawQuery := range []string{"", "limit=1", "marker=a", "limit=0", "tag=a=b&sort_key=id"} {
		list.check(t, rawQuery)
	}
}
