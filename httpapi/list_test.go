package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/httpapi"
)

const listPath = "/v2/cloudimages"

// imageIDs are the ids of a list.
func (r reply) imageIDs(t testing.TB) string {
	t.Helper()
	require.Equal(t, http.StatusOK, r.status, r.body)
	var ids []string
	for _, image := range r.object(t)["images"].([]any) {
		ids = append(ids, image.(map[string]any)["id"].(string))
	}
	return strings.Join(ids, " ")
}

// TestListProject: the project is the caller's, else the header's where no
// credential is asked for, else the server's (SEMANTICS section 5).
func TestListProject(t *testing.T) {
	const p1, p2, slash, none = "i4 i3 i2 i1", "i9", "slash", ""
	for _, row := range []struct {
		name           string
		caller         httpapi.Caller
		header, server string
		want           string
		refused        bool
	}{
		{name: "nobody says", want: none},
		{name: "server", server: "p2", want: p2},
		{name: "header", header: "p1", server: "p2", want: p1},
		{name: "header, taken as it is", header: "a/b", want: slash},
		{name: "caller", caller: httpapi.Caller{Project: "p1"}, header: "p2", server: "p2", want: p1},
		{name: "caller, held to it", caller: httpapi.Caller{Project: "p1", Projects: []string{"p1"}}, header: "p2", want: p1},
		{name: "held to others", caller: httpapi.Caller{Project: "p1", Projects: []string{"p2"}}, header: "p2", refused: true},
		{name: "held to one, header ignored", caller: httpapi.Caller{Projects: []string{"p1"}}, header: "p1", server: "p2", refused: true},
		{name: "held to the server's", caller: httpapi.Caller{Projects: []string{"p2"}}, header: "p1", server: "p2", want: p2},
	} {
		t.Run(row.name, func(t *testing.T) {
			opts := as(row.caller, nil)
			opts.DefaultProject = row.server
			var header []string
			if row.header != "" {
				header = []string{"X-Project-Id", row.header}
			}
			got := do(newHandler(t, opts), http.MethodGet, listPath, "", header...)
			if row.refused {
				got.requireIMS(t, http.StatusForbidden, "IMG.0026", "")
				return
			}
			require.Equal(t, row.want, got.imageIDs(t))
		})
	}
}

// TestImage: one image, by the path that self names, of the project that the
// list would be about.
func TestImage(t *testing.T) {
	h := newHandler(t, &httpapi.Options{DefaultProject: "p1"})
	got := do(h, http.MethodGet, "/v2/images/i1", "")
	require.Equal(t, `{"id":"i1","name":"Ubuntu <22.04>","tags":["arch=arm64","os=ubuntu"],"status":"active","owner":"o",`+
		`"self":"/v2/images/i1","file":"/v2/images/i1/file","schema":"/v2/schemas/image"}`, got.body)
	got.requireJSON(t)
	do(h, http.MethodGet, "/v2/images/"+otherImage, "").requireIMS(t, 404, "IMG.0144", "image_id")
	require.Equal(t, 200, do(h, http.MethodGet, "/v2/images/"+otherImage, "", "X-Project-Id", "p2").status)
	do(h, http.MethodGet, "/v2/images/i1", "", "X-Project-Id", "nobody").requireIMS(t, 404, "IMG.0144", "image_id")
	do(h, http.MethodPost, "/v2/images/i1", "{}").requireGateway(t, 405, "APIGW.0101")
	do(h, http.MethodGet, "/v2/images/", "").requireGateway(t, 404, "APIGW.0101")
	held := newHandler(t, as(httpapi.Caller{Project: "p2", Projects: []string{"p1"}}, nil))
	do(held, http.MethodGet, "/v2/images/"+otherImage, "").requireIMS(t, 403, "IMG.0026", "")
}

// TestListAnswer pins one answer byte by byte.
func TestListAnswer(t *testing.T) {
	h := newHandler(t, &httpapi.Options{DefaultProject: "p1"})
	got := do(h, http.MethodGet, listPath+"?tag=arch=arm64", "")
	require.Equal(t, `{"images":[{"id":"i1","name":"Ubuntu <22.04>","tags":["arch=arm64","os=ubuntu"],"status":"active","owner":"o",`+
		`"self":"/v2/images/i1","file":"/v2/images/i1/file","schema":"/v2/schemas/image"}]}`, got.body)
	got.requireJSON(t)
	do(h, http.MethodGet, listPath+"?limit=0", "").requireIMS(t, 400, "IMG.0001", "limit")
	do(h, http.MethodGet, listPath+"?marker="+otherImage, "").requireIMS(t, 400, "IMG.0027", "marker")
	do(h, http.MethodPost, listPath, "{}").requireGateway(t, 405, "APIGW.0101")
	do(h, http.MethodGet, listPath+"/", "").requireGateway(t, 404, "APIGW.0101")
	do(h, http.MethodGet, listPath+"?x="+strings.Repeat("y", 64<<10), "").requireIMS(t, 400, "IMG.0001", "query")
}
