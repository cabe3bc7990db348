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
	// A request sees no system tags.
	unknown, err := snap.Unknown(ctx, q.expr, engine.UnknownOptions{Tenant: q.request != nil})
	for i := range unknown {
		fmt.Fprintf(io.err, "tagdex: %s\n", terminal.Printable(unknown[i].Message))
	}
	return err
}
