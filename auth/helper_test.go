package auth_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/auth"
	"github.com/tagdex/tagdex/dialect"
)

const (
	token     = "8f14e45fceea167a5a36dedd4bea2543"
	secretKey = "0k3Zq9hV7sYpW2mXn8RtB4cLd6EfGjUa"
	accessKey = "LTAKCONFORMANCE0001"
)

// vector is a request that the cloud's SDK signed, as it goes over the wire;
// the nested module conformance makes them.
type vector struct {
	Name      string `json:"name"`
	AccessKey string `json:"access_key"`
	SecretKey string `json:"secret_key"`
	Date      string `json:"date"`
	Request   string `json:"request"`
	Refused   bool   `json:"refused"`
}

func vectors(t testing.TB) []vector {
	t.Helper()
	text, err := os.ReadFile("testdata/signatures.json")
	require.NoError(t, err)
	var all []vector
	require.NoError(t, json.Unmarshal(text, &all))
	require.NotEmpty(t, all)
	return all
}

func (v vector) time(t testing.TB) time.Time {
	t.Helper()
	at, err := time.Parse("20060102T150405Z", v.Date)
	require.NoError(t, err)
	return at
}

// named returns one of the vectors.
func named(t testing.TB, name string) vector {
	t.Helper()
	for _, v := range vectors(t) {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("no vector %q", name)
	return vector{}
}

// arrive reads a request as the server does.
func arrive(t testing.TB, wire string) *http.Request {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(wire)))
	require.NoError(t, err)
	return r
}

// pairFile is a key file with one access key.
func pairFile(id, secret string) string {
	return fmt.Sprintf(`{"credentials":[{"name":"pair","role":"write","projects":["p1"],"access_key":%q,"secret_key":%q}]}`, id, secret)
}

func parse(t testing.TB, text string) *auth.Keys {
	t.Helper()
	keys, err := auth.Parse([]byte(text))
	require.NoError(t, err)
	return keys
}

// at returns an Authenticator whose clock stands.
func at(now time.Time, keys *auth.Keys, maxBody int64) *auth.Authenticator {
	return auth.New(keys, &auth.Options{Now: func() time.Time { return now }, MaxBodyBytes: maxBody})
}

// requireRefused checks that an error is the documented one, and tells no
// secret.
func requireRefused(t testing.TB, err error, reason string) {
	t.Helper()
	require.ErrorIs(t, err, dialect.Unauthenticated)
	require.ErrorContains(t, err, reason)
	for _, secret := range []string{token, secretKey, accessKey} {
		require.NotContains(t, err.Error(), secret)
	}
}
