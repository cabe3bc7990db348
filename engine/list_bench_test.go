package engine_test

import (
	"fmt"
	"iter"
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
	newest := query.SortKey{Property: "created_at", Kind: query.KindTime, Descending: true}
	sorts := []struct {
		name string
		keys []query.SortKey
	}{
		{"created_at", []query.SortKey{newest}},
		{"status", []query.SortKey{{Property: "status"}, newest}},
		{"min_disk", []query.SortKey{{Property: "min_disk", Kind: query.KindNumber}, newest}},
		{"name", []query.SortKey{{By: query.ByName}, newest}},
		{"id", []query.SortKey{{By: query.ByID}, newest}},
	}
	for _, orders := range orderings {
		c := engine.Open(&engine.Options{Orders: orders.kept, Properties: []query.Property{
			{Name: "created_at", Kind: query.KindTime}, {Name: "min_disk", Kind: query.KindNumber}, {Name: "status"},
		}})
		_, err := c.Load(bg, listImages(100_000))
		require.NoError(b, err)
		for _, sort := range sorts {
			for _, limit := range []int{10, 500} {
				b.Run(fmt.Sprintf("orders=%s/%s/%d", orders.name, sort.name, limit), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						page, err := c.List(bg, query.Eq("half", "1"), engine.Listing{Sort: sort.keys, Limit: limit})
						if err != nil || len(page.Resources) != limit {
							b.Fatal(err, len(page.Resources))
						}
					}
				})
			}
		}
	}
}

// orderings are what benchmarks compare: benchstat -col /orders.
var orderings = []struct {
	name string
	kept []query.SortBy
}{{"none", nil}, {"kept", bothOrders}}

func listImages(n int) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		rng := rand.New(rand.NewPCG(3, 4))
		for i := range n {
			at := time.Unix(1_500_000_000+rng.Int64N(250_000_000), 0).UTC().Format("2006-01-02T15:04:05Z")
			r := resource.Resource{
				ID: fmt.Sprintf("id-%08x-%d", rng.Uint32(), i), Name: fmt.Sprintf("img-%08x", rng.Uint32()),
				Detail: fmt.Sprintf(`{"status":"active","min_disk":%d,"created_at":%q}`, 10*(1+rng.IntN(20)), at),
				Tags:   []resource.Tag{{Key: "half", Value: fmt.Sprint(rng.IntN(2))}},
			}
			if !yield(r, nil) {
				return
			}
		}
	}
}

// BenchmarkOrderedWrites changes one resource at a time, with orders kept and
// not, and loads all of it.
func BenchmarkOrderedWrites(b *testing.B) {
	rs := catalogue(benchSize)
	for _, orders := range orderings {
		opts := &engine.Options{Orders: orders.kept}
		write := func(name string, change func(edit *engine.Batch, r resource.Resource, i int)) {
			b.Run(fmt.Sprintf("orders=%s/%s", orders.name, name), func(b *testing.B) {
				c := engine.Open(opts)
				_, err := c.Load(bg, stream(nil, rs...))
				require.NoError(b, err)
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					var edit engine.Batch
					change(&edit, rs[i*31%benchSize], i)
					if _, err := c.Apply(bg, &edit); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		write("name-kept", func(edit *engine.Batch, r resource.Resource, i int) {
			r.Tags = []resource.Tag{{Key: "serial", Value: fmt.Sprint(i)}}
			edit.Upsert(r)
		})
		write("name-new", func(edit *engine.Batch, r resource.Resource, i int) {
			r.Name = fmt.Sprint("renamed-", i)
			edit.Upsert(r)
		})
		write("insert", func(edit *engine.Batch, r resource.Resource, i int) {
			r.ID = fmt.Sprint("new-", i)
			edit.Upsert(r)
		})
		write("insert-and-delete", func(edit *engine.Batch, r resource.Resource, i int) {
			edit.Delete(r.ID)
			r.ID = fmt.Sprint(r.ID, "-")
			edit.Upsert(r)
		})
		b.Run(fmt.Sprintf("orders=%s/load", orders.name), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := engine.Open(opts).Load(bg, stream(nil, rs...)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
