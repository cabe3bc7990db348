package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/tagdex/tagdex/bench/command"
	"github.com/tagdex/tagdex/bench/measure"
	"github.com/tagdex/tagdex/bench/peers/bleve"
	"github.com/tagdex/tagdex/bench/peers/duckdb"
	"github.com/tagdex/tagdex/bench/peers/memposts"
	"github.com/tagdex/tagdex/bench/peers/postgres"
	"github.com/tagdex/tagdex/bench/peers/sqlite"
)

// known are the peers by their names on the command line.
var known = map[string]func() measure.Peer{
	"memposts":    func() measure.Peer { return &memposts.MemPostings{} },
	"bleve":       func() measure.Peer { return &bleve.Bleve{} },
	"sqlite":      func() measure.Peer { return sqlite.Cgo() },
	"sqlite-pure": func() measure.Peer { return sqlite.Pure() },
	"duckdb":      func() measure.Peer { return &duckdb.DuckDB{} },
	"postgres":    func() measure.Peer { return &postgres.Postgres{} },
}

// everyPeer is the order in which peers are built and shown.
var everyPeer = []string{"memposts", "bleve", "sqlite", "sqlite-pure", "duckdb", "postgres"}

// options are what the command line says.
type options struct {
	command.Options
	peers peerList
}

const usage = `Measures the engine beside what one would otherwise use: Prometheus's in-memory
postings, bleve, SQLite (C and pure Go), DuckDB and PostgreSQL, and beside the
roaring floor and the linear scan, in one process, round by round. Every answer
is held against the scan's before it is timed.

  go run -C bench/peers .                            100,000 generated images; about three minutes
  go run -C bench/peers . -peers memposts,sqlite     only these
  go run -C bench/peers . -html /tmp/report.html     with charts, in one file

File names are taken from the folder bench/peers. PostgreSQL is started by the
command, where its server is installed (Debian: postgresql-15), and skipped
where it is not; the others come with their modules. A million images need
about 20 GB. Ctrl-C ends the measuring, removes what was temporary, and reports
what there is.

Flags:
`

// parse reads the command line. It fails with flag.ErrHelp or
// command.ErrUsage.
func parse(args []string, complain io.Writer) (options, error) {
	o := options{Options: command.Options{N: 100_000, Rounds: 15, Time: 2 * time.Minute}, peers: everyPeer}
	f := flag.NewFlagSet("peers", flag.ContinueOnError)
	f.SetOutput(complain)
	f.Usage = func() {
		fmt.Fprint(complain, usage)
		f.PrintDefaults()
	}
	o.Define(f)
	f.Var(&o.peers, "peers", "measure these, with a comma between them")
	return o, o.Parse(f, args, complain)
}

// peerList is a flag.Value of names of known peers.
type peerList []string

var errUnknownPeer = errors.New("there is no peer of this name; there are " + strings.Join(everyPeer, ", "))

func (l *peerList) String() string { return strings.Join(*l, ",") }

// Set takes each name once.
func (l *peerList) Set(text string) error {
	*l = nil
	for name := range strings.SplitSeq(text, ",") {
		if known[name] == nil {
			return fmt.Errorf("%q: %w", name, errUnknownPeer)
		}
		if !slices.Contains(*l, name) {
			*l = append(*l, name)
		}
	}
	return nil
}
