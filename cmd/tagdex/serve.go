package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/internal/server"
)

// serveCmd answers over HTTP.
type serveCmd struct {
	dataFlags
	profileFlags
	accessFlags
	Addr     string     `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on. Port 0 picks a free one."`
	MaxBody  int64      `default:"524288" placeholder:"BYTES" help:"Longest body of a request; longer ones are answered 413."`
	MaxTypes int        `default:"64" placeholder:"N" help:"How many resource types a project may have for another one to be made over HTTP; negative: any number."`
	LogLevel slog.Level `default:"info" help:"What to log to standard error: debug (every request), info (requests at fault), warn, error."`
}

// Help is shown by 'tagdex serve --help'.
func (*serveCmd) Help() string {
	return `The port is taken first, so that a port in use is told at once; connections
wait until the data are loaded. Then one line on standard output says where it
listens, and GET /healthz answers 200.

It answers the documented tag queries and tag calls, the image list, and the
native API, which GET /tagdex/v1/openapi.json describes. Nothing is saved: what
is changed over HTTP lasts until the server ends. What a documented API does not
know of a request is told by the header Tagdex-Ignored and in the log, or
refused with --strict.

Without --keys nobody is asked who he is. On a loopback address the caller is
taken for the operator, who may see and filter by system tags (sys_tags) and
change them where it may write; on others everybody may read every project, and
nobody is the operator unless --allow-system-tags is given. Nobody may write
unless --writable is given, which an address that is not loopback wants
confirmed by --allow-open-writes; requests that a browser sends for a page of
another site may not write even so. Who may write and is the operator may also
drop whole collections.

With --keys every request must bring a credential of that file, /healthz aside:
"Authorization: Bearer TOKEN", "X-Auth-Token: TOKEN", or the signature of the
cloud's SDK (SDK-HMAC-SHA256). The role of the credential says what it may do
(read; write; manage, which may also drop collections; operator, who also has to
do with system tags), its projects what it may ask about.

SIGHUP reads the file again; if it is bad, the old credentials stay. A key file,
which only its owner may read:

	{"credentials": [
	  {"name": "dashboard", "role": "read", "projects": ["default"], "token": "..."},
	  {"name": "pipeline", "role": "write", "projects": ["default"],
	   "access_key": "...", "secret_key": "..."},
	  {"name": "ops", "role": "operator", "projects": "*", "token_sha256": "..."}
	]}

Examples:

	tagdex serve
	tagdex serve --data images.jsonl.gz --addr 127.0.0.1:0
	tagdex serve --keys keys.json --addr 0.0.0.0:8080
	aws ec2 describe-images --owners self | tagdex serve --data -

	curl -s http://127.0.0.1:8080/v2/default/images/resource_instances/action \
	  -d '{"action":"filter","tags":[{"key":"arch","values":["arm64"]}]}'

SIGINT and SIGTERM let running requests finish, for ten seconds at most; those
that have not by then are cut off, which is logged. A second one ends the
process.

Exit status: 0 ended by a signal; 1 the address cannot be used, or another
failure; 2 bad data or a bad key file; 64 wrong usage; 130 interrupted while
loading.`
}

// Run is called by kong.
func (c *serveCmd) Run(ctx context.Context, io *stdio) error {
	logger := slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: c.LogLevel}))
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	authenticate, err := c.access(ctx, io, listener.Addr(), logger)
	if err != nil {
		return err
	}
	start := time.Now()
	registry, what, err := c.load(ctx, io)
	if err != nil {
		return err
	}
	what.log(io, logger)
	logLoaded(logger, registry, time.Since(start))
	handler := httpapi.New(registry, c.options(authenticate, logger))
	if _, err := fmt.Fprintf(io.out, "listening on http://%s\n", listener.Addr()); err != nil {
		return err
	}
	return server.Serve(ctx, listener, handler, &server.Options{Logger: logger})
}

func (c *serveCmd) options(authenticate authenticate, logger *slog.Logger) *httpapi.Options {
	return &httpapi.Options{
		DefaultProject: c.Project,
		Profiles:       []*dialect.Profile{c.ims(), c.cts()},
		Logger:         logger,
		MaxBodyBytes:   c.MaxBody,
		MaxTypes:       c.MaxTypes,
		Strict:         c.Strict,
		Authenticate:   authenticate,
	}
}

func logLoaded(logger *slog.Logger, registry *engine.Registry, took time.Duration) {
	for name, c := range registry.Collections() {
		logger.Info("loaded", "project", name.Project, "type", name.Type, "resources", c.Snapshot().Len())
	}
	logger.Info("ready", "took", took.Round(time.Millisecond))
}
