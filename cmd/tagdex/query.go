package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/internal/terminal"
	"github.com/tagdex/tagdex/resource"
)

// queryCmd finds or counts.
type queryCmd struct {
	dataFlags
	questionFlags
	Limit  *int   `placeholder:"N" help:"Resources at most; 0 is all. Default: 10, or what the request says."`
	Offset *int   `placeholder:"N" help:"Matches to leave out first. Default: 0, or what the request says."`
	Count  bool   `help:"Tell only how many match."`
	Format string `enum:"table,json,jsonl" default:"table" help:"table, json (the answer of the image service's query), or jsonl (rows that can be loaded again, with every detail and system tag)."`
}

// Help is shown by 'tagdex query --help'.
func (*queryCmd) Help() string {
	return `Examples:

	tagdex query 'arch=arm64 and lifecycle in (lts, stable) and not deprecated'
	tagdex query 'name ~ "windows server" and edition!=Standard' --limit 3
	tagdex query --data images.jsonl.gz --count 'gpu and not region=eu-west-1'
	aws ec2 describe-images --owners self | tagdex query --from aws --data - all
	tagdex query --data images.jsonl --format jsonl --limit 0 'env=prod' | gzip > prod.jsonl.gz
	echo '{"action":"count","not_tags":[{"key":"env","values":[]}]}' | tagdex query --request -

An expression: key, key=value, key!=value, key in (v, w), key ~ part,
name ~ part, name ^= start, name="exactly", id=..., prop.x=value, prop.n >= 40,
prop.created_at < 2024-01-31, all, none, tagged; with
and, or, not and parentheses. Words with spaces or signs are quoted.
Expressions see system tags; requests do not, as over HTTP.

Exit status: 0 done, also if nothing matches; 1 bad query, with a mark under
the spot; 2 bad data, with file, line and reason; 64 wrong usage.`
}

// Validate is called by kong.
func (c *queryCmd) Validate() error {
	if (c.Limit != nil && *c.Limit < 0) || (c.Offset != nil && *c.Offset < 0) {
		return errors.New("--limit and --offset cannot be negative")
	}
	return c.questionFlags.Validate()
}

// Run is called by kong.
func (c *queryCmd) Run(ctx context.Context, io *stdio) error {
	q, snap, err := ask(ctx, io, &c.dataFlags, &c.questionFlags)
	if err != nil {
		return err
	}
	if c.Count || q.request != nil && q.request.Action == dialect.ActionCount {
		return c.count(ctx, io, snap, q)
	}
	page, err := c.page(ctx, snap, q)
	if err != nil {
		return err
	}
	found, err := snap.Find(ctx, q.expr, page)
	if err != nil {
		return err
	}
	switch c.Format {
	case "json":
		return writeIndented(io.out, c.ims().AppendPage(nil, dialect.Audience{ResourceType: c.Type}, found.Total, slices.Values(found.Resources)))
	case "jsonl":
		return c.writeRows(io.out, found.Resources)
	}
	return writeTable(io, found, page)
}

// page is the flags' page, or else the request's, or else the first.
func (c *queryCmd) page(ctx context.Context, snap *engine.Snapshot, q *question) (engine.Page, error) {
	page := engine.Page{Limit: engine.DefaultLimit}
	if q.request != nil {
		page = engine.Page{Offset: q.request.Offset, Limit: q.request.Limit}
	}
	if c.Offset != nil {
		page.Offset = *c.Offset
	}
	if c.Limit == nil {
		return page, nil
	}
	page.Limit = *c.Limit
	if page.Limit > 0 {
		return page, nil
	}
	total, err := snap.Count(ctx, q.expr)
	page.Limit = max(total, 1)
	return page, err
}

func (c *queryCmd) count(ctx context.Context, io *stdio, snap *engine.Snapshot, q *question) error {
	total, err := snap.Count(ctx, q.expr)
	if err != nil {
		return err
	}
	if c.Format == "table" {
		_, err = fmt.Fprintln(io.out, total)
		return err
	}
	_, err = fmt.Fprintf(io.out, "%s\n", c.ims().AppendCount(nil, total))
	return err
}

// writeRows writes data lines. A project or type that every reader assumes is
// left out.
func (c *queryCmd) writeRows(w io.Writer, found []resource.Resource) error {
	row := engine.Row{Project: c.Project, Type: c.Type}
	if row.Project == datafile.DefaultProject {
		row.Project = ""
	}
	if row.Type == datafile.DefaultType {
		row.Type = ""
	}
	out, err := datafile.Create(datafile.Stdin, w)
	if err != nil {
		return err
	}
	lines := datafile.NewWriter(out)
	for _, row.Resource = range found {
		if err := lines.Write(row); err != nil {
			return err
		}
	}
	return out.Commit()
}

func writeIndented(w io.Writer, text []byte) error {
	value := jsontext.Value(text)
	if err := value.Indent(jsontext.WithIndent("  ")); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%s\n", value)
	return err
}

// writeTable writes the page for people, and below it how much of the whole
// it is.
func writeTable(io *stdio, found engine.Result, page engine.Page) error {
	var table terminal.Table
	table.Row("ID", "NAME", "STATUS", "TAGS")
	for _, r := range found.Resources {
		table.Row(r.ID, r.Name, status(r), tagList(r.Tags))
	}
	if err := table.Write(io.out, width(io.out)); err != nil {
		return err
	}
	_, err := fmt.Fprintf(io.out, "\n%s\n", summary(found, page))
	return err
}

func summary(found engine.Result, page engine.Page) string {
	switch n := len(found.Resources); {
	case n == found.Total:
		return plural(n, "match", "matches")
	case n == 0:
		return fmt.Sprintf("%s, none after the first %d", plural(found.Total, "match", "matches"), page.Offset)
	default:
		return fmt.Sprintf("%d to %d of %d matches", page.Offset+1, page.Offset+n, found.Total)
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func tagList(tags []resource.Tag) string {
	texts := make([]string, len(tags))
	for i, t := range tags {
		texts[i] = t.Key + "=" + t.Value
	}
	return strings.Join(texts, ", ")
}

// status is the resource's status, if its detail has one.
func status(r resource.Resource) string {
	var detail struct {
		Status string `json:"status"`
	}
	_ = json.Unmarshal([]byte(r.Detail), &detail) // no detail, no status
	return detail.Status
}
