package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/tagdex/tagdex/bench/command"
	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/measure"
)

// FailuresError: peers could not be built, or answered wrongly or not at all.
// The report tells which, and has the figures of the others.
type FailuresError struct {
	Count int
}

func (e *FailuresError) Error() string {
	return fmt.Sprintf("%d builds or queries of peers failed; the report says FAILED and why", e.Count)
}

// run does what the command line says. Results go to out, progress and
// complaints to complain.
func run(ctx context.Context, args []string, out io.Writer, complain *os.File) error {
	o, err := parse(args, complain)
	if err != nil {
		return err
	}
	r := o.Begin("go run -C bench/peers .")
	p := command.NewProgress(complain)
	err = o.measure(ctx, r, p.Show)
	p.End()
	if err != nil {
		return err
	}
	for _, about := range r.Peers {
		if about.Skipped != "" {
			fmt.Fprintf(complain, "SKIPPED %s: %s\n", about.Name, about.Skipped)
		}
	}
	r.Seconds = time.Since(r.Begun).Seconds()
	if err := r.WriteText(out); err != nil {
		return err
	}
	if err := o.Files(r, out); err != nil {
		return err
	}
	if failed := r.Failures(); failed > 0 {
		return &FailuresError{failed}
	}
	return nil
}

func (o *options) measure(ctx context.Context, r *figures.Report, show func(string, int, int)) error {
	images, source, err := o.Images(ctx, show)
	if err != nil {
		return err
	}
	r.Data = command.DataOf(images, source)
	var peers []measure.Peer
	for _, name := range o.peers {
		peers = append(peers, known[name]())
	}
	return measure.Run(ctx, measure.Config{
		Images: slices.Clip(images), Seed: o.Seed, Rounds: o.Rounds, Time: o.Time, Progress: show, Peers: peers,
	}, r)
}
