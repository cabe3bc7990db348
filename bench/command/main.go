package command

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Main runs a command that measures, with the arguments of the process, and
// ends the process where that failed: with 2 for wrong usage, which the flags
// have told of, else with 1 and the error under name. The first signal ends the
// measuring, what was temporary is removed, and what there is is reported; the
// second ends the process.
func Main(name string, run func(ctx context.Context, args []string, out io.Writer, complain *os.File) error) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case errors.Is(err, ErrUsage):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, name+":", err)
		os.Exit(1)
	}
}
