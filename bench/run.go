package main

import (
	"context"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/measure"
)

// run does what the command line says. Results go to out, progress and
// complaints to complain.
func run(ctx context.Context, args []string, out io.Writer, complain *os.File) error {
	o, err := parse(args, complain)
	if err != nil {
		return err
	}
	if o.readme != "" {
		return writeREADME(o.readme, o.results)
	}
	r := &figures.Report{
		Command: strings.Join(append([]string{"go run ./bench"}, o.args...), " "),
		Begun:   time.Now(),
		Commit:  figures.Commit(),
		Go:      runtime.Version(),
		Machine: figures.Here(),
	}
	p := newProgress(complain)
	err = o.measure(ctx, r, p.show)
	p.end()
	if err != nil {
		return err
	}
	r.Seconds = time.Since(r.Begun).Seconds()
	if err := r.WriteText(out); err != nil {
		return err
	}
	if err := write(o.json, out, r.WriteJSON); err != nil {
		return err
	}
	return write(o.html, out, r.WriteHTML)
}

func (o *options) measure(ctx context.Context, r *figures.Report, show func(string, int, int)) error {
	images, source, err := o.images(ctx, show)
	if err != nil {
		return err
	}
	r.Data = figures.Data{Source: source, Images: len(images)}
	for i := range images {
		r.Data.Tags += len(images[i].Tags)
		r.Data.Names += len(images[i].Name)
	}
	stop, err := startProfiles(o.profile)
	if err != nil {
		return err
	}
	err = measure.Run(ctx, measure.Config{
		Images: slices.Clip(images), Seed: o.seed, Rounds: o.rounds, Time: o.time, Progress: show,
	}, r)
	if stopErr := stop(); err == nil {
		err = stopErr
	}
	return err
}
