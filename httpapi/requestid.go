package httpapi

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strings"
)

const requestIDHeader = "X-Request-Id"

// maxRequestID is the longest id of a caller that is kept.
const maxRequestID = 128

// requestID returns the caller's id if it is fit to be repeated in headers,
// bodies and logs, else a random one.
func requestID(h http.Header) string {
	given := h.Values(requestIDHeader)
	if len(given) == 1 && given[0] != "" && len(given[0]) <= maxRequestID && !strings.ContainsFunc(given[0], notID) {
		return given[0]
	}
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails
	return hex.EncodeToString(random[:])
}

func notID(r rune) bool {
	return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.:", r)
}
