// Package server runs a handler on a listener the way a command should: with
// limits on what a client may make it wait for, a health check, and an end
// that lets running requests finish.
package server

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Limits on a connection. A request of the documented APIs is half a megabyte
// at most and an answer a few; who needs longer than this does not mean well.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeaderBytes    = 64 << 10
)

// DefaultGrace is how long requests may go on when the server is told to end.
const DefaultGrace = 10 * time.Second

// HealthPath is answered 200 while the server serves.
const HealthPath = "/healthz"

// Options tune Serve. The zero value, and a nil pointer, are the defaults.
type Options struct {
	// Grace is how long requests that are running may go on after the end of
	// the context; 0 means DefaultGrace.
	Grace time.Duration
	// Logger gets what goes wrong with connections; nil: nothing is logged.
	Logger *slog.Logger
}

// Serve answers requests on l until ctx is done and lets running ones finish.
// Those that have not after Options.Grace, because their bodies do not come or
// their answers are not read, are cut off, which is logged: that a client is
// slow is no failure of the server, and Serve returns nil. An error is that of
// the listener. Serve closes l.
func Serve(ctx context.Context, l net.Listener, handler http.Handler, opts *Options) error {
	o := opts.orDefault()
	s := &http.Server{
		Handler:           healthy(handler),
		ReadHeaderTimeout: readHeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		// "OPTIONS *" is a request like others, and wants a credential.
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     slog.NewLogLogger(o.Logger.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), o.Grace)
	defer cancel()
	if s.Shutdown(last) != nil {
		o.Logger.Warn("requests that had not ended were cut off", "after", o.Grace)
		_ = s.Close()
	}
	<-failed // http.ErrServerClosed
	return nil
}

func (o *Options) orDefault() Options {
	var full Options
	if o != nil {
		full = *o
	}
	if full.Grace <= 0 {
		full.Grace = DefaultGrace
	}
	if full.Logger == nil {
		full.Logger = slog.New(slog.DiscardHandler)
	}
	return full
}

// healthy puts the health check in front of a handler. It is no ServeMux,
// which would answer some paths itself, by a redirect.
func healthy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != HealthPath || (r.Method != http.MethodGet && r.Method != http.MethodHead) {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ok\n"))
	})
}
