package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"github.com/tagdex/tagdex/internal/datafile"
)

// errUsage: a command line that was refused; the flags have said why.
var errUsage = errors.New("wrong usage")

// options are what the command line says.
type options struct {
	n       int
	seed    uint64
	rounds  int
	time    time.Duration
	data    string
	format  string
	json    string
	html    string
	profile string
	results string
	readme  string
	gate    bool
	args    []string // as given
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

// parse reads the command line. It fails with flag.ErrHelp or errUsage.
func parse(args []string, complain io.Writer) (options, error) {
	o := options{args: args}
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(complain)
	f.Usage = func() {
		fmt.Fprint(complain, usage)
		f.PrintDefaults()
	}
	f.IntVar(&o.n, "n", gateImages, "how many `images` to generate")
	f.Uint64Var(&o.seed, "seed", 1, "of the generated images, the mix and the writes")
	f.IntVar(&o.rounds, "rounds", 25, "at most so many rounds")
	f.DurationVar(&o.time, "time", 40*time.Second, "begin no further round after this `duration`")
	f.StringVar(&o.data, "data", "", "measure on the images of this `file` instead; .gz and .zst are read as they are, - is standard input")
	f.StringVar(&o.format, "format", string(datafile.JSONLines), "of -data: jsonl, aws or ims")
	f.StringVar(&o.json, "json", "", "write all figures as JSON to this `file`")
	f.StringVar(&o.html, "html", "", "write a report with charts to this `file`; it needs no network")
	f.StringVar(&o.profile, "profile", "", "keep cpu.pprof and heap.pprof of the run in this `folder`")
	f.BoolVar(&o.gate, "gate", false, "check the limits for CI; what breaks one is measured once more before it fails")
	f.StringVar(&o.readme, "readme", "", "measure nothing; write the section of this `page` from the results")
	f.StringVar(&o.results, "results", "bench/results", "the `folder` of results for -readme")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return o, err
		}
		return o, errUsage
	}
	if reason := o.fault(f.NArg()); reason != "" {
		fmt.Fprintln(complain, "bench:", reason, "(-h tells more)")
		return o, errUsage
	}
	return o, nil
}

// fault is what is wrong with the options, or "".
func (o *options) fault(arguments int) string {
	switch {
	case o.gate && (o.data != "" || o.n != gateImages):
		return "the limits of -gate are for the generated images, as many as there are by default"
	case arguments > 0:
		return "there are no arguments, only flags"
	case o.n < 1 || o.n > 1<<30:
		return "-n must be between 1 and 2^30"
	case o.rounds < 1:
		return "-rounds must be at least 1"
	case o.time <= 0:
		return "-time must be above 0"
	case o.format != string(datafile.JSONLines) && o.format != string(datafile.AWS) && o.format != string(datafile.IMS):
		return "-format must be jsonl, aws or ims"
	}
	return ""
}
