// Command bench measures the engine through its public API, beside a linear
// scan and the best hand-written compositions of roaring bitmap calls, in one
// process and round by round, and shows the result as a table, as JSON and as
// an HTML page.
//
//	go run ./bench -html report.html
//
// Package suite has the queries, floor the compositions, measure the clock,
// figures what comes out; workload makes the images. The benchmarks of
// `go test ./bench -bench .` ask the same queries for use with benchstat.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/tagdex/tagdex/bench/command"
)

func main() {
	// The first signal ends the measuring, and what there is is reported;
	// the second ends the process.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case errors.Is(err, command.ErrUsage):
		os.Exit(2) // said by the flags
	case err != nil:
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}
