package httpapi

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

func got(h http.Handler, method, path, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	return w
}

// TestScansAreFew: while as many queries read details as may, another is
// refused at once, and those that need not read them are answered.
func TestScansAreFew(t *testing.T) {
	reg := engine.NewRegistry(&engine.Options{Properties: dialect.IMSList().Properties()})
	_, err := reg.Open(DefaultProject, "images").Upsert(t.Context(), resource.Resource{ID: "i", Detail: `{"status":"active","__odd":"1"}`})
	require.NoError(t, err)
	h := New(reg, &Options{MaxScans: 1}).(*handler)
	for _, path := range []string{"/v2/cloudimages?__odd=1", nativeRoot + "/default/images/count?query=prop.odd", nativeRoot + "/default/images/facets?key=a&query=not+prop.odd=1"} {
		require.Equal(t, 200, got(h, "GET", path, "").Code, path)
		require.True(t, h.scans.try())
		w := got(h, "GET", path, "")
		require.Equal(t, 503, w.Code, path)
		require.Equal(t, "1", w.Header().Get("Retry-After"))
		for _, indexed := range []string{"/v2/cloudimages?status=active", nativeRoot + "/default/images/count?query=prop.status=active"} {
			require.Equal(t, 200, got(h, "GET", indexed, "").Code, indexed)
		}
		h.scans.leave()
	}
}

// TestNoRoomToSpool: a body that the disk has no room for is answered so, and
// the cause logged.
func TestNoRoomToSpool(t *testing.T) {
	var logs bytes.Buffer
	nowhere := filepath.Join(t.TempDir(), "nowhere")
	h := New(engine.NewRegistry(nil), &Options{
		SpoolDir: nowhere, Logger: slog.New(slog.NewTextHandler(&logs, nil)),
		Authenticate: func(*http.Request) (Caller, error) { return Caller{Write: true}, nil },
	})
	body := strings.Repeat(`{"resource_id":"`+strings.Repeat("x", 1000)+`"}`+"\n", spoolMemory/1000)
	w := got(h, "POST", nativeRoot+"/p/images/load", body)
	require.Equal(t, http.StatusInsufficientStorage, w.Code)
	require.Contains(t, w.Body.String(), `"code":"full"`)
	require.NotContains(t, w.Body.String(), "nowhere")
	require.Contains(t, logs.String(), "nowhere")
}
