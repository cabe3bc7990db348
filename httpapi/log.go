package httpapi

import (
	"errors"
	"log/slog"
	"net/http"
	"time"
)

// maxLogged is how much of a path is logged, in bytes.
const maxLogged = 256

// log writes the line of one request. Nothing in it comes from tags: the path
// is logged in its escaped form, which is printable ASCII, a fault by its code
// and the path of its field, what is not known by its name, escaped and cut.
func (h *handler) log(x *exchange, r *http.Request) {
	ctx, level := r.Context(), levelOf(x.status, x.cause)
	if x.ignored != "" {
		level = max(level, slog.LevelWarn)
	}
	if !h.opts.Logger.Enabled(ctx, level) {
		return
	}
	escaped := r.URL.EscapedPath()
	attrs := []slog.Attr{
		slog.String("id", x.id),
		slog.String("method", r.Method[:min(len(r.Method), maxLogged)]),
		slog.String("path", escaped[:min(len(escaped), maxLogged)]),
		slog.Int("status", x.status),
		slog.Duration("took", time.Since(x.start)),
	}
	if x.caller.Name != "" {
		attrs = append(attrs, slog.String("caller", x.caller.Name))
	}
	if x.ignored != "" {
		attrs = append(attrs, slog.String("ignored", x.ignored))
	}
	if x.fault != nil {
		attrs = append(attrs, slog.String("code", x.fault.Code), slog.String("field", x.fault.Path))
	}
	if x.cause != nil {
		attrs = append(attrs, slog.String("cause", x.cause.Error()))
	}
	h.opts.Logger.LogAttrs(ctx, level, "request", attrs...)
}

// levelOf is the level for an answer of a status, 0 for none, and its cause.
func levelOf(status int, cause error) slog.Level {
	var panicked panicError
	switch {
	case errors.As(cause, &panicked):
		return slog.LevelError
	case status < http.StatusBadRequest && status != 0 && cause != nil:
		return slog.LevelWarn // begun, and cut off
	case status < http.StatusBadRequest && status != 0:
		return slog.LevelDebug
	case status == http.StatusServiceUnavailable:
		return slog.LevelWarn
	case status < http.StatusInternalServerError && status != 0:
		return slog.LevelInfo
	}
	return slog.LevelError
}
