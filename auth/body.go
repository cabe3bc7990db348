package auth

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"

	"github.com/tagdex/tagdex/dialect"
)

// unsigned is what the SDK declares in place of a hash where the body is no
// JSON.
const unsigned = "UNSIGNED-PAYLOAD"

// body is the body of a signed request: what its hash is said or found to be.
type body struct {
	hash string // as it stands in the canonical request
	want []byte // what the body must still be compared with; nil: nothing
	max  int64
}

// bodyOf finds the hash of the body. One that is declared is believed here,
// since it is signed, and compared by check.
func (a *Authenticator) bodyOf(r *http.Request) (*body, error) {
	b := &body{max: a.maxBody}
	switch declared := r.Header.Values(hashHeader); {
	case len(declared) > 1:
		return nil, refusal("X-Sdk-Content-Sha256 is there more than once")
	case len(declared) == 1 && declared[0] == unsigned:
		if r.ContentLength != 0 {
			return nil, refusal("the body is not signed")
		}
		b.hash, r.Body = unsigned, http.NoBody
	case len(declared) == 1:
		sum, err := hex.DecodeString(declared[0])
		if err != nil || len(sum) != sha256.Size {
			return nil, refusal("X-Sdk-Content-Sha256 is not a SHA-256 in hex digits")
		}
		b.hash, b.want = declared[0], sum
	default:
		text, whole, err := b.take(r)
		switch {
		case err != nil:
			return nil, err
		case !whole:
			e := dialect.Gateway().New(dialect.TooLarge, dialect.PathBody,
				fmt.Sprintf("has more than %d bytes, and X-Sdk-Content-Sha256 does not declare its hash", b.max))
			return nil, e
		}
		sum := sha256.Sum256(text)
		b.hash = hex.EncodeToString(sum[:])
	}
	return b, nil
}

// check compares the body with the declared hash: now, if it is short, else
// when it has been read.
func (b *body) check(r *http.Request) error {
	if b.want == nil {
		return nil
	}
	text, whole, err := b.take(r)
	if err != nil {
		return err
	}
	if sum := sha256.Sum256(text); whole && !hmac.Equal(sum[:], b.want) {
		return refusal("the body is not what was signed")
	}
	if !whole {
		r.Body = &checkedBody{ReadCloser: r.Body, hash: sha256.New(), want: b.want}
	}
	return nil
}

// take reads the body up to the limit, and puts back what it has read. whole
// reports whether that is all of it.
func (b *body) take(r *http.Request) (text []byte, whole bool, err error) {
	if r.Body == nil { // a request that no server made
		return nil, true, nil
	}
	if r.ContentLength > b.max {
		return nil, false, nil
	}
	text, err = io.ReadAll(io.LimitReader(r.Body, b.max+1))
	if err != nil {
		return nil, false, refusal("the body could not be read to its end")
	}
	rest := r.Body
	r.Body = &putBack{Reader: io.MultiReader(bytes.NewReader(text), rest), Closer: rest}
	return text, int64(len(text)) <= b.max, nil
}

// putBack is a body of which some has been read before.
type putBack struct {
	io.Reader
	io.Closer
}

// checkedBody hashes a body while it is read.
type checkedBody struct {
	io.ReadCloser
	hash hash.Hash
	want []byte
}

// errBody ends a body that is not what was signed. It is what a handler can
// answer with.
var errBody = dialect.Gateway().New(dialect.Unauthenticated, dialect.PathBody, "is not what was signed")

func (b *checkedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	_, _ = b.hash.Write(p[:n]) // never fails
	if errors.Is(err, io.EOF) && !hmac.Equal(b.hash.Sum(nil), b.want) {
		err = errBody
	}
	return n, err
}
