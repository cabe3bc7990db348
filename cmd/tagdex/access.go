package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"

	"github.com/tagdex/tagdex/auth"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/internal/terminal"
)

// accessFlags say who may ask, and who may write.
type accessFlags struct {
	Keys            string `placeholder:"FILE" help:"Key file; every request must bring one of its credentials."`
	Writable        bool   `help:"Let every caller write, without --keys. Only on a loopback address, unless --allow-open-writes is given."`
	AllowOpenWrites bool   `help:"With --writable: let everybody who reaches the address write, also where it is not loopback."`
	AllowSystemTags bool   `help:"Let every caller see and filter by system tags, and change them with --writable, also on an address that is not loopback, without --keys."`
}

// Validate is called by kong.
func (f *accessFlags) Validate() error {
	switch {
	case f.Keys != "" && (f.Writable || f.AllowOpenWrites):
		return errors.New("--writable is for a server without --keys; with them the role of a credential says who may write: \"write\", \"manage\" or \"operator\"")
	case f.Keys != "" && f.AllowSystemTags:
		return errors.New("--allow-system-tags is for a server without --keys; with them the role of a credential says it: \"operator\"")
	case f.AllowOpenWrites && !f.Writable:
		return errors.New("--allow-open-writes means nothing without --writable")
	}
	return nil
}

// authenticate tells who sent a request.
type authenticate = func(*http.Request) (httpapi.Caller, error)

// access settles who may ask on an address. The credentials are read again at
// each SIGHUP until ctx ends.
func (c *serveCmd) access(ctx context.Context, io *stdio, addr net.Addr, logger *slog.Logger) (authenticate, error) {
	if c.Keys == "" {
		return c.open(addr, logger)
	}
	keys, err := auth.ReadFile(c.Keys)
	if err != nil {
		return nil, &failure{exitData, tellFaults(io, c.Keys, err)}
	}
	logger.Info("credentials read", "file", c.Keys, "credentials", keys.Len())
	who := auth.New(keys, &auth.Options{MaxBodyBytes: c.MaxBody})
	c.reload(ctx, who, logger)
	return who.Authenticate, nil
}

// maxTold is how many faults of a key file are told.
const maxTold = 20

// tellFaults tells the faults of a key file on lines of their own, and returns
// what is left to say.
func tellFaults(io *stdio, file string, err error) error {
	faults, ok := errors.AsType[auth.Faults](err)
	if !ok {
		return err
	}
	for _, f := range faults[:min(len(faults), maxTold)] {
		fmt.Fprintf(io.err, "  %s\n", terminal.Printable(f.Error()))
	}
	if more := len(faults) - maxTold; more > 0 {
		fmt.Fprintf(io.err, "  and %d more\n", more)
	}
	return fmt.Errorf("%s: %d faults in the key file, see above; 'tagdex serve --help' shows its form", file, len(faults))
}

// reload has SIGHUP read the key file again. A file that is bad by then
// changes nothing.
func (c *serveCmd) reload(ctx context.Context, who *auth.Authenticator, logger *slog.Logger) {
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangup:
			}
			keys, err := auth.ReadFile(c.Keys)
			if err != nil {
				logger.Error("the credentials stay as they were", "error", err)
				continue
			}
			who.SetKeys(keys)
			logger.Info("credentials read", "file", c.Keys, "credentials", keys.Len())
		}
	}()
}
