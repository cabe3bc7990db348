package main

import (
	"context"
	"flag"
	"iter"
	"slices"
	"sync"
	"testing"

	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/internal/realdata"
	"github.com/tagdex/tagdex/resource"
)

var imageCount = flag.Int("images", 100_000, "how many images to generate")

// seed of the generated images and of the random queries.
const seed = 1

// mixed is how many queries the mix has.
const mixed = 150

// dataset is a list of images, and the collection that holds them.
type dataset struct {
	images     []resource.Resource
	collection *engine.Collection
	queries    []suite.Query
	mix        []suite.Query
}

func newDataset(images []resource.Resource) (*dataset, error) {
	c := engine.Open(nil)
	if _, err := c.Load(context.Background(), all(images)); err != nil {
		return nil, err
	}
	p, err := suite.NewProfile(images)
	if err != nil {
		return nil, err
	}
	return &dataset{images: images, collection: c, queries: p.Queries(), mix: p.Mix(mixed, seed)}, nil
}

// all is a list as the stream that Load wants.
func all(images []resource.Resource) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		for _, r := range images {
			if !yield(r, nil) {
				return
			}
		}
	}
}

var makeGenerated = sync.OnceValues(func() (*dataset, error) {
	return newDataset(slices.Collect(workload.Images(*imageCount, seed)))
})

func generated(tb testing.TB) *dataset {
	tb.Helper()
	d, err := makeGenerated()
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

var (
	realLoaded sync.Once
	realData   *dataset
	errReal    error
)

// real is the catalogue of real images; without it, the test is skipped.
func real(tb testing.TB) *dataset {
	tb.Helper()
	file := realdata.Path(tb)
	realLoaded.Do(func() { realData, errReal = load(file) })
	if errReal != nil {
		tb.Fatal(errReal)
	}
	return realData
}

func load(file string) (*dataset, error) {
	var images []resource.Resource
	for row, err := range datafile.New(nil).Files(context.Background(), file) {
		if err != nil {
			return nil, err
		}
		images = append(images, row.Resource)
	}
	return newDataset(images)
}

// datasets are all that can be measured on; each is made at the first call.
var datasets = []struct {
	name string
	data func(testing.TB) *dataset
}{
	{"generated", generated},
	{"real", real},
}
