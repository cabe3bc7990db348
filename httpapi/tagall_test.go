package httpapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// manyTags holds a project whose tags fill several portions.
func manyTags(t *testing.T) *engine.Registry {
	reg := engine.NewRegistry(nil)
	rs := make([]resource.Resource, 3000)
	for i := range rs {
		rs[i] = resource.Resource{ID: fmt.Sprint(i), Tags: []resource.Tag{{Key: "k", Value: fmt.Sprint(i, strings.Repeat("v", 250))}}}
	}
	_, err := reg.Open("p", "images").Upsert(t.Context(), rs...)
	require.NoError(t, err)
	return reg
}

// faltering takes some portions, then fails.
type faltering struct {
	*httptest.ResponseRecorder
	after func(portions int) error
	n     int
}

func (f *faltering) Write(p []byte) (int, error) {
	f.n++
	if err := f.after(f.n); err != nil {
		return 0, err
	}
	return f.ResponseRecorder.Write(p)
}

// An answer that cannot be ended must not look whole: the connection is cut.
func TestTagsAreCutNotShortened(t *testing.T) {
	reg := manyTags(t)
	for name, after := range map[string]func(n int, cancel func()) error{
		"the caller is gone": func(n int, _ func()) error {
			if n > 1 {
				return errors.New("gone")
			}
			return nil
		},
		"the request was ended": func(_ int, cancel func()) error { cancel(); return nil },
	} {
		var logs bytes.Buffer
		h := New(reg, &Options{Logger: slog.New(slog.NewTextHandler(&logs, nil))})
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		w := &faltering{ResponseRecorder: httptest.NewRecorder(), after: func(n int) error { return after(n, cancel) }}
		require.PanicsWithValue(t, http.ErrAbortHandler, func() {
			h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", "/v2/p/images/tags", nil))
		}, name)
		require.Equal(t, 200, w.Code)
		require.Less(t, w.Body.Len(), 2*portion, name)
		require.Regexp(t, "level=WARN .*status=200 .*cause=", logs.String(), name)
	}
}

// A panic while an answer goes out cuts the connection too, and is logged.
func TestTagsPanicWhileSent(t *testing.T) {
	var logs bytes.Buffer
	h := New(manyTags(t), &Options{Logger: slog.New(slog.NewTextHandler(&logs, nil))})
	w := &faltering{ResponseRecorder: httptest.NewRecorder(), after: func(n int) error {
		if n > 1 {
			panic("inside")
		}
		return nil
	}}
	require.PanicsWithValue(t, "inside", func() {
		h.ServeHTTP(w, httptest.NewRequest("GET", "/v2/p/images/tags", nil))
	})
	require.Regexp(t, `level=ERROR .*status=200 .*cause="panic: inside`, logs.String())
}

// No memory for the whole answer is kept, and none is held by a slow caller's
// turn at the gate.
func TestTagsLeaveTheGateWhileSent(t *testing.T) {
	h := New(manyTags(t), &Options{MaxConcurrent: 1, MaxWait: time.Millisecond}).(*handler)
	w := &faltering{ResponseRecorder: httptest.NewRecorder()}
	w.after = func(int) error {
		require.Empty(t, h.gate.slots, "held while sending")
		return nil
	}
	h.ServeHTTP(w, httptest.NewRequest("GET", "/v2/p/images/tags", nil))
	require.Greater(t, w.n, 2)
	require.True(t, strings.HasSuffix(w.Body.String(), `"]}]}`))
}

// Changes that wait for a bulk load take no turn from queries, and are
// answered 503 when it takes too long.
func TestChangesWaitApart(t *testing.T) {
	reg := engine.NewRegistry(nil)
	c := reg.Open("p", "images")
	_, err := c.Upsert(t.Context(), resource.Resource{ID: "i"})
	require.NoError(t, err)
	h := New(reg, &Options{
		MaxConcurrent: 1, MaxWait: time.Millisecond, QueryTimeout: 50 * time.Millisecond,
		Authenticate: func(*http.Request) (Caller, error) { return Caller{Write: true}, nil },
	}).(*handler)
	ask := func(path, body string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", path, strings.NewReader(body)))
		return w
	}
	add := func() *httptest.ResponseRecorder {
		return ask("/v2/p/images/i/tags", `{"tag":{"key":"a","value":"1"}}`)
	}
	_, err = c.Load(t.Context(), func(yield func(resource.Resource, error) bool) {
		waiting := make(chan int)
		go func() { waiting <- add().Code }()
		require.Eventually(t, func() bool { return len(h.changes.slots) == 1 }, 5*time.Second, time.Millisecond)
		require.Equal(t, 200, ask("/v2/p/images/resource_instances/action", `{"action":"count"}`).Code)
		refused := add()
		require.Equal(t, 503, refused.Code, "no room to wait")
		require.Equal(t, "1", refused.Header().Get("Retry-After"))
		require.Equal(t, 503, <-waiting, "the load took too long")
		yield(resource.Resource{ID: "j"}, nil)
	})
	require.NoError(t, err)
	require.Equal(t, 204, add().Code)
}
