package main

import (
	"context"

	"github.com/alecthomas/kong"
)

// cli is the command line; every subcommand has a file of its own.
type cli struct {
	Serve   serveCmd   `cmd:"" help:"Answer the documented tag queries over HTTP."`
	Query   queryCmd   `cmd:"" help:"Find or count resources by an expression or a request."`
	Explain explainCmd `cmd:"" help:"Show how a query is answered."`
	Gen     genCmd     `cmd:"" help:"Write synthetic images."`
	Conform conformCmd `cmd:"" help:"Run the conformance vectors against a server."`
	Version versionCmd `cmd:"" help:"Show the version."`

	ShowVersion versionFlag `name:"version" help:"Show the version."`
}

const description = `Tagged resources in memory, and the documented tag queries over them.

Without data, the sample catalogue is used:

	tagdex serve
	tagdex query 'arch=arm64 and not deprecated'

Exit status: 0 done; 1 bad query, failed vectors, or another failure;
2 bad data; 64 wrong usage; 130 interrupted.`

// execute parses the arguments and runs the subcommand.
func execute(ctx context.Context, args []string, io *stdio) error {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parser, err := kong.New(&cli{},
		kong.Name("tagdex"),
		kong.Description(description),
		kong.Writers(io.out, io.err),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Bind(io),
		kong.BindTo(ctx, (*context.Context)(nil)),
	)
	if err != nil {
		return err
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return &failure{exitUsage, err}
	}
	return parsed.Run()
}
