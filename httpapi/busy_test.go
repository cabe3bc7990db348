package httpapi

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
)

// TestTooBusy: over the limit a request is refused with Retry-After, bad
// requests too; once there is room again, answered.
func TestTooBusy(t *testing.T) {
	h := New(engine.NewRegistry(nil), &Options{MaxConcurrent: 1, MaxWait: time.Millisecond}).(*handler)
	ask := func(path, body string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(body)))
		return w
	}
	const ims = "/v2/p/images/resource_instances/action"
	require.True(t, h.gate.enter(t.Context()))
	for range 3 {
		w := ask(ims, `{"action":"filter"}`)
		require.Equal(t, 503, w.Code)
		require.Equal(t, "1", w.Header().Get("Retry-After"))
		require.JSONEq(t, `{"error":{"code":"IMG.0503","message":"too many queries at once; try again later"}}`, w.Body.String())
	}
	w := ask("/v3/p/t/resource-instances/count", `{`)
	require.Equal(t, 503, w.Code)
	require.JSONEq(t, `{"error_code":"CTS.0004","error_msg":"too many queries at once; try again later"}`, w.Body.String())
	require.Equal(t, 404, ask("/nothing", ``).Code, "what needs no query is answered")
	require.Equal(t, 405, do(h, "GET", ims))

	h.gate.leave()
	require.Equal(t, 200, ask(ims, `{"action":"filter"}`).Code)
	require.Zero(t, len(h.gate.slots))
}

func do(h *handler, method, target string) int {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, target, nil))
	return w.Code
}

// TestScratchBounded: memory of a huge answer is not kept.
func TestScratchBounded(t *testing.T) {
	require.False(t, (&scratch{answer: make([]byte, 0, maxScratch)}).isHuge())
	require.True(t, (&scratch{answer: make([]byte, 0, maxScratch+1)}).isHuge())
	var s scratch
	s.body.Grow(maxScratch + 1)
	require.True(t, s.isHuge())
}
