package engine_test

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"sync"
	"testing"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

const benchSize = 100_000

// benchImages is the catalogue that the benchmarks read, made once.
var benchImages = sync.OnceValue(func() *engine.Collection {
	c := engine.Open(nil)
	if _, err := c.Upsert(bg, catalogue(benchSize)...); err != nil {
		panic(err)
	}
	return c
})

// benchCopy is one of the same content that a benchmark may write to. It
// shares nothing with the other's versions to come.
func benchCopy(b *testing.B) *engine.Collection {
	b.Helper()
	c := engine.Open(nil)
	if _, err := c.Load(bg, benchImages().Matches(bg, query.All())); err != nil {
		b.Fatal(err)
	}
	return c
}

var benchShapes = []struct{ name, text string }{
	{"all", "all"},
	{"one-tag", "env=prod"},
	{"negation-of-one", "not env=prod"},
	{"three-tags", "env=prod and arch=x86 and region=eu-west-1"},
	{"two-tags-and-not", "env=prod and arch=x86 and not region=eu-west-1"},
	{"with-a-rare-one", "gpu and env=prod and arch=x86"},
	{"unique", "serial=s04711 and env=prod"},
	{"values", "region in (eu-west-1, eu-west-2, us-east-1) and env=prod"},
	{"nand", "not (env=prod and arch=x86)"},
	{"or-of-ands", "env=prod and gpu or arch=arm64 and region=eu-west-1"},
	{"value-contains", "region ~ west and env=prod"},
	{"unique-contains", "serial ~ 471"},
	{"unique-contains-and-rare", "serial ~ 4 and gpu"},
	{"name-3", `name ~ "deb"`},
	{"name-8", `name ~ "ubuntu-1" and env=prod`},
	{"name-equals", `name = "Img-Ubuntu-123"`},
	{"id", "id = id4711"},
}

func BenchmarkCount(b *testing.B) {
	s := benchImages().Snapshot()
	for _, shape := range benchShapes {
		e := parse(b, shape.text)
		b.Run(shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Count(bg, e); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFind asks for the first page of ten.
func BenchmarkFind(b *testing.B) {
	s := benchImages().Snapshot()
	for _, shape := range benchShapes {
		e := parse(b, shape.text)
		b.Run(shape.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Find(bg, e, engine.Page{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkFindParallel has as many readers as there are cores. They share
// nothing that is written, so with -cpu 1,2,4 the time should go down.
func BenchmarkFindParallel(b *testing.B) {
	c := benchImages()
	e := parse(b, "env=prod and arch=x86 and not region=eu-west-1")
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := c.Find(bg, e, engine.Page{}); err != nil {
				b.Error(err)
			}
		}
	})
}

func BenchmarkMatches(b *testing.B) {
	s := benchImages().Snapshot()
	e := parse(b, "env=prod and not arch=x86")
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range s.Matches(bg, e) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkSnapshot(b *testing.B) {
	c := benchImages()
	b.ReportAllocs()
	for b.Loop() {
		_ = c.Snapshot()
	}
}

func BenchmarkGet(b *testing.B) {
	s := benchImages().Snapshot()
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := s.Get("id4711"); !ok {
			b.Fatal("it is not there")
		}
	}
}

// BenchmarkSetTags publishes one edit at a time: a value that changes, and a
// key that comes and goes.
func BenchmarkSetTags(b *testing.B) {
	ids := make([]string, benchSize)
	for i, r := range catalogue(benchSize) {
		ids[i] = r.ID
	}
	c := benchCopy(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		var edit engine.Batch
		id := ids[i/3*31%benchSize]
		switch i % 3 {
		case 0:
			edit.SetTags(id, resource.Tag{Key: "owner", Value: "ann"})
		case 1:
			edit.SetTags(id, resource.Tag{Key: "owner", Value: "bob"})
		case 2:
			edit.RemoveTags(id, "owner")
		}
		if _, err := c.Apply(bg, &edit); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUpsert publishes one resource at a time.
func BenchmarkUpsert(b *testing.B) {
	rs := catalogue(benchSize)
	write := func(b *testing.B, c *engine.Collection, r resource.Resource) {
		if _, err := c.Upsert(bg, r); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("as-it-was", func(b *testing.B) {
		c := benchCopy(b)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			write(b, c, rs[i*31%benchSize])
		}
	})
	b.Run("name-kept", func(b *testing.B) {
		c := benchCopy(b)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			r := rs[i*31%benchSize]
			r.Tags = []resource.Tag{{Key: "env", Value: "changed"}, {Key: "serial", Value: fmt.Sprint(i)}}
			write(b, c, r)
		}
	})
	b.Run("name-new", func(b *testing.B) {
		c := benchCopy(b)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			r := rs[i*31%benchSize]
			r.Name = fmt.Sprint("renamed-", i)
			write(b, c, r)
		}
	})
	b.Run("insert", func(b *testing.B) {
		c := benchCopy(b)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			r := rs[i*31%benchSize]
			r.ID = fmt.Sprint("new-", i)
			write(b, c, r)
		}
	})
}

// BenchmarkApply1000 publishes a thousand replacements at a time.
func BenchmarkApply1000(b *testing.B) {
	rs := catalogue(benchSize)
	c := benchCopy(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		var batch engine.Batch
		for j := range 1000 {
			r := rs[(i*1000+j)*31%benchSize]
			r.Name = fmt.Sprint("renamed-", i, "-", j)
			batch.Upsert(r)
		}
		if _, err := c.Apply(bg, &batch); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDelete removes one resource at a time; they are put back unmeasured
// when all are gone.
func BenchmarkDelete(b *testing.B) {
	c := benchCopy(b)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%benchSize == 0 && i > 0 {
			b.StopTimer()
			c = benchCopy(b)
			b.StartTimer()
		}
		if _, err := c.Delete(bg, fmt.Sprint("id", i%benchSize)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoad makes the whole collection of 100,000.
func BenchmarkLoad(b *testing.B) {
	rs := catalogue(benchSize)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := engine.Open(nil).Load(bg, stream(nil, rs...)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSave(b *testing.B) {
	s := benchImages().Snapshot()
	b.SetBytes(int64(len(saved(b, s))))
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Save(bg, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRestore(b *testing.B) {
	data := saved(b, benchImages().Snapshot())
	c := engine.Open(nil)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if err := c.Restore(bg, bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}

// nameShapes are questions about names, alone and beside tags: of what the
// words of names make known, of what only a look can tell, and of pages.
var nameShapes = []struct{ name, text string }{
	{"word", `name ~ "server"`},
	{"two-words", `name ~ "ubuntu-22.04"`},
	{"across-words", `name ~ "22.04-amd64-s"`},
	{"year", `name ~ "2021"`},
	{"hash-rare", `name ~ "0f3a"`},
	{"two-runes", `name ~ "-2"`},
	{"prefix", `name ^= "ubuntu-24"`},
	{"word-beside-tags", `mod=1 and not rare=7 and name ~ "server"`},
	{"look-beside-tags", `mod=1 and not rare=7 and name ~ "22.04-amd64-s"`},
	{"few-beside-tags", `rare=7 and name ~ "22.04-amd64-s"`},
	{"negated", `mod=1 and not name ~ "ubuntu-22.04"`},
}

var templatedImages = sync.OnceValue(func() *engine.Collection {
	c := engine.Open(nil)
	if _, err := c.Upsert(bg, templated(benchSize)...); err != nil {
		panic(err)
	}
	return c
})

// BenchmarkNames counts, and asks for a page of ten.
func BenchmarkNames(b *testing.B) {
	s := templatedImages().Snapshot()
	for _, shape := range nameShapes {
		e := parse(b, shape.text)
		b.Run(shape.name+"/count", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Count(bg, e); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(shape.name+"/page", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := s.Find(bg, e, engine.Page{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPropertyIn asks a property that is not declared for one of many
// decimals, of which JSON numbers may have another form.
func BenchmarkPropertyIn(b *testing.B) {
	images := engine.Open(nil)
	var batch engine.Batch
	for i := range 20_000 {
		batch.Upsert(resource.Resource{ID: strconv.Itoa(i), Detail: fmt.Sprintf(`{"x":%d}`, i)})
	}
	if _, err := images.Apply(bg, &batch); err != nil {
		b.Fatal(err)
	}
	texts := make([]string, 1000)
	for i := range texts {
		texts[i] = fmt.Sprintf("%d.0", i)
	}
	e := query.PropIn("x", texts...)
	b.ReportAllocs()
	for b.Loop() {
		if n, err := images.Count(bg, e); n != len(texts) || err != nil {
			b.Fatal(n, err)
		}
	}
}
