package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/internal/sample"
	"github.com/tagdex/tagdex/internal/terminal"
	"github.com/tagdex/tagdex/query"
)

// dataFlags say what is loaded, and where rows go that do not say it.
type dataFlags struct {
	Data         []string        `sep:"none" placeholder:"FILE" help:"Data file, plain, .gz or .zst; '-' is standard input. May be given several times. Without it the sample catalogue is loaded."`
	From         datafile.Format `enum:"auto,jsonl,answer,aws,aws-tags,gcloud,azure,openstack,ims" default:"auto" help:"Form of the data, of ${enum}: jsonl is a resource a line, answer that of a tag query, ims that of the image list, the others are what clouds export. auto recognises it by what each file begins with, and says what it took it for."`
	Project      string          `default:"default" help:"Project of rows that name none, and the one that is asked about."`
	Type         string          `default:"images" help:"Resource type of rows that name none, and the one that is asked about."`
	SkipBadLines bool            `help:"Leave bad lines out, and report them, instead of giving up."`
	BadLines     string          `placeholder:"FILE" help:"Leave bad lines out, and write all of them to the file, a line each: file, line, id and reason, with tabs between."`
}

// load fills a new registry. What it was filled with is nil where it is the
// sample. Every error that is the data's has exitData.
func (f *dataFlags) load(ctx context.Context, io *stdio) (*engine.Registry, *loaded, error) {
	list := dialect.IMSList()
	registry := engine.NewRegistry(&engine.Options{Properties: list.Properties(), Orders: list.Orders()})
	if len(f.Data) == 0 {
		// Its rows are images where they do not say otherwise, and lines.
		reader := datafile.New(&datafile.Options{Project: f.Project})
		_, err := registry.Load(ctx, reader.Stream(ctx, sample.Name, sample.Open()))
		return registry, nil, err
	}
	bad, err := f.badLines(ctx, io)
	if err != nil {
		return nil, nil, err
	}
	bar := newProgress(io, "loading")
	reader := datafile.New(&datafile.Options{
		Format:   f.From,
		Project:  f.Project,
		Type:     f.Type,
		SkipBad:  f.SkipBadLines || bad != nil,
		Bad:      bad.write,
		Progress: func(p datafile.Progress) { bar.set(p.Read, p.Total) },
		Stdin:    io.in,
	})
	done, err := registry.Load(ctx, reader.Files(ctx, f.Data...))
	bar.end()
	unwritten := bad.close() // whatever became of the load
	if err != nil {
		f.tellTaken(io, reader.Report().Files)
		return nil, nil, &failure{exitData, fmt.Errorf("loading: %w", err)}
	}
	if unwritten != nil {
		return nil, nil, fmt.Errorf("writing the bad lines: %w", unwritten)
	}
	kinds := map[string]query.Kind{}
	for _, p := range list.Properties() {
		kinds[p.Name] = p.Kind
	}
	return registry, &loaded{reader.Report(), reader.Skipped(), done, kinds}, nil
}

// tellTaken says what the file was taken for that could not be read, where that
// is not what is to be expected.
func (f *dataFlags) tellTaken(io *stdio, files []datafile.FileReport) {
	if len(files) == 0 || f.From != datafile.Auto {
		return
	}
	last := &files[len(files)-1]
	if last.Format != "" && last.Format != datafile.JSONLines {
		fmt.Fprintf(io.err, "tagdex: %s\n", taken(last))
	}
}

// badLines is the file that bad lines are told to, or nil.
type badLines struct {
	out *datafile.Output
	err error
}

func (f *dataFlags) badLines(ctx context.Context, io *stdio) (*badLines, error) {
	if f.BadLines == "" {
		return nil, nil
	}
	out, err := datafile.CreateContext(ctx, f.BadLines, io.out)
	if err != nil {
		return nil, err
	}
	return &badLines{out: out}, nil
}

// write tells of one bad line. A nil file is told nothing.
func (b *badLines) write(e *datafile.LineError) {
	if b == nil || b.err != nil {
		return
	}
	_, b.err = fmt.Fprintf(b.out, "%s\t%s\t%s\t%s\n", terminal.Printable(e.File), strconv.Itoa(e.Line),
		terminal.Printable(e.ID), terminal.Printable(e.Reason()))
}

// close gives the file its name, if all could be written.
func (b *badLines) close() error {
	if b == nil {
		return nil
	}
	if b.err != nil {
		b.out.Abort()
		return b.err
	}
	return b.out.Commit()
}
