package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/resource"
)

// errNoImages: the data file holds none, so nothing can be asked.
var errNoImages = errors.New("there are no images")

// images are those of the file, or generated, and where they come from. An
// interrupted generation returns the context's error: there is nothing to
// report yet.
func (o *options) images(ctx context.Context, show func(string, int, int)) ([]resource.Resource, string, error) {
	if o.data != "" {
		images, err := o.read(ctx, show)
		return images, filepath.Base(o.data), err
	}
	images := make([]resource.Resource, 0, o.n)
	for r := range workload.Images(o.n, o.seed) {
		if len(images)&0xfff == 0 {
			show("generating images", len(images), o.n)
			if ctx.Err() != nil {
				return nil, "", ctx.Err()
			}
		}
		images = append(images, r)
	}
	show("generating images", o.n, o.n)
	return images, fmt.Sprintf("generated, seed %d", o.seed), nil
}

// read reads the file. Of images with the same id the last one stays, in the
// place of the first, as in a collection.
func (o *options) read(ctx context.Context, show func(string, int, int)) ([]resource.Resource, error) {
	reader := datafile.New(&datafile.Options{
		Format:   datafile.Format(o.format),
		Progress: func(p datafile.Progress) { show("reading "+filepath.Base(o.data), int(p.Read), int(p.Total)) },
	})
	var images []resource.Resource
	places := map[string]int{}
	for row, err := range reader.Files(ctx, o.data) {
		if err != nil {
			return nil, err
		}
		if at, ok := places[row.Resource.ID]; ok {
			images[at] = row.Resource
			continue
		}
		places[row.Resource.ID] = len(images)
		images = append(images, row.Resource)
	}
	if len(images) == 0 {
		return nil, fmt.Errorf("%s: %w", filepath.Base(o.data), errNoImages)
	}
	return images, nil
}
