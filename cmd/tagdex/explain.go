package main

import (
	"context"
	"encoding/json"
	"fmt"
)

// explainCmd shows plans.
type explainCmd struct {
	dataFlags
	questionFlags
	Format string `enum:"text,json" default:"text" help:"text or json."`
}

// Help is shown by 'tagdex explain --help'.
func (*explainCmd) Help() string {
	return `Shows the normal form of the query, the strategy chosen, and for every step
how many resources were expected and found. The query is run for that. A step
that asks for a key or value that no resource has is marked.

Examples:

	tagdex explain 'env=prod and (arch=arm64 or gpu) and not deprecated'
	tagdex explain --data images.jsonl.gz --format json 'name ~ ubuntu'

Exit status: as of 'tagdex query'.`
}

// Run is called by kong.
func (c *explainCmd) Run(ctx context.Context, io *stdio) error {
	q, snap, err := ask(ctx, io, &c.dataFlags, &c.questionFlags)
	if err != nil {
		return err
	}
	plan, err := snap.ExplainFor(ctx, q.expr, unknownOf(q))
	if err != nil {
		return err
	}
	if c.Format == "json" {
		text, err := json.Marshal(plan)
		if err != nil {
			return err
		}
		return writeIndented(io.out, text)
	}
	_, err = fmt.Fprint(io.out, plan.String())
	return err
}
