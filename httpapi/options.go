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
	DefaultMaxLoadBytes = 1 << 30
	DefaultMaxLoads     = 2
	DefaultLoadTimeout  = 10 * time.Minute
	DefaultMaxTypes     = 64
	DefaultProject      = "default" // SEMANTICS section 6
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
	// Lists are the lists by property to answer; default dialect.IMSList. They
	// must not be altered after.
	Lists []*dialect.ListProfile
	// Strict refuses members and parameters that the documented APIs do not know,
	// and bodies that they do not read, as if each profile and list were Strict.
	// Otherwise the answer tells them in the header Tagdex-Ignored, and the log
	// at Warn. The native API refuses them in any case.
	Strict bool
	// DefaultProject is what a path that names no project is about, where
	// neither the caller nor the header X-Project-Id says; default
	// DefaultProject.
	DefaultProject string
	// Logger gets one line a request: Debug when all went well, Info when the
	// request was at fault, Warn when it was refused, given up or its answer
	// cut off, Error when we were at fault; Warn too when something of a request
	// was ignored. Default: nothing is logged. Texts of tags are not logged.
	Logger *slog.Logger
	// MaxBodyBytes is the size of a body above which a request is answered
	// 413; default DefaultMaxBodyBytes.
	MaxBodyBytes int64
	// MaxConcurrent is how many requests are decoded and answered at once, and
	// beside them how many changes are at work or wait for one; default 4 for
	// each of GOMAXPROCS; negative: no limit. Up to 32 times as many wait, for
	// MaxWait at most; others are answered 503 with Retry-After at once.
	MaxConcurrent int
	// MaxScans is how many of them may be queries that read the details of
	// resources (engine.Snapshot.ReadsDetails); others are answered 503 with
	// Retry-After at once. Default: half of GOMAXPROCS, at least one; negative:
	// no limit.
	MaxScans int
	// MaxWait is how long a request waits for its turn; default
	// DefaultMaxWait.
	MaxWait time.Duration
	// QueryTimeout is how long a query or a change may take before it is given
	// up and answered 503; default DefaultQueryTimeout; negative: no limit.
	QueryTimeout time.Duration
	// NoNative leaves out the native API, the paths below /tagdex/v1.
	NoNative bool
	// MaxLoadBytes is the size of the body of a bulk load, as sent and
	// unpacked, above which it is answered 413; default DefaultMaxLoadBytes.
	// A line of it may be as long as MaxBodyBytes.
	MaxLoadBytes int64
	// MaxLoads is how many bulk loads and deletions are received or applied at
	// once; others are answered 503. Default DefaultMaxLoads.
	MaxLoads int
	// MaxTypes is how many collections a project may have for a caller to make
	// another one by writing to it; that is answered 507. What the host makes is
	// not limited, and what is there can be written to. Default DefaultMaxTypes;
	// negative: no limit.
	MaxTypes int
	// LoadTimeout is how long a bulk load or deletion may take from its first
	// byte to its answer; default DefaultLoadTimeout.
	LoadTimeout time.Duration
	// SpoolDir is where the body of a bulk load that is over 8 MiB waits, in a
	// file without a name, until it has come in whole; default os.TempDir().
	SpoolDir string
	// Authenticate tells who sent a request. It is called for each, before
	// anything else, from many goroutines; it may read headers and may replace
	// the body by one that reads the same, or ends with a *dialect.Error. An
	// error that is dialect.Unauthenticated is answered 401, a *dialect.Error
	// as it says, another 500; the text of the first and the last is for the
	// log alone. Default: everybody is the zero Caller.
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
	if full.Lists == nil {
		full.Lists = []*dialect.ListProfile{dialect.IMSList()}
	}
	if full.Strict {
		full.Profiles, full.Lists = strict(full.Profiles), strictLists(full.Lists)
	}
	if full.DefaultProject == "" {
		full.DefaultProject = DefaultProject
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
	if full.MaxScans == 0 {
		full.MaxScans = max(runtime.GOMAXPROCS(0)/2, 1)
	}
	if full.MaxWait <= 0 {
		full.MaxWait = DefaultMaxWait
	}
	if full.QueryTimeout == 0 {
		full.QueryTimeout = DefaultQueryTimeout
	}
	if full.MaxLoadBytes <= 0 {
		full.MaxLoadBytes = DefaultMaxLoadBytes
	}
	if full.MaxLoads <= 0 {
		full.MaxLoads = DefaultMaxLoads
	}
	if full.MaxTypes == 0 {
		full.MaxTypes = DefaultMaxTypes
	}
	if full.LoadTimeout <= 0 {
		full.LoadTimeout = DefaultLoadTimeout
	}
	if full.Authenticate == nil {
		full.Authenticate = func(*http.Request) (Caller, error) { return Caller{}, nil }
	}
	return full
}

// strict returns copies of profiles that are Strict.
func strict(profiles []*dialect.Profile) []*dialect.Profile {
	copies := make([]*dialect.Profile, len(profiles))
	for i, p := range profiles {
		c := *p
		c.Strict, copies[i] = true, &c
	}
	return copies
}

// strictLists is strict for lists.
func strictLists(lists []*dialect.ListProfile) []*dialect.ListProfile {
	copies := make([]*dialect.ListProfile, len(lists))
	for i, p := range lists {
		c := *p
		c.Strict, copies[i] = true, &c
	}
	return copies
}
