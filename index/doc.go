// Package index is what the engine stores: immutable Versions and the Builder
// that makes the next one. No compatibility promise: embedders import engine.
//
// A Version is never written again once a Builder has frozen it; any number
// of goroutines may read it. A Builder copies what it changes, path by path,
// and shares the rest. Everything that can be shared carries the stamp of the
// Builder that made it: a Builder edits in place what carries its own stamp
// and copies what carries another.
package index

// stamp names the Builder that owns a piece of a structure. It is the number
// of the version being built, so no piece of an older version carries it.
type stamp uint64
