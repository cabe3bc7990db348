package httpapi_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

func drop(h http.Handler, target string) reply { return do(h, http.MethodDelete, target, "") }

// TestNativeDropAndWaitingWrites: a load and a PUT wait for another writer while
// the collection is dropped. They come after the drop, and make it anew.
func TestNativeDropAndWaitingWrites(t *testing.T) {
	h, reg := nativeHandler(t, mayAll)
	there, goOn, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		_, err := reg.Load(t.Context(), func(yield func(engine.Row, error) bool) {
			yield(engine.Row{Project: "p1", Type: "images", Resource: resource.Resource{ID: "slow"}}, nil)
			close(there)
			<-goOn
		})
		ended <- err
	}()
	<-there
	var wg sync.WaitGroup
	var loaded, put reply
	wg.Go(func() { loaded = post(h, nativeImages+"/load", lines(2000)) })
	wg.Go(func() { put = do(h, http.MethodPut, nativeImages+"/resources/x", `{"resource_id":"x"}`) })
	drop(h, nativeImages).require200(t, `{"dropped":true}`)
	close(goOn)
	require.ErrorIs(t, <-ended, engine.ErrDropped)
	wg.Wait()
	require.Equal(t, 200, loaded.status, loaded.body)
	require.Equal(t, 200, put.status, put.body)
	total, _ := get(h, nativeImages+"/query?limit=1").ids(t)
	require.Equal(t, 2001, total, "what was acknowledged is not there, or something else is")
}

// TestNativeDropAndWrites has loads, PUTs, edits of tags and a drop at once.
// What is refused is not there, and what began after the drop had ended is.
func TestNativeDropAndWrites(t *testing.T) {
	const some = 700
	refused := 0
	for range 25 {
		h, reg := nativeHandler(t, mayAll)
		var wg sync.WaitGroup
		var load, after reply
		wg.Go(func() { load = post(h, nativeImages+"/load", lines(some)) })
		wg.Go(func() {
			r := do(h, http.MethodPut, nativeImages+"/resources/x", `{"resource_id":"x"}`)
			assert.Contains(t, []int{200, 409}, r.status, r.body)
		})
		wg.Go(func() {
			r := post(h, "/v2/p1/images/i1/tags", `{"tag":{"key":"k","value":"v"}}`)
			assert.Contains(t, []int{204, 404}, r.status, r.body)
		})
		wg.Go(func() {
			r := drop(h, nativeImages)
			assert.Equal(t, 200, r.status, r.body)
			after = do(h, http.MethodPut, nativeImages+"/resources/after", `{"resource_id":"after"}`)
		})
		wg.Wait()
		require.Equal(t, 200, after.status, after.body)
		c, ok := reg.Collection("p1", "images")
		require.True(t, ok)
		_, ok = c.Get("after")
		require.True(t, ok, "it was acknowledged after the drop")
		_, ok = c.Get("i1")
		require.False(t, ok, "it was there before the drop")
		_, ok = c.Get("i" + fmt.Sprint(some-1))
		if load.status == 409 {
			refused++
			load.requireNative(t, 409, "dropped", "")
			require.False(t, ok, "it was refused")
		} else {
			require.Equal(t, 200, load.status, load.body)
		}
	}
	t.Logf("%d of 25 loads met the drop", refused)
}

// TestNativeFailedWriteMakesNothing: what is refused, or changes nothing, leaves
// no collection behind.
func TestNativeFailedWriteMakesNothing(t *testing.T) {
	reg := engine.NewRegistry(&engine.Options{MaxResources: 2})
	h := httpapi.New(reg, as(mayAll, nil))
	const fresh = "/tagdex/v1/p1/fresh"
	post(h, fresh+"/load", lines(3)).requireNative(t, 507, "full", "")
	post(h, fresh+"/load", `{"resource_id":"a"}`+"\n{").requireNative(t, 400, "bad_resource", "")
	post(h, fresh+"/load", "").require200(t, `{"inserted":0,"replaced":0,"deleted":0,"version":0}`)
	post(h, fresh+"/delete", `{"resource_id":"a"}`).require200(t, `{"inserted":0,"replaced":0,"deleted":0,"version":0}`)
	do(h, http.MethodPut, fresh+"/resources/a", `{"resource_id":"b"}`).requireNative(t, 400, "bad_resource", "resource_id")
	require.Equal(t, 404, do(h, http.MethodDelete, fresh+"/resources/a", "").status)
	require.Equal(t, 404, drop(h, fresh).status)
	for name := range reg.Collections() {
		t.Error(name, "was made")
	}
	require.True(t, strings.Contains(get(h, "/tagdex/v1/p1").body, `"collections":[]`))
}
