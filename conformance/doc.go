// Package conformance holds no code. Its tests talk to the server by the real
// client library of the documented API, as its users do.
package conformance
