// Package model is the reference that the engine is held against: what a tag
// query means, written as plainly as Go allows. Every question is a linear
// scan; there is no index, no bitmap, and no code shared with the engine, so
// that one mistake cannot hide in both. It is slow, and meant to be read.
//
// Match gives the meaning of a query.Expr, MatchFilter that of a query.Filter
// without going through Filter.Expr, and Collection that of a history of
// changes. Package wire, below, does the same for whole requests.
package model
