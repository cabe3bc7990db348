package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/tagdex/tagdex/internal/terminal"
	"github.com/tagdex/tagdex/query"
)

// The exit statuses, as the help tells them.
const (
	exitOK          = 0
	exitFailure     = 1
	exitData        = 2
	exitUsage       = 64
	exitInterrupted = 130
)

// failure is an error with the exit status it leads to. Errors that are none
// lead to exitFailure.
type failure struct {
	status int
	err    error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// errQuiet ends a command that has said itself what went wrong.
var errQuiet = errors.New("reported already")

// report tells an error on standard error and returns the exit status. An end
// that the user asked for is not an error of its own.
func report(ctx context.Context, io *stdio, err error) int {
	switch {
	case err == nil:
		return exitOK
	case errors.Is(err, errQuiet):
		return exitFailure
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(io.err, "tagdex: interrupted")
		return exitInterrupted
	}
	fmt.Fprintf(io.err, "tagdex: %s\n", terminal.Printable(err.Error()))
	if syntax, ok := errors.AsType[*query.SyntaxError](err); ok {
		fmt.Fprintf(io.err, "  %s\n", strings.ReplaceAll(syntax.Caret(), "\n", "\n  "))
	}
	f, ok := errors.AsType[*failure](err)
	if !ok {
		return exitFailure
	}
	if f.status == exitUsage {
		fmt.Fprintln(io.err, "Run 'tagdex --help' or 'tagdex <command> --help' for how it is used.")
	}
	return f.status
}
