package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/query"
)

// questionFlags say what is asked: an expression, or the body of a request.
type questionFlags struct {
	Expr    *string `arg:"" optional:"" help:"Expression, such as: arch=arm64 and not gpu."`
	Request string  `placeholder:"FILE" help:"Ask by the JSON body of a request to the image service instead; '-' is standard input."`
	profileFlags
}

// Validate is called by kong.
func (f *questionFlags) Validate() error {
	if (f.Expr == nil) == (f.Request == "") {
		return errors.New("give an expression or --request, one of them ('all' selects everything)")
	}
	return nil
}

// question is what is asked, in the engine's terms. A request says, too,
// whether to count and which page it wants.
type question struct {
	expr    query.Expr
	request *dialect.Request // nil: an expression was given
}

// maxRequest is how long a request may be, in bytes, as over HTTP.
const maxRequest = 512 << 10

func (f *questionFlags) question(ctx context.Context, io *stdio) (*question, error) {
	if f.Request == "" {
		expr, err := query.Parse(*f.Expr)
		return &question{expr: expr}, err
	}
	body, err := readRequest(ctx, f.Request, io.in)
	if err != nil {
		return nil, err
	}
	request, err := f.ims().Decode(dialect.Input{Body: body})
	if err != nil {
		return nil, fmt.Errorf("bad request: %w", err)
	}
	tellIgnored(io.err, request.Ignored)
	expr, err := request.Expr()
	return &question{expr: expr, request: request}, err
}

// tellIgnored tells what of a request means nothing.
func tellIgnored(w io.Writer, list []dialect.Ignored) {
	for _, one := range list {
		text := "tagdex: ignored, for the API does not know it: " + one.Path
		if one.Near != "" {
			text += "; near: " + one.Near
		}
		fmt.Fprintln(w, text)
	}
}

// readRequest reads the body of a request. The context ends the wait for a
// pipe that nobody writes to, and for standard input.
func readRequest(ctx context.Context, name string, stdin io.Reader) ([]byte, error) {
	from := stdin
	if name != datafile.Stdin {
		file, err := datafile.Open(ctx, name)
		if err != nil {
			return nil, err
		}
		defer file.Close() // which ends a read of a pipe, too
		from = file
	}
	type read struct {
		body []byte
		err  error
	}
	done := make(chan read, 1)
	go func() {
		body, err := io.ReadAll(io.LimitReader(from, maxRequest+1))
		done <- read{body, err}
	}()
	select {
	case r := <-done:
		if r.err == nil && len(r.body) > maxRequest {
			r.err = fmt.Errorf("the request is over %d bytes", maxRequest)
		}
		return r.body, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// ask parses the question, loads the data and returns the snapshot to ask. The
// question comes first: a slip in it should not cost the time of loading.
func ask(ctx context.Context, io *stdio, data *dataFlags, asked *questionFlags) (*question, *engine.Snapshot, error) {
	if asked.Request == datafile.Stdin && slices.Contains(data.Data, datafile.Stdin) {
		return nil, nil, &failure{exitUsage, errors.New("--data and --request cannot both be standard input")}
	}
	q, err := asked.question(ctx, io)
	if err != nil {
		return nil, nil, err
	}
	registry, what, err := data.load(ctx, io)
	if err != nil {
		return nil, nil, err
	}
	what.tell(io)
	return q, snapshot(registry, data, io), nil
}

// snapshot returns what the flags ask about. Where nothing is there, most
// likely the rows name another project; the answer is empty all the same, as
// over HTTP.
func snapshot(registry *engine.Registry, data *dataFlags, io *stdio) *engine.Snapshot {
	if c, ok := registry.Collection(data.Project, data.Type); ok {
		return c.Snapshot()
	}
	fmt.Fprintf(io.err, "tagdex: nothing is loaded for project %q, type %q", data.Project, data.Type)
	before := "; there is"
	for name, c := range registry.Collections() {
		fmt.Fprintf(io.err, "%s %q, %q (%d)", before, name.Project, name.Type, c.Snapshot().Len())
		before = ","
	}
	fmt.Fprintln(io.err)
	return engine.Open(nil).Snapshot()
}
