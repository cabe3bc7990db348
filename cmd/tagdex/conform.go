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
)

// conformCmd holds a server against the conformance vectors.
type conformCmd struct {
	URL       string               `arg:"" optional:"" help:"Base URL of the server, such as http://127.0.0.1:8080."`
	WriteData string               `placeholder:"FILE" help:"Write the data that the vectors ask about, to be loaded into the server first; '-' is standard output."`
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

	tagdex conform --write-data conform.jsonl
	tagdex serve --data conform.jsonl &
	tagdex conform http://127.0.0.1:8080

Exit status: 0 all passed; 1 some failed, data are missing, or no answer;
64 wrong usage; 130 interrupted.`
}

// Validate is called by kong.
func (c *conformCmd) Validate() error {
	if c.URL == "" && c.WriteData == "" {
		return errors.New("give a URL or --write-data")
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
		if err := writeVectorData(c.WriteData, io.out); err != nil {
			return err
		}
	}
	if c.URL == "" {
		return nil
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

func writeVectorData(name string, stdout io.Writer) error {
	out, err := datafile.Create(name, stdout)
	if err != nil {
		return err
	}
	if err := conformance.WriteData(out); err != nil {
		out.Abort()
		return err
	}
	return out.Commit()
}
