package httpapi

import (
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/tagdex/tagdex/dialect"
)

// Defaults of Options.
const (
	DefaultMaxBodyBytes = 512 << 10 // the largest legal IMS body has some 430 KB
	DefaultMaxWait      = time.Second
	DefaultQueryTimeout = 10 * time.Second
)

// concurrentPerCore times GOMAXPROCS is the default of MaxConcurrent: queries
// use the processor alone, so more at once only take longer, together.
const concurrentPerCore = 4

// waitingPerSlot times MaxConcurrent is how many requests may wait for a
// query to end. Requests beyond that are refused at once.
const waitingPerSlot = 32

// Options tune a handler. The zero value of each field, and nil Options, are
// the defaults.
type Options struct {
	// Profiles are the APIs to answer; default dialect.IMS and dialect.CTS.
	// They must not be altered after.
	Profiles []*dialect.Profile
	// Logger gets one line a request: Debug when all went well, Info when the
	// request was at fault, Warn when it was refused or given up, Error when
	// we were. Default: nothing is logged. Texts of tags are not logged.
	Logger *slog.Logger
	// MaxBodyBytes is the size of a body above which a request is answered
	// 413; default DefaultMaxBodyBytes.
	MaxBodyBytes int64
	// MaxConcurrent is how many requests are decoded and answered at once, and
	// beside them how many changes are at work or wait for one;
	// default 4 for each of GOMAXPROCS; negative: no limit. Up to 32 times as
	// many wait, for MaxWait at most; others are answered 503 with
	// Retry-After at once.
	MaxConcurrent int
	// MaxWait is how long a request waits for its turn; default
	// DefaultMaxWait.
	MaxWait time.Duration
	// QueryTimeout is how long a query or a change may take before it is given
	// up and answered 503; default DefaultQueryTimeout; negative: no limit.
	QueryTimeout time.Duration
	// Authenticate tells who sent a request. It is called for each, before
	// anything else, from many goroutines; it may read headers and may replace
	// the body by one that reads the same, or ends with a *dialect.Error. An error that is dialect.Unauthenticated is answered 401, a
	// *dialect.Error as it says, another 500; the text of the first and the
	// last is for the log alone. Default: everybody is the zero Caller.
	Authenticate func(*http.Request) (Caller, error)
}

// orDefault returns a copy of o, which may be nil, with the defaults filled in.
func (o *Options) orDefault() Options {
	var full Options
	if o != nil {
		full = *o
	}
	if full.Profiles == nil {
		full.Profiles = []*dialect.Profile{dialect.IMS(), dialect.CTS()}
	}
	if full.Logger == nil {
		full.Logger = slog.New(slog.DiscardHandler)
	}
	if full.MaxBodyBytes <= 0 {
		full.MaxBodyBytes = DefaultMaxBodyBytes
	}
	if full.MaxConcurrent == 0 {
		full.MaxConcurrent = concurrentPerCore * runtime.GOMAXPROCS(0)
	}
	if full.MaxWait <= 0 {
		full.MaxWait = DefaultMaxWait
	}
	if full.QueryTimeout == 0 {
		full.QueryTimeout = DefaultQueryTimeout
	}
	if full.Authenticate == nil {
		full.Authenticate = func(*http.Request) (Caller, error) { return Caller{}, nil }
	}
	return full
}
