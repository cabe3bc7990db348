package bench

import (
	"context"
	"errors"
	"flag"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/resource"
)

var imageCount = flag.Int("images", 100_000, "how many images to generate")

// seed of the generated images and of the random queries.
const seed = 1

// dataset is a list of images, and the collection that holds them.
type dataset struct {
	images     []resource.Resource
	collection *engine.Collection
	shapes     []shape
	mix        []shape
}

func newDataset(images []resource.Resource) (*dataset, error) {
	c := engine.Open(nil)
	if _, err := c.Load(context.Background(), all(images)); err != nil {
		return nil, err
	}
	p := newProfile(images)
	return &dataset{images: images, collection: c, shapes: p.shapes(), mix: p.mix(mixed)}, nil
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

var generated = sync.OnceValues(func() (*dataset, error) {
	return newDataset(slices.Collect(workload.Images(*imageCount, seed)))
})

var errNoRealData = errors.New("SKIPPED: there is no shared/data/images.jsonl.gz above this folder, so nothing is measured on real images")

var real = sync.OnceValues(func() (*dataset, error) {
	file, err := realFile()
	if err != nil {
		return nil, err
	}
	var images []resource.Resource
	for row, err := range datafile.New(nil).Files(context.Background(), file) {
		if err != nil {
			return nil, err
		}
		images = append(images, row.Resource)
	}
	return newDataset(images)
})

// realFile looks for the file beside the checkout, and above.
func realFile() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		file := filepath.Join(dir, "shared", "data", "images.jsonl.gz")
		switch _, err := os.Stat(file); {
		case err == nil:
			return file, nil
		case !errors.Is(err, fs.ErrNotExist):
			return "", err
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errNoRealData
		}
		dir = up
	}
}

// dataOf returns one of the data sets, made at the first call.
func dataOf(tb testing.TB, make func() (*dataset, error)) *dataset {
	tb.Helper()
	d, err := make()
	switch {
	case errors.Is(err, errNoRealData):
		tb.Skip(err)
	case err != nil:
		tb.Fatal(err)
	}
	return d
}

// datasets are all that can be measured on.
var datasets = []struct {
	name string
	make func() (*dataset, error)
}{
	{"generated", generated},
	{"real", real},
}
