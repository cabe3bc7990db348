// Package command is what the commands of bench and of bench/peers share: the
// flags that say what to measure, the images, the progress, the report.
package command

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"strings"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/resource"
)

// ErrUsage: a command line that was refused; the flags have said why.
var ErrUsage = errors.New("wrong usage")

// Options say what to measure, and where the results go. The fields that have
// flags are set by Define's flags.
type Options struct {
	N      int
	Seed   uint64
	Rounds int
	Time   time.Duration
	Data   string // a file of images instead of N generated ones
	Format string // of Data
	JSON   string // a file
	HTML   string // a file
	Args   []string
}

// Define defines the flags. N, Rounds and Time are the defaults of theirs.
func (o *Options) Define(f *flag.FlagSet) {
	f.IntVar(&o.N, "n", o.N, "how many `images` to generate")
	f.Uint64Var(&o.Seed, "seed", 1, "of the generated images, the mix and the writes")
	f.IntVar(&o.Rounds, "rounds", o.Rounds, "at most so many rounds")
	f.DurationVar(&o.Time, "time", o.Time, "begin no further round after this `duration`")
	f.StringVar(&o.Data, "data", "", "measure on the images of this `file` instead; .gz and .zst are read as they are, - is standard input")
	f.StringVar(&o.Format, "format", string(datafile.JSONLines), "of -data: jsonl, aws or ims")
	f.StringVar(&o.JSON, "json", "", "write all figures as JSON to this `file`")
	f.StringVar(&o.HTML, "html", "", "write a report with charts to this `file`; it needs no network")
}

// Parse reads a command line and checks it. It fails with flag.ErrHelp or
// ErrUsage, and has complained then.
func (o *Options) Parse(f *flag.FlagSet, args []string, complain io.Writer) error {
	o.Args = args
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return err
		}
		return ErrUsage
	}
	if wrong := o.fault(f.NArg()); wrong != "" {
		fmt.Fprintf(complain, "%s: %s (-h tells more)\n", f.Name(), wrong)
		return ErrUsage
	}
	return nil
}

// fault is what is wrong with the options, or "".
func (o *Options) fault(arguments int) string {
	switch {
	case arguments > 0:
		return "there are no arguments, only flags"
	case o.N < 1 || o.N > 1<<30:
		return "-n must be between 1 and 2^30"
	case o.Rounds < 1:
		return "-rounds must be at least 1"
	case o.Time <= 0:
		return "-time must be above 0"
	case o.Format != string(datafile.JSONLines) && o.Format != string(datafile.AWS) && o.Format != string(datafile.IMS):
		return "-format must be jsonl, aws or ims"
	}
	return ""
}

// Begin is the report of a run that begins now, by a command with these
// options.
func (o *Options) Begin(command string) *figures.Report {
	return &figures.Report{
		Command: strings.Join(append([]string{command}, o.Args...), " "),
		Begun:   time.Now(),
		Commit:  figures.Commit(),
		Go:      runtime.Version(),
		Machine: figures.Here(),
	}
}

// DataOf describes images that come from a source.
func DataOf(images []resource.Resource, source string) figures.Data {
	d := figures.Data{Source: source, Images: len(images)}
	for i := range images {
		d.Tags += len(images[i].Tags)
		d.Names += len(images[i].Name)
	}
	return d
}
