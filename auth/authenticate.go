package auth

import (
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/tagdex/tagdex/httpapi"
)

// Limits on what comes with a request.
const (
	maxHeader        = 8 << 10 // bytes of a header with a credential
	maxSignedHeaders = 64
)

// Skew is how far the date of a signed request may be from the server's clock,
// in both directions.
const Skew = 15 * time.Minute

// Options tune an Authenticator. The zero value, and nil, are the defaults.
type Options struct {
	// MaxBodyBytes is the size of a body above which a signed request must
	// declare the body's hash; such bodies are held in memory before the
	// request is let in. Default httpapi.DefaultMaxBodyBytes.
	MaxBodyBytes int64
	// Now is the clock that signatures are dated against; default time.Now.
	Now func() time.Time
}

// Authenticator tells who sent a request. Safe for concurrent use.
type Authenticator struct {
	keys    atomic.Pointer[Keys]
	maxBody int64
	now     func() time.Time
}

// New returns an Authenticator by keys. opts may be nil.
func New(keys *Keys, opts *Options) *Authenticator {
	a := &Authenticator{maxBody: httpapi.DefaultMaxBodyBytes, now: time.Now}
	if opts != nil && opts.MaxBodyBytes > 0 {
		a.maxBody = opts.MaxBodyBytes
	}
	if opts != nil && opts.Now != nil {
		a.now = opts.Now
	}
	a.keys.Store(keys)
	return a
}

// SetKeys puts other keys in the place of those before. Requests that are
// being looked at go on with the old ones.
func (a *Authenticator) SetKeys(keys *Keys) { a.keys.Store(keys) }

// Authenticate is for httpapi.Options: it tells who sent a request, which must
// be as it came in (no prefix of the path cut off). It may read the body, and
// then replaces it by one that reads the same. An error is
// dialect.Unauthenticated, or a *dialect.Error for a body that is too large;
// it holds no secret and no text of the request.
func (a *Authenticator) Authenticate(r *http.Request) (httpapi.Caller, error) {
	caller, err := a.caller(r)
	if err == nil && caller.Project == "" {
		// What is not the caller's is refused where the project is looked at.
		caller.Project = r.Header.Get(projectHeader)
	}
	return caller, err
}

func (a *Authenticator) caller(r *http.Request) (httpapi.Caller, error) {
	keys := a.keys.Load()
	scheme, credential, err := presented(r.Header)
	if err != nil {
		return httpapi.Caller{}, err
	}
	if scheme == schemeSignature {
		return a.signed(keys, r, credential)
	}
	return keys.byToken(credential)
}

// The schemes of Authorization.
const (
	schemeBearer    = "Bearer"
	schemeSignature = "SDK-HMAC-SHA256"
)

const (
	authorizationHeader = "Authorization"
	tokenHeader         = "X-Auth-Token"
)

// presented finds the one credential that a request brings.
func presented(h http.Header) (scheme, credential string, err error) {
	given := slices.Concat(h.Values(authorizationHeader), h.Values(tokenHeader))
	switch {
	case len(given) == 0:
		return "", "", refusal("there is no credential")
	case len(given) > 1:
		return "", "", refusal("there is more than one credential")
	case len(given[0]) > maxHeader:
		return "", "", refusal("the credential is too long")
	case len(h.Values(tokenHeader)) == 1:
		return schemeBearer, given[0], nil
	}
	scheme, credential, _ = strings.Cut(given[0], " ")
	credential = strings.TrimLeft(credential, " ")
	for _, known := range []string{schemeBearer, schemeSignature} {
		if strings.EqualFold(scheme, known) {
			return known, credential, nil
		}
	}
	return "", "", refusal("Authorization has a scheme that is not known")
}
