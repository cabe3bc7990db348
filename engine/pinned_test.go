package engine_test

import (
	"bytes"
	"fmt"
	"iter"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestNothingPinsTheCallersBuffers writes, and asks for, texts that are cut out
// of lines of a megabyte: what stays is of the size of the texts.
func TestNothingPinsTheCallersBuffers(t *testing.T) {
	if raceEnabled {
		t.Skip("SKIPPED: the race detector keeps memory of its own")
	}
	const lines, long = 40, 1 << 20
	rest := strings.Repeat("x", long)
	// cut is a text that lies in a line of its own.
	cut := func(text string) string { return (text + rest)[:len(text)] }
	id := func(i int) string { return cut(fmt.Sprint("id", i)) }
	detail := func(i int) string { return cut(fmt.Sprintf(`{"p":"text %d","n":%d}`, i, i)) }
	upsertAll := func(c *engine.Collection, one func(i int) resource.Resource) {
		for i := range lines {
			upsert(t, c, one(i))
		}
	}
	bulk := func(c *engine.Collection, n int, one func(i int) resource.Resource) { // many, so that what bulk loads do is done
		_, err := c.Load(bg, func(yield func(resource.Resource, error) bool) {
			for i := range n {
				if r := res(fmt.Sprint("other", i), fmt.Sprint("k=", i)); i%(n/lines) == 0 {
					r = one(i / (n / lines))
					if !yield(r, nil) {
						return
					}
				} else if !yield(r, nil) {
					return
				}
			}
		})
		require.NoError(t, err)
	}
	reg := engine.NewRegistry(nil)
	declared := &engine.Options{Properties: []query.Property{{Name: "p", Kind: query.KindText}}, Orders: []query.SortBy{query.ByID, query.ByName}}
	for name, do := range map[string]func(c *engine.Collection){
		"ids": func(c *engine.Collection) {
			upsertAll(c, func(i int) resource.Resource { return resource.Resource{ID: id(i)} })
		},
		"details": func(c *engine.Collection) {
			upsertAll(c, func(i int) resource.Resource { return resource.Resource{ID: fmt.Sprint(i), Detail: detail(i)} })
		},
		"names": func(c *engine.Collection) {
			upsertAll(c, func(i int) resource.Resource {
				return resource.Resource{ID: fmt.Sprint(i), Name: cut(fmt.Sprint("name", i))}
			})
		},
		"replaced by the same": func(c *engine.Collection) {
			for range 2 {
				upsertAll(c, func(i int) resource.Resource {
					return resource.Resource{ID: id(i), Name: cut("name"), Detail: detail(i), Tags: []resource.Tag{{Key: cut("k"), Value: cut("v")}}}
				})
			}
		},
		"replaced by others": func(c *engine.Collection) {
			for turn := range 2 {
				upsertAll(c, func(i int) resource.Resource {
					return resource.Resource{ID: id(i), Name: cut(fmt.Sprint("name", turn)), Detail: detail(i + turn)}
				})
			}
		},
		"tags": func(c *engine.Collection) {
			upsertAll(c, func(i int) resource.Resource {
				return resource.Resource{ID: fmt.Sprint(i), Tags: []resource.Tag{{Key: cut(fmt.Sprint("key", i)), Value: cut(fmt.Sprint("value", i))}}}
			})
		},
		"SetTags": func(c *engine.Collection) {
			upsert(t, c, res("a", "k=v"))
			for i := range lines {
				var b engine.Batch
				b.SetTags(cut("a"), resource.Tag{Key: cut(fmt.Sprint("key", i)), Value: cut("v")}, resource.Tag{Key: cut("k"), Value: cut(fmt.Sprint(i))})
				_, err := c.Apply(bg, &b)
				require.NoError(t, err)
			}
		},
		"Load": func(c *engine.Collection) {
			bulk(c, 4000, func(i int) resource.Resource {
				return resource.Resource{ID: id(i), Name: cut(fmt.Sprint("name", i)), Detail: detail(i), Tags: []resource.Tag{{Key: cut(fmt.Sprint("key", i))}}}
			})
		},
		"Registry": func(*engine.Collection) {
			for i := range lines {
				reg.Open(cut(fmt.Sprint("p", i)), cut("images"))
				_, err := reg.Load(bg, rows(nil, engine.Row{Project: cut(fmt.Sprint("q", i)), Type: cut("t"), Resource: resource.Resource{ID: id(i)}}))
				require.NoError(t, err)
			}
		},
		"Restore and Compact": func(c *engine.Collection) {
			upsertAll(c, func(i int) resource.Resource { return resource.Resource{ID: id(i), Detail: detail(i)} })
			require.NoError(t, c.Compact(bg))
			require.NoError(t, c.Restore(bg, bytes.NewReader(saved(t, c.Snapshot()))))
		},
		"queries": func(c *engine.Collection) {
			upsert(t, c, numbered(500)...)
			for i := range lines {
				for range 3 { // some are kept when they come again
					for _, e := range []query.Expr{
						query.In(cut("k"), cut("v"), cut(fmt.Sprint(i))), query.NameContains(cut("id" + fmt.Sprint(i))), query.ID(id(i)),
						query.IDs(id(i), id(i+1)), query.PropEq(cut("p"), cut("x")),
					} {
						_, err := c.Find(bg, e, engine.Page{})
						require.NoError(t, err)
					}
					_, err := c.Facets(bg, query.Has("k"), engine.FacetOptions{Keys: []string{cut("third")}, KeyLimit: 3})
					require.NoError(t, err)
					_, err = c.List(bg, query.All(), engine.Listing{AfterID: id(i)})
					require.NoError(t, err)
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := engine.Open(declared)
			before := liveHeap()
			do(c)
			grown := liveHeap() - before
			runtime.KeepAlive(c)
			runtime.KeepAlive(reg)
			require.Less(t, grown, float64(lines*long/10), "lines are kept alive")
		})
	}
	t.Run("Options", func(t *testing.T) {
		before := liveHeap()
		var all []*engine.Collection
		for i := range lines {
			all = append(all, engine.Open(&engine.Options{Properties: []query.Property{{Name: cut(fmt.Sprint("p", i))}}}))
		}
		require.Less(t, liveHeap()-before, float64(lines*long/10), "lines are kept alive")
		runtime.KeepAlive(all)
	})
}

// TestEqualDetailsAreOne: what was loaded together and has equal details has
// them once, wherever they came from.
func TestEqualDetailsAreOne(t *testing.T) {
	if raceEnabled {
		t.Skip("SKIPPED: the race detector keeps memory of its own")
	}
	const n, kinds, size = 20_000, 10, 1 << 10
	before := liveHeap()
	c := engine.Open(nil)
	var all iter.Seq2[resource.Resource, error] = func(yield func(resource.Resource, error) bool) {
		for i := range n {
			if !yield(resource.Resource{ID: fmt.Sprint(i), Detail: fmt.Sprintf(`{"a":%d,"b":%q}`, i%kinds, strings.Repeat("x", size))}, nil) {
				return
			}
		}
	}
	_, err := c.Load(bg, all)
	require.NoError(t, err)
	require.Less(t, (liveHeap()-before)/n, 300.0, "bytes a resource")
	runtime.KeepAlive(c)
}
