package floor

import (
	"strings"

	"github.com/RoaringBitmap/roaring/v2"

	"github.com/tagdex/tagdex/internal/fold"
	"github.com/tagdex/tagdex/resource"
)

// Index holds a bitmap for each tag, key and gram of the names; an image's
// ordinal is its place in the list. It is not changed once built, and may be
// shared between goroutines.
type Index struct {
	all, tagged, untagged *roaring.Bitmap
	tags                  map[resource.Tag]*roaring.Bitmap
	keys                  map[string]*roaring.Bitmap
	ids                   map[string]uint32
	grams                 map[gram]*roaring.Bitmap
	names                 string   // folded, one after the other
	ends                  []uint64 // of each name
}

// Build indexes a list of images. The texts are shared, except the names,
// which are kept folded.
func Build(images []resource.Resource) *Index {
	x := &Index{
		all: roaring.New(), tagged: roaring.New(),
		tags:  map[resource.Tag]*roaring.Bitmap{},
		keys:  map[string]*roaring.Bitmap{},
		ids:   make(map[string]uint32, len(images)),
		grams: map[gram]*roaring.Bitmap{},
		ends:  make([]uint64, len(images)),
	}
	x.all.AddRange(0, uint64(len(images)))
	var names strings.Builder
	var runes []rune
	for i := range images {
		ord := uint32(i)
		x.ids[images[i].ID] = ord
		for _, t := range images[i].Tags {
			add(x.tags, t, ord)
			add(x.keys, t.Key, ord)
			if !resource.IsSystem(t.Key) {
				x.tagged.Add(ord)
			}
		}
		name := fold.String(images[i].Name)
		names.WriteString(name)
		x.ends[i] = uint64(names.Len())
		runes = append(runes[:0], []rune(name)...)
		for g := range gramsOf(runes) {
			add(x.grams, g, ord)
		}
	}
	x.names = strings.Clone(names.String())
	x.untagged = roaring.AndNot(x.all, x.tagged)
	x.optimize()
	return x
}

func add[T comparable](postings map[T]*roaring.Bitmap, term T, ord uint32) {
	b := postings[term]
	if b == nil {
		b = roaring.New()
		postings[term] = b
	}
	b.Add(ord)
}

// optimize stores as runs what is smaller so, as the library advises after
// bulk loads.
func (x *Index) optimize() {
	x.all.RunOptimize()
	x.tagged.RunOptimize()
	x.untagged.RunOptimize()
	for _, b := range x.tags {
		b.RunOptimize()
	}
	for _, b := range x.keys {
		b.RunOptimize()
	}
	for _, b := range x.grams {
		b.RunOptimize()
	}
}

// name is the folded name of an image.
func (x *Index) name(ord uint32) string {
	from := uint64(0)
	if ord > 0 {
		from = x.ends[ord-1]
	}
	return x.names[from:x.ends[ord]]
}
