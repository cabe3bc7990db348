// Command compare is what `go run -C bench/peers .` runs: the suite, asked of
// the engine, the roaring floor, the linear scan and the peers, in one
// process, round by round.
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
	// The first signal ends the measuring, what was temporary is removed, and
	// what there is is reported; the second ends the process.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case errors.Is(err, command.ErrUsage):
		os.Exit(2) // said by the flags
	case err != nil:
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}
