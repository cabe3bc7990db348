package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tagdex/tagdex/httpapi"
)

const (
	dateHeader    = "X-Sdk-Date"
	projectHeader = "X-Project-Id"
	hashHeader    = "X-Sdk-Content-Sha256"

	dateForm = "20060102T150405Z"
)

// meaningful are the headers that change what a request is about, which so
// must be signed where they are sent.
var meaningful = []string{projectHeader, "Content-Encoding"}

// signature is what Authorization says of a signed request:
//
//	SDK-HMAC-SHA256 Access=KEY, SignedHeaders=a;b, Signature=HEX
type signature struct {
	accessKey string
	headers   []string // lower case, ascending
	mac       []byte
}

// parseSignature reads what stands after the scheme. Each part must be there
// once, in any order.
func parseSignature(text string) (*signature, error) {
	parts := map[string]string{"Access": "", "SignedHeaders": "", "Signature": ""}
	given := strings.Split(text, ",")
	if len(given) != len(parts) {
		return nil, refusal("the signature has not the three parts Access, SignedHeaders, Signature")
	}
	for _, part := range given {
		name, val, _ := strings.Cut(strings.Trim(part, " "), "=")
		if before, known := parts[name]; !known || before != "" || val == "" {
			return nil, refusal("the signature has an unknown, repeated or empty part")
		}
		parts[name] = val
	}
	mac, err := hex.DecodeString(parts["Signature"])
	switch {
	case err != nil || len(mac) != sha256.Size:
		return nil, refusal("the signature is not a SHA-256 in hex digits")
	case hasOther(parts["Access"], isAccessKeyByte) || len(parts["Access"]) > maxAccessKey:
		return nil, refusal("the signature names no access key")
	}
	headers, err := parseHeaders(parts["SignedHeaders"])
	return &signature{parts["Access"], headers, mac}, err
}

// parseHeaders reads the names of the signed headers, which must ascend: so
// none is there twice, and what is signed has one form.
func parseHeaders(text string) ([]string, error) {
	if strings.Count(text, ";") >= maxSignedHeaders {
		return nil, refusal("too many headers are signed")
	}
	names := strings.Split(text, ";")
	for i, name := range names {
		if name == "" || hasOther(name, isHeaderByte) || i > 0 && names[i-1] >= name {
			return nil, refusal("the signed headers are not lower-case names in ascending order")
		}
	}
	return names, nil
}

func (s *signature) covers(header string) bool {
	return slices.Contains(s.headers, strings.ToLower(header))
}

// signed checks a signed request.
func (a *Authenticator) signed(keys *Keys, r *http.Request, credential string) (httpapi.Caller, error) {
	s, err := parseSignature(credential)
	if err != nil {
		return httpapi.Caller{}, err
	}
	date, err := a.date(s, r.Header)
	if err != nil {
		return httpapi.Caller{}, err
	}
	for _, name := range meaningful {
		// Several would be signed in no particular order.
		if n := len(r.Header.Values(name)); n > 1 || n == 1 && !s.covers(name) {
			return httpapi.Caller{}, refusal(name + " is not signed, or there twice")
		}
	}
	body, err := a.bodyOf(r)
	if err != nil {
		return httpapi.Caller{}, err
	}
	canonical, err := canonicalRequest(r, s.headers, body.hash)
	if err != nil {
		return httpapi.Caller{}, err
	}
	// From here on a key that is not known costs what a known one costs.
	who, known := keys.signerOf(s.accessKey)
	if right := hmac.Equal(s.mac, sign(who.secret, stringToSign(date, canonical))); !right || !known {
		return httpapi.Caller{}, refusal("the access key is not known, or the request is not what was signed")
	}
	if err := body.check(r); err != nil {
		return httpapi.Caller{}, err
	}
	return who.caller, nil
}

// date returns X-Sdk-Date, if it is signed and near enough to now.
func (a *Authenticator) date(s *signature, h http.Header) (string, error) {
	given := h.Values(dateHeader)
	if len(given) != 1 || !s.covers(dateHeader) {
		return "", refusal("X-Sdk-Date is not there once, or not signed")
	}
	t, err := time.Parse(dateForm, given[0])
	if err != nil {
		return "", refusal("X-Sdk-Date is not of the form 20060102T150405Z")
	}
	if off := a.now().Sub(t); off.Abs() > Skew {
		return "", refusal(fmt.Sprintf("the server's clock is %v past X-Sdk-Date; %v either way are allowed", off.Truncate(time.Second), Skew))
	}
	return given[0], nil
}

// stringToSign is what the secret key goes over.
func stringToSign(date, canonical string) []byte {
	sum := sha256.Sum256([]byte(canonical))
	return []byte(schemeSignature + "\n" + date + "\n" + hex.EncodeToString(sum[:]))
}
