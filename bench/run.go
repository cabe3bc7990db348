package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/tagdex/tagdex/bench/command"
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
	r, err := o.report(ctx, out, complain)
	if err != nil {
		return err
	}
	if o.gate && !r.Interrupted {
		if err := o.check(ctx, r, out, complain); err != nil {
			return err
		}
	}
	return o.Files(r, out)
}

// report measures once, and shows the tables.
func (o *options) report(ctx context.Context, out io.Writer, complain *os.File) (*figures.Report, error) {
	r := o.Begin("go run ./bench")
	p := command.NewProgress(complain)
	err := o.measure(ctx, r, p.Show)
	p.End()
	if err != nil {
		return nil, err
	}
	r.Seconds = time.Since(r.Begun).Seconds()
	return r, r.WriteText(out)
}

// errGate: a limit was broken twice.
var errGate = errors.New("slower than the limits allow, twice")

// check holds a report against the limits. What else the machine does may
// break one, but hardly the same one twice.
func (o *options) check(ctx context.Context, r *figures.Report, out io.Writer, complain *os.File) error {
	first := r.Faults()
	if first == nil {
		_, err := fmt.Fprintln(out, "within the limits")
		return err
	}
	if _, err := fmt.Fprintf(out, "over the limits, so once more:\n\t%s\n\n", strings.Join(first, "\n\t")); err != nil {
		return err
	}
	again, err := o.report(ctx, out, complain)
	switch {
	case err != nil:
		return err
	case again.Interrupted:
		return nil
	}
	subject := func(fault string) string {
		name, _, _ := strings.Cut(fault, ":")
		return name
	}
	var twice []string
	for _, fault := range again.Faults() {
		if slices.ContainsFunc(first, func(f string) bool { return subject(f) == subject(fault) }) {
			twice = append(twice, fault)
		}
	}
	if twice == nil {
		_, err := fmt.Fprintln(out, "within the limits, the second time")
		return err
	}
	return fmt.Errorf("%w: %s", errGate, strings.Join(twice, "; "))
}

func (o *options) measure(ctx context.Context, r *figures.Report, show func(string, int, int)) error {
	images, source, err := o.Images(ctx, show)
	if err != nil {
		return err
	}
	r.Data = command.DataOf(images, source)
	stop, err := startProfiles(o.profile)
	if err != nil {
		return err
	}
	err = measure.Run(ctx, measure.Config{
		Images: slices.Clip(images), Seed: o.Seed, Rounds: o.Rounds, Time: o.Time, Progress: show,
	}, r)
	if stopErr := stop(); err == nil {
		err = stopErr
	}
	return err
}
