package auth_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// signedPost is a POST of a body, declared by the hash of another if that is
// not nil. The signature is made here, from the page's description, and not by
// the package's own functions.
func signedPost(t *testing.T, body io.Reader, length int64, declared []byte, undeclared []byte) *http.Request {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, "http://x/load", body)
	require.NoError(t, err)
	r.ContentLength = length
	r.Header.Set("X-Sdk-Date", noon.Format("20060102T150405Z"))
	sum := sha256.Sum256(undeclared)
	headers, lines := "x-sdk-date", "x-sdk-date:20260301T120000Z\n"
	if declared != nil {
		sum = sha256.Sum256(declared)
		r.Header.Set("X-Sdk-Content-Sha256", hex.EncodeToString(sum[:]))
		headers = "x-sdk-content-sha256;" + headers
		lines = "x-sdk-content-sha256:" + hex.EncodeToString(sum[:]) + "\n" + lines
	}
	canonical := sha256.Sum256([]byte("POST\n/load/\n\n" + lines + "\n" + headers + "\n" + hex.EncodeToString(sum[:])))
	mac := hmac.New(sha256.New, []byte(secretKey))
	mac.Write([]byte("SDK-HMAC-SHA256\n20260301T120000Z\n" + hex.EncodeToString(canonical[:])))
	r.Header.Set("Authorization", "SDK-HMAC-SHA256 Access="+accessKey+", SignedHeaders="+headers+", Signature="+hex.EncodeToString(mac.Sum(nil)))
	return r
}

const smallLimit = 100

// TestBodies: bodies below the limit are compared before the request is let
// in, longer ones while they are read, and then the end tells.
func TestBodies(t *testing.T) {
	who := at(noon, parse(t, pairFile(accessKey, secretKey)), smallLimit)
	for _, size := range []int{0, 1, smallLimit - 1, smallLimit, smallLimit + 1, 10 * smallLimit, 100_000} {
		body := bytes.Repeat([]byte("ab\n"), size/3+1)[:size]
		other := append(bytes.Clone(body[:max(size-1, 0)]), 'x')
		for _, length := range []int64{int64(size), -1} {
			t.Run("right, declared", func(t *testing.T) {
				r := signedPost(t, iotest.HalfReader(bytes.NewReader(body)), length, body, nil)
				_, err := who.Authenticate(r)
				require.NoError(t, err)
				got, err := io.ReadAll(r.Body)
				require.NoError(t, err)
				require.Equal(t, body, append([]byte{}, got...))
				require.NoError(t, r.Body.Close())
			})
			t.Run("wrong, declared", func(t *testing.T) {
				r := signedPost(t, iotest.DataErrReader(bytes.NewReader(body)), length, other, nil)
				_, err := who.Authenticate(r)
				if size <= smallLimit {
					requireRefused(t, err, "the body is not what was signed")
					return
				}
				require.NoError(t, err)
				_, err = io.ReadAll(r.Body)
				require.ErrorIs(t, err, dialect.Unauthenticated)
				fault, ok := errors.AsType[*dialect.Error](err)
				require.True(t, ok)
				require.Equal(t, http.StatusUnauthorized, fault.Status)
				_, again := r.Body.Read(make([]byte, 1))
				require.Equal(t, err, again, "it stays so")
			})
			t.Run("not declared", func(t *testing.T) {
				r := signedPost(t, bytes.NewReader(body), length, nil, body)
				_, err := who.Authenticate(r)
				if size > smallLimit {
					fault, ok := errors.AsType[*dialect.Error](err)
					require.True(t, ok)
					require.Equal(t, http.StatusRequestEntityTooLarge, fault.Status)
					return
				}
				require.NoError(t, err)
				got, err := io.ReadAll(r.Body)
				require.NoError(t, err)
				require.Equal(t, body, append([]byte{}, got...))
			})
		}
	}
}

// TestBodyIsNotReadFirst: a declared hash is believed only of who signed it;
// of others no byte is read.
func TestBodyIsNotReadFirst(t *testing.T) {
	who := at(noon, parse(t, pairFile(accessKey, secretKey)), smallLimit)
	r := signedPost(t, unreadable{t}, 10, []byte("x"), nil)
	given := r.Header.Get("Authorization")
	r.Header.Set("Authorization", given[:len(given)-4]+"0000")
	_, err := who.Authenticate(r)
	requireRefused(t, err, "")

	r = signedPost(t, unreadable{t}, smallLimit+1, nil, []byte("x"))
	_, err = who.Authenticate(r)
	require.ErrorIs(t, err, dialect.TooLarge)
}

type unreadable struct{ t *testing.T }

func (u unreadable) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func TestBodyBreaks(t *testing.T) {
	who := at(noon, parse(t, pairFile(accessKey, secretKey)), smallLimit)
	broken := errors.New("broken")
	for _, declared := range [][]byte{nil, []byte("x")} {
		r := signedPost(t, iotest.ErrReader(broken), 10, declared, []byte("x"))
		_, err := who.Authenticate(r)
		requireRefused(t, err, "could not be read to its end")
	}
	long := strings.Repeat("x", smallLimit+1)
	r := signedPost(t, io.MultiReader(strings.NewReader(long), iotest.ErrReader(broken)), -1, []byte(long), nil)
	_, err := who.Authenticate(r)
	require.NoError(t, err)
	_, err = io.ReadAll(r.Body)
	require.ErrorIs(t, err, broken)
}
