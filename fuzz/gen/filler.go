package gen

import (
	"fmt"
	"strconv"

	"github.com/tagdex/tagdex/resource"
)

// BlockSize is how many ordinals stand in one block of the engine's postings.
// Data sets are made to end and to have gaps around its multiples.
const BlockSize = 16384

// Filler is a run of tiny resources with patterned tags, a cheap way to large
// data sets: a few bytes choose one. Equal fillers hold equal resources, so
// that a target may keep what it built of one.
type Filler struct {
	N      int // how many resources, 0 to 70,000
	Layout int // 0 to Layouts-1: which tags they have
}

// fillerSizes are sizes around the edges of blocks and of 16-bit numbers, the
// smaller ones far more often.
var fillerSizes = []int{
	0, 1, 100, 300, BlockSize - 1, BlockSize, BlockSize + 1,
	2 * BlockSize, 2*BlockSize + 1, 3*BlockSize + 77, 65535, 65536, 65537, 70000,
}

// Filler chooses one: mostly the empty one, once in five times one of up to
// 300 resources, once in 128 times one of about a block or more, once in a
// thousand times one of about 65,536 or more.
func (s *Source) Filler() Filler {
	b := s.Byte()
	switch {
	case b < 200:
		return Filler{}
	case b < 254:
		return Filler{N: fillerSizes[1+int(b)%3], Layout: s.N(Layouts)}
	}
	i := 4 + s.N(5)
	if b == 255 && s.OneIn(4) {
		i = 9 + s.N(len(fillerSizes)-9)
	}
	return Filler{N: fillerSizes[i], Layout: s.N(Layouts)}
}

// Layouts is how many layouts there are.
const Layouts = 6

// Resources makes the resources. Costs about a microsecond for each.
func (f Filler) Resources() []resource.Resource {
	list := make([]resource.Resource, f.N)
	for i := range list {
		list[i] = f.At(i)
	}
	return list
}

// At makes resource number i.
func (f Filler) At(i int) resource.Resource {
	r := resource.Resource{ID: FillerID(i)}
	for layout, add := range layouts {
		if f.Layout == layout || f.Layout == Layouts-1 {
			add(&r, i)
		}
	}
	return r
}

// layouts are what the layouts give to resource number i. The last layout is
// all of them at once.
var layouts = [Layouts - 1]func(r *resource.Resource, i int){
	// One full posting, and one that is exactly half of every block.
	func(r *resource.Resource, i int) {
		tag(r, "all", "1")
		tag(r, "half", strconv.Itoa(i%2))
	},
	// Whole blocks of one value, blocks without the key, and their edges.
	func(r *resource.Resource, i int) {
		if block := i / BlockSize; block%2 == 0 {
			tag(r, "block", strconv.Itoa(block))
		}
		if at := i % BlockSize; at == 0 || at == BlockSize-1 {
			tag(r, "edge", strconv.Itoa(at%2))
		}
	},
	// Densities around one in 128, and names that share their n-grams and, half
	// of them, their words.
	func(r *resource.Resource, i int) {
		tag(r, "mod", strconv.Itoa(i%129))
		r.Name = fmt.Sprintf("img-%05d", i)
		if i%2 == 1 {
			r.Name = stems[i%5] + "-" + stems[5+i%7] + "-" + r.Name
		}
	},
	// Hardly anything has a tag.
	func(r *resource.Resource, i int) {
		if i%1000 == 999 {
			tag(r, "sparse", "1")
			tag(r, "_sys_x", "0")
		}
	},
	// Properties: of few values and of as many as there are resources, in the
	// order of the resources and not, of another type now and then.
	func(r *resource.Resource, i int) {
		switch i % 50 {
		case 7:
			tag(r, "bare", "1")
		case 8:
			r.Detail = `{"size":"x","created_at":null,"min_disk":[]}`
		default:
			r.Detail = fmt.Sprintf(`{"size":%d,"min_disk":%d,"created_at":"2024-01-%02dT%02d:%02d:00Z","status":%q}`,
				i*7919%70001-1000, i%3*40, 1+i/1440%28, i/60%24, i%60, []string{"active", "queued"}[i%2])
		}
	},
}

func tag(r *resource.Resource, key, value string) {
	r.Tags = append(r.Tags, resource.Tag{Key: key, Value: value})
}

// FillerID is the id of a filler's resource number i.
func FillerID(i int) string { return fmt.Sprintf("f%05d", i) }

// edge returns a number beside the edge of a block, or a small one.
func (s *Source) edge() int {
	return max(0, BlockSize*s.N(5)+s.N(3)-1)
}
