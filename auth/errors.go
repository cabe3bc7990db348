package auth

import (
	"fmt"
	"strings"

	"github.com/tagdex/tagdex/dialect"
)

// refusal says why a request is not let in: dialect.Unauthenticated, with a
// reason for the log that holds nothing of the request but lengths and times.
type refusal string

func (r refusal) Error() string { return "auth: " + string(r) }
func (refusal) Unwrap() error   { return dialect.Unauthenticated }

// Fault is one fault of a key file.
type Fault struct {
	// Line is where it stands, counted from 1.
	Line int
	// Path is the member at fault: "credentials[1].role"; empty for the
	// document as a whole.
	Path string
	// Reason says what is wrong. It holds no secret.
	Reason string
}

// Error gives line, path and reason.
func (f *Fault) Error() string {
	if f.Path == "" {
		return fmt.Sprintf("line %d: %s", f.Line, f.Reason)
	}
	return fmt.Sprintf("line %d: %s: %s", f.Line, f.Path, f.Reason)
}

// Faults are all faults of a key file, in its order; never empty as an error.
type Faults []*Fault

// Error gives every fault, one a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives every fault.
func (fs Faults) Unwrap() []error {
	all := make([]error, len(fs))
	for i, f := range fs {
		all[i] = f
	}
	return all
}
