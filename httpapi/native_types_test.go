package httpapi_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
)

// TestNativeMaxTypes: a writer does not make any number of resource types.
func TestNativeMaxTypes(t *testing.T) {
	for _, c := range []struct{ option, most int }{{0, 64}, {3, 3}, {1, 1}} {
		reg := engine.NewRegistry(nil)
		opts := as(mayAll, nil)
		opts.MaxTypes = c.option
		h := httpapi.New(reg, opts)
		path := func(i int) string { return fmt.Sprint("/tagdex/v1/p/type", i) }
		for i := range c.most {
			do(h, "PUT", path(i)+"/resources/x", `{"resource_id":"x"}`).require200(t, `{"inserted":1,"replaced":0,"deleted":0,"version":1}`)
		}
		for _, refused := range []reply{
			do(h, "PUT", path(c.most)+"/resources/x", `{"resource_id":"x"}`),
			post(h, path(c.most)+"/load", `{"resource_id":"x"}`),
		} {
			refused.requireNative(t, 507, "full", "resource_type")
			require.Contains(t, refused.body, fmt.Sprintf("the %d types", c.most))
			require.Contains(t, refused.body, "drop one")
		}
		post(h, path(0)+"/load", `{"resource_id":"y"}`).require200(t, `{"inserted":1,"replaced":0,"deleted":0,"version":2}`)
		require.Equal(t, 200, do(h, "PUT", "/tagdex/v1/q/t/resources/x", `{"resource_id":"x"}`).status)
		require.Equal(t, 200, drop(h, path(0)).status)
		require.Equal(t, 200, post(h, path(c.most)+"/load", `{"resource_id":"x"}`).status)
		post(h, path(0)+"/load", `{"resource_id":"x"}`).requireNative(t, 507, "full", "resource_type")
	}
	opts := as(mayWrite, nil)
	opts.MaxTypes = -1
	h := httpapi.New(engine.NewRegistry(nil), opts)
	for i := range 100 {
		require.Equal(t, 200, do(h, "PUT", fmt.Sprint("/tagdex/v1/p/type", i, "/resources/x"), `{"resource_id":"x"}`).status)
	}
}

// TestNativeMaxTypesAtOnce: nor do several at once.
func TestNativeMaxTypesAtOnce(t *testing.T) {
	opts := as(mayWrite, nil)
	opts.MaxTypes, opts.MaxLoads = 4, 100
	reg := engine.NewRegistry(nil)
	h := httpapi.New(reg, opts)
	var wg sync.WaitGroup
	var made atomic.Int32
	for i := range 30 {
		wg.Go(func() {
			r := post(h, fmt.Sprint("/tagdex/v1/p/type", i, "/load"), lines(200))
			assert.Contains(t, []int{200, 507}, r.status, r.body)
			if r.status == 200 {
				made.Add(1)
			}
		})
	}
	wg.Wait()
	require.EqualValues(t, 4, made.Load())
	n := 0
	for range reg.Project("p") {
		n++
	}
	require.Equal(t, 4, n)
}

// BenchmarkNativeCollections lists the collections of a project beside 50,000
// of others.
func BenchmarkNativeCollections(b *testing.B) {
	for _, others := range []int{0, 50_000} {
		b.Run(fmt.Sprint("others=", others), func(b *testing.B) {
			reg := catalogue(b)
			for i := range others {
				reg.Open(fmt.Sprint("project", i), "images")
			}
			h := httpapi.New(reg, nil)
			b.ReportAllocs()
			for b.Loop() {
				if r := get(h, "/tagdex/v1/p1"); r.status != 200 {
					b.Fatal(r.body)
				}
			}
		})
	}
}
