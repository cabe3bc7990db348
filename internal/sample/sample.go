// Package sample holds the catalogue that the command serves when it is given
// no data: some three hundred images of many vendors, in many scripts, with
// the odd cases that a tag query has to get right, and a few trackers.
//
// The catalogue is checked in as it was written; edit it by hand. Its lines
// name no project, so they go wherever the loader puts such rows.
package sample

import (
	_ "embed"
	"io"
	"strings"
)

// Name is what the catalogue is called in messages.
const Name = "sample catalogue"

//go:embed catalogue.jsonl
var catalogue string

// Open returns the catalogue as JSON Lines (SEMANTICS section 6).
func Open() io.Reader { return strings.NewReader(catalogue) }
