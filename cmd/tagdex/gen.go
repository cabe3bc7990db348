package main

import (
	"context"
	"errors"

	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
)

// genCmd writes synthetic images.
type genCmd struct {
	N       int    `required:"" placeholder:"N" help:"How many images."`
	Seed    uint64 `default:"1" help:"The same seed gives the same images; the first of many are the few."`
	Out     string `default:"-" placeholder:"FILE" help:"File to write, compressed if its name ends in .gz or .zst; '-' is standard output. An unfinished file is not left behind."`
	Project string `placeholder:"P" help:"Project to name in every row. Default: none, the reader's default."`
}

// Help is shown by 'tagdex gen --help'.
func (*genCmd) Help() string {
	return `Keys follow Zipf's law; a third of them have 5 values, a third 200, a third
100,000. One image in ten has a key of its own, one in twenty has no tag.

Examples:

	tagdex gen --n 1000000 --seed 7 --out images.jsonl.zst
	tagdex gen --n 1000 | tagdex query --data - --count 'env=prod'

Exit status: 0 done; 1 it could not be written; 64 wrong usage;
130 interrupted.`
}

// Validate is called by kong.
func (c *genCmd) Validate() error {
	if c.N < 0 {
		return errors.New("--n cannot be negative")
	}
	return nil
}

// checkEvery is after how many images gen looks whether to stop.
const checkEvery = 1024

// Run is called by kong.
func (c *genCmd) Run(ctx context.Context, io *stdio) error {
	out, err := datafile.CreateContext(ctx, c.Out, io.out)
	if err != nil {
		return err
	}
	if err := c.write(ctx, io, out); err != nil {
		out.Abort()
		return err
	}
	return out.Commit()
}

func (c *genCmd) write(ctx context.Context, io *stdio, out *datafile.Output) error {
	bar := newProgress(io, "writing")
	defer bar.end()
	lines := datafile.NewWriter(out)
	i := 0
	for r := range workload.Images(c.N, c.Seed) {
		if err := lines.Write(engine.Row{Project: c.Project, Resource: r}); err != nil {
			return err
		}
		if i++; i%checkEvery == 0 {
			bar.set(int64(i), int64(c.N))
			if err := ctx.Err(); err != nil {
				return err
			}
		}
	}
	return nil
}
