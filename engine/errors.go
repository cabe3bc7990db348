package engine

import (
	"errors"
	"fmt"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/resource"
)

// Errors to match with errors.Is.
var (
	// ErrInvalidResource: a resource that cannot be stored; the error is a
	// *resource.FieldError that names the field.
	ErrInvalidResource = resource.ErrInvalid
	// ErrStaleSequence: a batch whose sequence number is not above the last
	// one applied. A host that replays its log may skip such a batch: it has
	// been applied before.
	ErrStaleSequence = errors.New("sequence number is not above the last one applied")
	// ErrFull: the collection would exceed Options.MaxResources, or has given
	// out every ordinal, which Compact mends.
	ErrFull = errors.New("collection is full")
	// ErrTooManyTypes: a load would make a collection of a project that has as
	// many as it may have (Target.MaxTypes).
	ErrTooManyTypes = errors.New("the project has as many collections as it may have")
	// ErrNotFound: an edit of the tags of a resource that is not there.
	ErrNotFound = errors.New("no such resource")
	// ErrTooManyTags: an edit would leave a resource with more tags than
	// Batch.MaxTags.
	ErrTooManyTags = errors.New("too many tags")
	// ErrDropped: a write through a collection that Registry.Drop has dropped.
	// Nothing was written. Registry.Open gives the collection that took its
	// place, made empty if there is none.
	ErrDropped = errors.New("the collection was dropped")
	// ErrInvalidPage: a negative offset or limit.
	ErrInvalidPage = errors.New("invalid page")
	// ErrCorrupt: bytes that Save did not write, or not all of them. The
	// error is a *CorruptError that says what is wrong and where.
	ErrCorrupt = index.ErrCorrupt
)

// CorruptError says what is wrong with a saved version, and at which byte.
type CorruptError = index.CorruptError

// BatchError says which change of a batch failed; it wraps the reason.
type BatchError struct {
	Change int    // place in the batch, from 0
	ID     string // of the resource
	Err    error
}

func (e *BatchError) Error() string {
	return fmt.Sprintf("change %d of the batch (resource %q): %v", e.Change, e.ID, e.Err)
}

// Unwrap returns the reason.
func (e *BatchError) Unwrap() error { return e.Err }
