package engine_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// BenchmarkList lists 100,000 images, created in no order, of which half pass
// the filter: along an order, out of a column, and out of records.
func BenchmarkList(b *testing.B) {
	const n = 100_000
	rng := rand.New(rand.NewPCG(3, 4))
	c := engine.Open(&engine.Options{Properties: []query.Property{
		{Name: "created_at", Kind: query.KindTime}, {Name: "min_disk", Kind: query.KindInteger}, {Name: "status"},
	}})
	_, err := c.Load(bg, func(yield func(resource.Resource, error) bool) {
		for i := range n {
			at := time.Unix(1_500_000_000+rng.Int64N(250_000_000), 0).UTC().Format("2006-01-02T15:04:05Z")
			yield(resource.Resource{
				ID: fmt.Sprintf("id-%08x-%d", rng.Uint32(), i), Name: fmt.Sprintf("img-%08x", rng.Uint32()),
				Detail: fmt.Sprintf(`{"status":"active","min_disk":%d,"created_at":%q}`, 10*(1+rng.IntN(20)), at),
				Tags:   []resource.Tag{{Key: "half", Value: fmt.Sprint(rng.IntN(2))}},
			}, nil)
		}
	})
	require.NoError(b, err)
	newest := query.SortKey{Property: "created_at", Kind: query.KindTime, Descending: true}
	for name, keys := range map[string][]query.SortKey{
		"created_at": {newest},
		"status":     {{Property: "status"}, newest},
		"min_disk":   {{Property: "min_disk", Kind: query.KindInteger}, newest},
		"name":       {{By: query.ByName}, newest},
	} {
		for _, limit := range []int{10, 500} {
			b.Run(fmt.Sprintf("%s/%d", name, limit), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					page, err := c.List(bg, query.Eq("half", "1"), engine.Listing{Sort: keys, Limit: limit})
					if err != nil || len(page.Resources) != limit {
						b.Fatal(err, len(page.Resources))
					}
				}
			})
		}
	}
}
