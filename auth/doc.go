// Package auth tells who sent a request: by a bearer token, or by the
// signature that the cloud's own SDKs put under a request (SDK-HMAC-SHA256
// with an access key and a secret key). The credentials come from a key file.
//
//	keys, err := auth.ReadFile("keys.json")
//	...
//	who := auth.New(keys, nil)
//	handler := httpapi.New(registry, &httpapi.Options{Authenticate: who.Authenticate})
//
// # The key file
//
//	{"credentials": [
//	  {"name": "dashboard", "role": "read", "projects": ["p1", "p2"], "default_project": "p1",
//	   "token_sha256": "0d5f..."},
//	  {"name": "pipeline", "role": "write", "projects": ["p1"],
//	   "access_key": "LTA7...", "secret_key": "..."},
//	  {"name": "ops", "role": "operator", "projects": "*", "token": "..."}
//	]}
//
// A credential is a token, given itself or by the hex SHA-256 of its bytes, so
// that the file holds no secret; or an access key with its secret key, which
// checking a signature needs as it is. The role is read; write; manage, which
// writes and may also drop whole collections; or operator, who may do all this
// and also filter by system tags and change them. "*" stands
// for every project. The default project is what a path without a project is
// about; where one project is listed it is that one. A credential of several
// projects without a default leaves it to the header X-Project-Id, which the
// SDK sends.
//
// Unknown and repeated members, weak secrets (under 20 bytes, or of fewer
// than 8 different ones) and secrets given twice are faults. All faults of a
// file are told at once, by line and path, and none repeats a secret. A file
// that anybody but its owner may read or write is refused.
//
// # Tokens
//
// A token comes as "Authorization: Bearer TOKEN" or as "X-Auth-Token: TOKEN"
// (the header of the cloud's pages). It is looked up by a keyed hash of its
// own hash, so that the time it takes tells nothing about other tokens.
//
// # Signatures
//
// What is signed is read from the signer of the cloud's SDK for Go, v0.1.207:
// method, path, query, the headers that Authorization lists, and the SHA-256
// of the body. Beyond what the SDK asks for:
//
//   - X-Sdk-Date must be signed, and within 15 minutes of the server's clock,
//     before or after. Within that time the same request may be sent again.
//   - X-Project-Id and Content-Encoding must be signed where they are sent, and
//     be there once, since they change what a request is about.
//   - The host need not be signed, as the SDK does not sign it; where it is,
//     it is checked. So a request signed for another server can be sent to
//     this one: do not give the two the same access key.
//   - An escaped slash is not the same as a slash, and a "+" in the query is
//     refused, as some take it for a space: write %2B or %20.
//   - A payload that is not signed ("UNSIGNED-PAYLOAD") is taken from requests
//     without a body alone.
//   - The paths "/x" and "/x/" have the same signature, as in the SDK.
//
// An access key that is not known takes the same work as a wrong signature.
//
// # The body
//
// A body up to Options.MaxBodyBytes is read and compared before a request is
// let in. A longer one must declare its hash in X-Sdk-Content-Sha256, which is
// part of what is signed; it is compared while it is read, and where it
// differs its reader ends with an error that is dialect.Unauthenticated
// instead of io.EOF. A handler that acts on a body only after io.EOF is safe;
// those of httpapi are.
//
// # What is not here
//
// The other algorithms of the SDK (derived keys, SM3, ECDSA), temporary
// credentials, and TLS: without it, whoever listens has the token, and may
// repeat a signed request for 15 minutes.
package auth
