package main

import (
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/tagdex/tagdex/bench/command"
)

// options are what the command line says.
type options struct {
	command.Options
	profile string
	results string
	readme  string
	gate    bool
}

// gateImages is how many images the limits of -gate are for.
const gateImages = 100_000

const usage = `Measures the engine beside a linear scan and the best hand-written roaring
compositions, in one process, round by round: the queries Q1 to Q13 and a mix of
random ones, building, memory, writes, readers side by side, saving.

  go run ./bench                                  100,000 generated images, a table; about a minute
  go run ./bench -html report.html                the same with charts, in one file
  go run ./bench -n 1000000 -json million.json    needs about 4 GB and some minutes
  go run ./bench -data images.jsonl.gz            your own images; what the queries ask for is
                                                  derived from what is frequent in them
  go run ./bench -gate                            checks a few ratios on 100,000 images, as CI does
  go run ./bench -readme README.md                writes the README's section from bench/results

Ctrl-C ends the measuring and reports what there is. Compare ratios, not times:
times move with whatever else the machine does.

Flags:
`

// parse reads the command line. It fails with flag.ErrHelp or
// command.ErrUsage.
func parse(args []string, complain io.Writer) (options, error) {
	o := options{Options: command.Options{N: gateImages, Rounds: 25, Time: 40 * time.Second}}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(complain)
	f.Usage = func() {
		fmt.Fprint(complain, usage)
		f.PrintDefaults()
	}
	o.Define(f)
	f.StringVar(&o.profile, "profile", "", "keep cpu.pprof and heap.pprof of the run in this `folder`")
	f.BoolVar(&o.gate, "gate", false, "check the limits for CI; what breaks one is measured once more before it fails")
	f.StringVar(&o.readme, "readme", "", "measure nothing; write the sections of this `page` from the results")
	f.StringVar(&o.results, "results", "bench/results", "the `folder` of results for -readme")
	if err := o.Parse(f, args, complain); err != nil {
		return o, err
	}
	if o.gate && (o.Data != "" || o.N != gateImages) {
		fmt.Fprintln(complain, "bench: the limits of -gate are for the generated images, as many as there are by default (-h tells more)")
		return o, command.ErrUsage
	}
	return o, nil
}
