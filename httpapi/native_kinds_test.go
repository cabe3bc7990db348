package httpapi_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/query"
)

// SEMANTICS section 2, declared properties: what a load, and a PUT, say of
// values that are not of the declared kind.
func TestNativeKindMismatches(t *testing.T) {
	options := engine.Options{Properties: []query.Property{{Name: "created_at", Kind: query.KindTime}, {Name: "min_disk", Kind: query.KindNumber}}}
	const body = `{"resource_id":"a","resource_detail":{"created_at":"yesterday","min_disk":"40"}}
{"resource_id":"b","resource_detail":{"created_at":"2025-06-01T08:00:00.25+08:00","min_disk":"4O"}}
{"resource_id":"c","resource_detail":{"created_at":1748764800,"min_disk":null}}
`
	handler := func() http.Handler {
		return httpapi.New(engine.NewRegistry(&options), as(mayWrite, nil))
	}
	h := handler()
	post(h, nativeImages+"/load", body).require200(t,
		`{"inserted":3,"replaced":0,"deleted":0,"version":1,"kind_mismatches":{"created_at":2,"min_disk":1}}`)
	get(h, nativeImages+"/count?query=prop.created_at%3Dyesterday").require200(t, `{"total_count":1,"version":1}`)
	get(h, nativeImages+"/count?query=prop.created_at+%3C+2025-06-01T00:00:00.3Z").require200(t, `{"total_count":1,"version":1}`)

	options.RefuseKindMismatch = true
	h = handler()
	got := post(h, nativeImages+"/load", `{"resource_id":"x"}`+"\n"+body)
	require.Equal(t, http.StatusBadRequest, got.status, got.body)
	require.Contains(t, got.body, `"path":"resource_detail.created_at","line":2`)
	require.Contains(t, got.body, `yesterday`)
	require.Contains(t, got.body, `want a time`)
	get(h, nativeImages+"/count?query=all").require200(t, `{"total_count":0,"version":0}`)
}
