package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
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
	Addr            string     `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on. Port 0 picks a free one."`
	MaxBody         int64      `default:"524288" placeholder:"BYTES" help:"Longest body of a request; longer ones are answered 413."`
	AllowSystemTags bool       `help:"Let every caller filter by system tags, also on an address that is not loopback."`
	LogLevel        slog.Level `default:"info" help:"What to log to standard error: debug (every request), info (requests at fault), warn, error."`
}

// Help is shown by 'tagdex serve --help'.
func (*serveCmd) Help() string {
	return `The port is taken first, so that a port in use is told at once; connections
wait until the data are loaded. Then one line on standard output says where it
listens, and GET /healthz answers 200.

There is no authentication. On a loopback address the caller is taken for the
operator, who may filter by system tags (sys_tags); on others nobody may, unless
--allow-system-tags is given.

Examples:

	tagdex serve
	tagdex serve --data images.jsonl.gz --addr 127.0.0.1:0
	aws ec2 describe-images --owners self | tagdex serve --from aws --data -

	curl -s http://127.0.0.1:8080/v2/default/images/resource_instances/action \
	  -d '{"action":"filter","tags":[{"key":"arch","values":["arm64"]}]}'

SIGINT and SIGTERM let running requests finish, for ten seconds at most; a
second one ends the process.

Exit status: 0 ended by a signal; 1 the address cannot be used, or another
failure; 2 bad data; 64 wrong usage; 130 interrupted while loading.`
}

// Run is called by kong.
func (c *serveCmd) Run(ctx context.Context, io *stdio) error {
	logger := slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: c.LogLevel}))
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return err
	}
	defer listener.Close()
	start := time.Now()
	registry, err := c.load(ctx, io)
	if err != nil {
		return err
	}
	logLoaded(logger, registry, time.Since(start))
	handler := httpapi.New(registry, c.options(listener.Addr(), logger))
	if _, err := fmt.Fprintf(io.out, "listening on http://%s\n", listener.Addr()); err != nil {
		return err
	}
	return server.Serve(ctx, listener, handler, &server.Options{Logger: logger})
}

func (c *serveCmd) options(addr net.Addr, logger *slog.Logger) *httpapi.Options {
	allowed := c.AllowSystemTags || isLoopback(addr)
	return &httpapi.Options{
		Profiles:     []*dialect.Profile{c.ims(), c.cts()},
		Logger:       logger,
		MaxBodyBytes: c.MaxBody,
		Authenticate: func(*http.Request) (httpapi.Caller, error) { return httpapi.Caller{Operator: allowed}, nil },
	}
}

func isLoopback(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return ok && tcp.IP.IsLoopback()
}

func logLoaded(logger *slog.Logger, registry *engine.Registry, took time.Duration) {
	for name, c := range registry.Collections() {
		logger.Info("loaded", "project", name.Project, "type", name.Type, "resources", c.Snapshot().Len())
	}
	logger.Info("ready", "took", took.Round(time.Millisecond))
}
