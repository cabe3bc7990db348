// Package workload makes the synthetic images that benchmarks and
// `tagdex gen` run on: keys drawn by Zipf's law, values of low, medium and
// high cardinality, names from a vocabulary in several scripts.
//
// The same seed gives the same images on every machine and, as long as the
// test's pinned hash stands, in every version. Image i depends on the seed and
// i alone, so the first thousand of a million are the thousand.
package workload

import (
	"iter"

	"github.com/tagdex/tagdex/resource"
)

// Shares of the images, in hundredths.
const (
	untagged = 5  // carry no tag
	withOwn  = 10 // carry one key that no other image has
)

// How many tags an image has: from one to maxTags, most often about three,
// eight in the mean.
const (
	maxTags  = 20
	modeTags = 3
)

// releases is how many different releases the images are builds of. Images of
// one release share their detail, as the images of real catalogues do.
const releases = 8192

// Images yields n images of the seed, in order.
func Images(n int, seed uint64) iter.Seq[resource.Resource] {
	return func(yield func(resource.Resource) bool) {
		g := New(seed)
		for i := range n {
			if !yield(g.Image(i)) {
				return
			}
		}
	}
}

// Generator makes the images of one seed. It keeps buffers, so it belongs to
// one goroutine; several generators of one seed give the same images.
type Generator struct {
	seed     uint64
	draw     source
	keys     [KeyCount]string
	values   [KeyCount][]string // of the keys of low and medium cardinality
	releases [releases]*release // made when first asked for
	text     []byte
}

// New makes the generator of a seed.
func New(seed uint64) *Generator {
	g := &Generator{seed: seed}
	for rank := range KeyCount {
		g.keys[rank] = Key(rank)
		if n := Cardinality(rank); n <= mediumValues {
			g.values[rank] = make([]string, n)
			for v := range n {
				g.values[rank][v] = Value(rank, v)
			}
		}
	}
	return g
}

// Image makes image i, counted from 0. It takes about two microseconds.
func (g *Generator) Image(i int) resource.Resource {
	g.draw.seed(g.seed, streamImage, uint64(i))
	id := g.id()
	r := g.release(g.draw.below(releases))
	return resource.Resource{
		ID:     id,
		Name:   g.name(r),
		Tags:   g.tags(i),
		Detail: r.detail,
	}
}

const hexDigits = "0123456789abcdef"

// id makes a random identifier in the form of a UUID, version 4.
func (g *Generator) id() string {
	hi, lo := g.draw.next(), g.draw.next()
	hi = hi&^0xf000 | 0x4000
	lo = lo&^(3<<62) | 2<<62
	text := g.text[:0]
	for digit := range 32 {
		if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
			text = append(text, '-')
		}
		half := hi
		if digit >= 16 {
			half = lo
		}
		text = append(text, hexDigits[half>>(60-4*(digit&15))&15])
	}
	g.text = text
	return string(text)
}
