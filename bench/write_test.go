package main

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// BenchmarkLoad builds the whole collection. The texts of the images are
// there before; heap-B/image is what the collection adds to them.
func BenchmarkLoad(b *testing.B) {
	for _, of := range datasets {
		b.Run(of.name, func(b *testing.B) {
			d := of.data(b)
			before := liveHeap()
			var c *engine.Collection
			for b.Loop() {
				c = engine.Open(nil)
				if _, err := c.Load(context.Background(), all(d.images)); err != nil {
					b.Fatal(err)
				}
			}
			n := float64(len(d.images))
			b.ReportMetric(float64(liveHeap()-before)/n, "heap-B/image")
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/image")
			runtime.KeepAlive(c)
		})
	}
}

func liveHeap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// BenchmarkApply publishes batches that change one tag of each image they
// touch and keep its name, on a collection of its own.
func BenchmarkApply(b *testing.B) {
	d := generated(b)
	for _, size := range []int{1, 1000} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			c := engine.Open(nil)
			if _, err := c.Load(context.Background(), all(d.images)); err != nil {
				b.Fatal(err)
			}
			rng := rand.New(rand.NewPCG(seed, 1))
			var batch engine.Batch
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				batch.Reset()
				for range size {
					batch.Upsert(retagged(d.images[rng.IntN(len(d.images))], i))
				}
				if _, err := c.Apply(context.Background(), &batch); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/image")
		})
	}
}

// retagged is an image with one more tag, whose value is one of a hundred.
func retagged(r resource.Resource, i int) resource.Resource {
	r.Tags = append(r.Tags[:len(r.Tags):len(r.Tags)], resource.Tag{Key: "checked", Value: strconv.Itoa(i % 100)})
	return r
}

// BenchmarkSave writes the generated images to nowhere.
func BenchmarkSave(b *testing.B) {
	d := generated(b)
	for b.Loop() {
		if err := d.collection.Save(context.Background(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRestore reads them back.
func BenchmarkRestore(b *testing.B) {
	d := generated(b)
	var saved bytes.Buffer
	if err := d.collection.Save(context.Background(), &saved); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(saved.Len()))
	for b.Loop() {
		if err := engine.Open(nil).Restore(context.Background(), bytes.NewReader(saved.Bytes())); err != nil {
			b.Fatal(err)
		}
	}
}
