package engine_test

import (
	"fmt"
	"testing"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// BenchmarkWide counts what has some of two hundred keys, or of two hundred
// values, of 100,000 resources.
func BenchmarkWide(b *testing.B) {
	const n, width = 100_000, 200
	c := engine.Open(&engine.Options{UnionBytes: -1})
	_, err := c.Load(bg, func(yield func(resource.Resource, error) bool) {
		for i := range n {
			r := res(fmt.Sprint("id", i))
			if i%5 == 0 {
				r = res(r.ID, fmt.Sprintf("key%d=x", i*31%500), fmt.Sprint("v=", i*17%500))
			}
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	keys, values, texts := make([]query.Expr, width), make([]query.Expr, width), make([]string, width)
	for i := range width {
		keys[i] = query.Has(fmt.Sprint("key", i*7%width))
		texts[i] = fmt.Sprint(i * 7 % width)
		values[i] = query.Eq("v", texts[i])
	}
	for name, e := range map[string]query.Expr{
		"keys":       query.Or(keys...),
		"keys-and":   query.And(query.Has("v"), query.Or(keys...)),
		"values":     query.Or(values...),
		"values-in":  query.In("v", texts...),
		"keys-not":   query.Not(query.Or(keys...)),
		"keys-value": query.Or(append(keys[:width:width], values...)...),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Count(bg, e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
