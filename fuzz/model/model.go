// Package model is the slow, obvious evaluator: SEMANTICS in Go.
package model
