package main

import (
	"context"
	"fmt"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/terminal"
)

// hint tells, on standard error, what the question names and no resource has.
// A mistyped word finds nothing, or, under a not or an or, everything.
func hint(ctx context.Context, io *stdio, snap *engine.Snapshot, q *question) error {
	unknown, err := snap.Unknown(ctx, q.expr, unknownOf(q))
	for i := range unknown {
		fmt.Fprintf(io.err, "tagdex: %s\n", terminal.Printable(unknown[i].Message))
	}
	return err
}

// unknownOf are the options for a question: a request sees no system tags.
func unknownOf(q *question) engine.UnknownOptions {
	return engine.UnknownOptions{Tenant: q.request != nil}
}
