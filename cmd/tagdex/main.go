// Command tagdex answers tag queries: over HTTP (serve), on the command line
// (query, explain), and holds other services against the rules (conform).
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	os.Exit(run(os.Args[1:], &stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// stdio is where a command reads and writes.
type stdio struct {
	in       io.Reader
	out, err *os.File
}

// run runs the command line and returns the exit status. The first SIGINT or
// SIGTERM ends the context, and with it whatever is going on; the second ends
// the process.
func run(args []string, io *stdio) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	return report(ctx, io, execute(ctx, args, io))
}
