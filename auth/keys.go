package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"

	"github.com/tagdex/tagdex/httpapi"
)

// Keys are the credentials of a key file, checked. They never change; safe for
// concurrent use.
type Keys struct {
	salt   []byte // of this value alone
	tokens map[digest]*httpapi.Caller
	signed map[string]*signer // by access key
	decoy  *signer            // whom an unknown access key is checked against
}

// digest is a SHA-256, or an HMAC with it.
type digest [sha256.Size]byte

// signer is who signs by a secret key.
type signer struct {
	caller httpapi.Caller
	secret []byte
}

func newKeys() *Keys {
	k := &Keys{
		salt:   make([]byte, sha256.Size),
		tokens: map[digest]*httpapi.Caller{},
		signed: map[string]*signer{},
		decoy:  &signer{secret: make([]byte, sha256.Size)},
	}
	_, _ = rand.Read(k.salt) // never fails
	_, _ = rand.Read(k.decoy.secret)
	return k
}

// Len is the number of credentials.
func (k *Keys) Len() int { return len(k.tokens) + len(k.signed) }

// place is where the caller of a token stands. Nobody outside can aim at a
// place, or learn from the time of a lookup how near a guess came.
func (k *Keys) place(token digest) digest { return digest(sign(k.salt, token[:])) }

func (k *Keys) byToken(token string) (httpapi.Caller, error) {
	caller, ok := k.tokens[k.place(sha256.Sum256([]byte(token)))]
	if !ok {
		return httpapi.Caller{}, refusal("the token is not known")
	}
	return *caller, nil
}

// signerOf returns who has an access key; of one that nobody has, a decoy
// whose signatures nobody can make.
func (k *Keys) signerOf(accessKey string) (s *signer, known bool) {
	if s, known = k.signed[accessKey]; known {
		return s, true
	}
	return k.decoy, false
}

func sign(secret, text []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	_, _ = mac.Write(text) // never fails
	return mac.Sum(nil)
}
