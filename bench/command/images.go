package command

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/resource"
)

// ErrNoImages: the data file holds none, so nothing can be asked.
var ErrNoImages = errors.New("there are no images")

// Images are those of the file, or generated, and where they come from. An
// interrupted generation returns the context's error: there is nothing to
// report yet.
func (o *Options) Images(ctx context.Context, show func(string, int, int)) ([]resource.Resource, string, error) {
	if o.Data != "" {
		images, err := o.read(ctx, show)
		return images, filepath.Base(o.Data), err
	}
	images := make([]resource.Resource, 0, o.N)
	for r := range workload.Images(o.N, o.Seed) {
		if len(images)&0xfff == 0 {
			show("generating images", len(images), o.N)
			if ctx.Err() != nil {
				return nil, "", ctx.Err()
			}
		}
		images = append(images, r)
	}
	show("generating images", o.N, o.N)
	return images, fmt.Sprintf("generated, seed %d", o.Seed), nil
}

// read reads the file. Of images with the same id the last one stays, in the
// place of the first, as in a collection.
func (o *Options) read(ctx context.Context, show func(string, int, int)) ([]resource.Resource, error) {
	reader := datafile.New(&datafile.Options{
		Format:   datafile.Format(o.Format),
		Progress: func(p datafile.Progress) { show("reading "+filepath.Base(o.Data), int(p.Read), int(p.Total)) },
	})
	var images []resource.Resource
	places := map[string]int{}
	for row, err := range reader.Files(ctx, o.Data) {
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
		return nil, fmt.Errorf("%s: %w", filepath.Base(o.Data), ErrNoImages)
	}
	return images, nil
}
