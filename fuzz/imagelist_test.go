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

// getImages sends a query string to the image list, as it is.
func getImages(t testing.TB, handler http.Handler, rawQuery string) (int, map[string]any) {
	r := httptest.NewRequest(http.MethodGet, "/v2/cloudimages", nil)
	r.URL = &url.URL{Path: "/v2/cloudimages", RawQuery: rawQuery}
	r.Header.Set("X-Project-Id", "p")
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, r)
	var body map[string]any
	require.NoError(t, json.Unmarshal(recorder.Body.Bytes(), &body), "%s", recorder.Body)
	return recorder.Code, body
}

// checkImages sends one query string, and then follows the pages by the last
// id: together they are the list, each image once.
func checkImages(t testing.TB, handler http.Handler, m *model.Collection, rawQuery string) wire.Answer {
	want := wire.List(m, rawQuery)
	status, body := getImages(t, handler, rawQuery)
	require.Equal(t, want.Status, status, "%q\nmodel %+v\ngot %v", rawQuery, want.Faults, body)
	if status != http.StatusOK {
		code, message := errorOf(body)
		require.Equal(t, want.Code(), code, "%q: %v", rawQuery, body)
		require.Contains(t, message, want.Faults[0].Path, "%q", rawQuery)
		return want
	}
	require.Equal(t, want.Body, body, "%q", rawQuery)
	return want
}

// walkImages pages through a list by marker to its end, in pages of another
// length than asked for.
func walkImages(t testing.TB, handler http.Handler, m *model.Collection, rawQuery, limit string) {
	values, err := url.ParseQuery(rawQuery)
	if err != nil {
		return
	}
	values.Del("marker")
	values.Set("limit", "1000")
	whole := wire.List(m, values.Encode())
	if whole.Status != http.StatusOK || len(whole.Page) >= 1000 {
		return
	}
	values.Set("limit", limit)
	for at := 0; ; {
		page := checkImages(t, handler, m, values.Encode()).Page
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
	handler := httpapi.New(registry, nil)
	for range maxQueries {
		rawQuery := src.ListQuery()
		checkImages(t, handler, p.model, rawQuery)
		if src.OneIn(4) {
			walkImages(t, handler, p.model, rawQuery, gen.Pick(src, []string{"1", "2", "3", "10"}))
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
		"visibility=shared&member_status=accepted", "enterprise_project_id=0&__isregistered=true", "__x=%F0%9F%98%80&x=%zz",
	} {
		f.Add(rawQuery)
	}
	registry, p := wireData(f, gen.New(nil))
	handler := httpapi.New(registry, nil)
	f.Fuzz(func(t *testing.T, rawQuery string) { checkImages(t, handler, p.model, rawQuery) })
}

// What is asked has to reach what there is.
func TestImageListsReachSomething(t *testing.T) {
	codes, asked, found := map[string]int{}, 0, 0
	for number := range 1000 {
		src := gen.New(caseBytes("FuzzImageList", number))
		_, p := wireData(t, src)
		for range maxQueries {
			answer := wire.List(p.model, src.ListQuery())
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
	handler := httpapi.New(engine.NewRegistry(nil), nil)
	for _, rawQuery := range []string{"", "limit=1", "marker=a", "limit=0", "tag=a=b&sort_key=id"} {
		checkImages(t, handler, &model.Collection{}, rawQuery)
	}
}
