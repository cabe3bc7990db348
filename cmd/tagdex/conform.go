package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/tagdex/tagdex/fuzz/conformance"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/internal/terminal"
)

// conformCmd holds a server against the conformance vectors.
type conformCmd struct {
	URL       string               `arg:"" optional:"" help:"Base URL of the server, such as http://127.0.0.1:8080."`
	WriteData string               `placeholder:"FILE" help:"Write the data that the vectors ask about, to be loaded into the server first; '-' is standard output."`
	Load      bool                 `help:"Load that data into the server first, by its native API; it must let the caller write."`
	Option    []conformance.Option `enum:"swap_negation,key_length_127,lenient_values,lenient_keys,refuse_empty_name,system_tags,writable,strict,large_tags" placeholder:"NAME" help:"Option that the server runs with; may be given several times: ${enum}."`
	Header    []string             `sep:"none" placeholder:"'NAME: VALUE'" help:"Header to send with every request; may be given several times."`
	Timeout   time.Duration        `default:"10s" help:"Longest wait for one answer."`
}

// Help is shown by 'tagdex conform --help'.
func (*conformCmd) Help() string {
	return `Prints how many vectors of each topic passed, and for those that failed the
rule, the request, and the difference. Whether the caller may filter by system
tags and change tags is found out by asking, unless --option system_tags or
writable says so. Vectors that change tags put them right again.

Examples:

	tagdex serve --writable &
	tagdex conform --load http://127.0.0.1:8080

	tagdex conform --write-data conform.jsonl
	tagdex serve --data conform.jsonl &
	tagdex conform http://127.0.0.1:8080

Exit status: 0 all passed; 1 some failed, data are missing, or no answer;
64 wrong usage; 130 interrupted.`
}

// Validate is called by kong.
func (c *conformCmd) Validate() error {
	switch {
	case c.URL == "" && c.Load:
		return errors.New("--load wants the URL of the server")
	case c.URL == "" && c.WriteData == "":
		return errors.New("give a URL or --write-data")
	case c.URL != "" && !strings.HasPrefix(c.URL, "http://") && !strings.HasPrefix(c.URL, "https://"):
		return fmt.Errorf("%q is no URL of a server: write it as http://127.0.0.1:8080", c.URL)
	}
	for _, h := range c.Header {
		if !strings.Contains(h, ":") {
			return fmt.Errorf("--header %q: write it as 'name: value'", h)
		}
	}
	return nil
}

// Run is called by kong.
func (c *conformCmd) Run(ctx context.Context, io *stdio) error {
	if c.WriteData != "" {
		if err := writeVectorData(ctx, c.WriteData, io.out); err != nil {
			return err
		}
	}
	if c.URL == "" {
		return nil
	}
	if err := c.ready(ctx, io); err != nil {
		return err
	}
	result, err := conformance.Run(ctx, nil, c.URL, c.options())
	if err != nil {
		return err
	}
	if err := result.WriteTable(io.out); err != nil {
		return err
	}
	if !result.OK() {
		return errQuiet
	}
	return nil
}

// ready loads the data if it is told to. Else it sees whether the server holds
// any of them, as nearly all vectors ask about them.
func (c *conformCmd) ready(ctx context.Context, io *stdio) error {
	if c.Load {
		err := conformance.Upload(ctx, nil, c.URL, c.options())
		if errors.Is(err, conformance.ErrRefused) {
			return fmt.Errorf("%w; start the server with --writable, or give a credential of an operator by --header", err)
		}
		return err
	}
	missing, of, err := conformance.Lacking(ctx, nil, c.URL, c.options())
	if err != nil || len(missing) < of {
		return err
	}
	fmt.Fprintf(io.err, noData, terminal.Printable(c.URL), of, missing[0])
	return errQuiet
}

// noData says what a server lacks, and the two ways out.
const noData = `tagdex: %[1]s does not hold the data that the vectors ask about: %[2]d data sets are missing (%[3]s, ...)
  Load them into it, if it lets you write (tagdex serve --writable):
    tagdex conform --load %[1]s
  or start a server with them:
    tagdex conform --write-data conform.jsonl
    tagdex serve --data conform.jsonl
`

func (c *conformCmd) options() *conformance.Options {
	opts := &conformance.Options{On: map[conformance.Option]bool{}, Header: http.Header{}, Timeout: c.Timeout}
	for _, o := range c.Option {
		opts.On[o] = true
	}
	for _, h := range c.Header {
		name, value, _ := strings.Cut(h, ":")
		opts.Header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	return opts
}

func writeVectorData(ctx context.Context, name string, stdout io.Writer) error {
	out, err := datafile.CreateContext(ctx, name, stdout)
	if err != nil {
		return err
	}
	if err := conformance.WriteData(out); err != nil {
		out.Abort()
		return err
	}
	return out.Commit()
}
