package main

import (
	"context"
	"fmt"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/internal/sample"
	"github.com/tagdex/tagdex/internal/terminal"
)

// dataFlags say what is loaded, and where rows go that do not say it.
type dataFlags struct {
	Data         []string        `sep:"none" placeholder:"FILE" help:"Data file, plain, .gz or .zst; '-' is standard input. May be given several times. Without it the sample catalogue is loaded."`
	From         datafile.Format `enum:"jsonl,aws,ims" default:"jsonl" help:"Form of the data: jsonl (a resource a line), aws (the output of 'aws ec2 describe-images'), ims (the answer of the image list call)."`
	Project      string          `default:"default" help:"Project of rows that name none, and the one that is asked about."`
	Type         string          `default:"images" help:"Resource type of rows that name none, and the one that is asked about."`
	SkipBadLines bool            `help:"Leave bad lines out, and report them, instead of giving up."`
}

// load fills a new registry. Every error that is the data's has exitData.
func (f *dataFlags) load(ctx context.Context, io *stdio) (*engine.Registry, error) {
	list := dialect.IMSList()
	registry := engine.NewRegistry(&engine.Options{Properties: list.Properties(), Orders: list.Orders()})
	if len(f.Data) == 0 {
		// Its rows are images where they do not say otherwise, and lines.
		reader := datafile.New(&datafile.Options{Project: f.Project})
		_, err := registry.Load(ctx, reader.Stream(ctx, sample.Name, sample.Open()))
		return registry, err
	}
	bar := newProgress(io, "loading")
	reader := datafile.New(&datafile.Options{
		Format:   f.From,
		Project:  f.Project,
		Type:     f.Type,
		SkipBad:  f.SkipBadLines,
		Progress: func(p datafile.Progress) { bar.set(p.Read, p.Total) },
		Stdin:    io.in,
	})
	_, err := registry.Load(ctx, reader.Files(ctx, f.Data...))
	bar.end()
	if err != nil {
		return nil, &failure{exitData, fmt.Errorf("loading: %w", err)}
	}
	tellSkipped(io, reader.Skipped())
	return registry, nil
}

func tellSkipped(io *stdio, s datafile.Skipped) {
	if s.Lines == 0 {
		return
	}
	fmt.Fprintf(io.err, "tagdex: %d bad lines left out\n", s.Lines)
	for _, err := range s.First {
		fmt.Fprintf(io.err, "  %s\n", terminal.Printable(err.Error()))
	}
	if more := s.Lines - len(s.First); more > 0 {
		fmt.Fprintf(io.err, "  and %d more\n", more)
	}
}
