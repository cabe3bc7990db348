package auth

import (
	"crypto/sha256"
	"encoding/hex"

	"github.com/tagdex/tagdex/httpapi"
)

// secret reads what the caller shows: a token, its hash, or a pair of keys.
func (e *entry) secret(caller httpapi.Caller) {
	kinds := 0
	for _, one := range []bool{e.has("token"), e.has("token_sha256"), e.has("access_key") || e.has("secret_key")} {
		if one {
			kinds++
		}
	}
	if kinds != 1 {
		e.wrong("", "needs one of token, token_sha256, or access_key with secret_key; it has %d of the three", kinds)
		return
	}
	switch {
	case e.has("token"):
		if token, ok := e.strong("token", isTokenByte); ok {
			e.addToken("token", sha256.Sum256([]byte(token)), caller)
		}
	case e.has("token_sha256"):
		text, ok := e.text("token_sha256")
		sum, err := hex.DecodeString(text)
		switch {
		case !ok:
		case err != nil || len(sum) != sha256.Size:
			e.wrong("token_sha256", "must be the %d hex digits of the SHA-256 of the token", 2*sha256.Size)
		default:
			e.addToken("token_sha256", digest(sum), caller)
		}
	default:
		e.pair(caller)
	}
}

func (e *entry) addToken(name string, token digest, caller httpapi.Caller) {
	if once(e, name, e.secrets, token) {
		e.keys.tokens[e.keys.place(token)] = &caller
	}
}

func (e *entry) pair(caller httpapi.Caller) {
	id, hasID := e.text("access_key")
	if hasID && (id == "" || len(id) > maxAccessKey || hasOther(id, isAccessKeyByte)) {
		e.wrong("access_key", "must be 1 to %d letters, digits, '-', '_' or '.'", maxAccessKey)
		hasID = false
	}
	secret, ok := e.strong("secret_key", isPrintable)
	if hasID && once(e, "access_key", e.accessKeys, id) && ok && once(e, "secret_key", e.secrets, sha256.Sum256([]byte(secret))) {
		e.keys.signed[id] = &signer{caller: caller, secret: []byte(secret)}
	}
}

// strong returns a member that is a secret worth the name.
func (e *entry) strong(name string, allowed func(byte) bool) (string, bool) {
	secret, ok := e.text(name)
	if !ok {
		return "", false
	}
	different := map[byte]bool{}
	for i := range len(secret) {
		different[secret[i]] = true
	}
	switch {
	case secret == "":
		e.wrong(name, "is empty")
	case len(secret) < minSecret:
		e.wrong(name, "has %d bytes, fewer than %d: make one by 'openssl rand -hex 32'", len(secret), minSecret)
	case len(secret) > maxSecret:
		e.wrong(name, "has %d bytes, more than %d", len(secret), maxSecret)
	case hasOther(secret, allowed):
		e.wrong(name, "has a character that cannot stand in it")
	case len(different) < minDifferent:
		e.wrong(name, "is of %d different bytes, fewer than %d: make one by 'openssl rand -hex 32'", len(different), minDifferent)
	default:
		return secret, true
	}
	return "", false
}
