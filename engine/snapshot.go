package engine

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Snapshot is one immutable version of a collection. It answers the same for
// ever, is safe for any number of goroutines, and keeps alive what it shares
// with no newer version for as long as it is held.
type Snapshot struct {
	v *index.Version
}

// DefaultLimit is the length of a page whose Limit is 0.
const DefaultLimit = 10

// Page is a cut of the matches, which are in ordinal order: the order of
// insertion, where a replaced resource keeps its place. The zero Page is the
// first DefaultLimit of them.
type Page struct {
	Offset int // matches left out; at or past the end, the page is empty
	Limit  int // resources at most; 0 means DefaultLimit
}

func (p Page) validate() (Page, error) {
	if p.Offset < 0 {
		return p, fmt.Errorf("%w: offset %d is negative", ErrInvalidPage, p.Offset)
	}
	if p.Limit < 0 {
		return p, fmt.Errorf("%w: limit %d is negative", ErrInvalidPage, p.Limit)
	}
	if p.Limit == 0 {
		p.Limit = DefaultLimit
	}
	return p, nil
}

// Result is one page and the total, both of one version.
type Result struct {
	Total     int                 // matches before paging
	Resources []resource.Resource // the page; never nil. It is the caller's
	Version   uint64              // number of the version that was asked
}

// Version is the number of the version: 0 for a collection just opened, and
// one more with each publication.
func (s *Snapshot) Version() uint64 { return s.v.Number() }

// Sequence is the host's number of the last batch that carried one, or 0.
func (s *Snapshot) Sequence() uint64 { return s.v.Sequence() }

// Len is how many resources there are.
func (s *Snapshot) Len() int { return s.v.Live().Len() }

// Get returns the resource with the id. The Tags slice is the caller's. A
// hash lookup.
func (s *Snapshot) Get(id string) (resource.Resource, bool) {
	ord, ok := s.v.Ordinal(id)
	if !ok {
		return resource.Resource{}, false
	}
	return s.v.Resource(ord), true
}

// Count returns how many resources match. Its one error is the context's.
func (s *Snapshot) Count(ctx context.Context, e query.Expr) (int, error) {
	x := newExec(ctx, s.v)
	defer x.free()
	return x.count(compile(x, e))
}

// Find returns how many resources match and one page of them. Errors:
// ErrInvalidPage, or the context's. The page costs in proportion to its
// length, the total as Count.
func (s *Snapshot) Find(ctx context.Context, e query.Expr, p Page) (Result, error) {
	p, err := p.validate()
	if err != nil {
		return Result{}, err
	}
	x := newExec(ctx, s.v)
	defer x.free()
	total, err := x.page(compile(x, e), p)
	if err != nil {
		return Result{}, err
	}
	return Result{Total: total, Resources: s.v.Resources(x.ords), Version: s.Version()}, nil
}

// Matches walks over all resources that match, in ordinal order, without
// holding more than one block of 16,384 in memory. When ctx is done it yields
// the context's error, once, and ends.
func (s *Snapshot) Matches(ctx context.Context, e query.Expr) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		x := newExec(ctx, s.v)
		defer x.free()
		stopped := false
		err := x.each(compile(x, e), func(ord uint32) bool {
			stopped = !yield(s.v.Resource(ord), nil)
			return !stopped
		})
		if err != nil && !stopped {
			yield(resource.Resource{}, err)
		}
	}
}

// Keys walks over the tag keys that begin with prefix, in order, with how
// many resources have each. Every key: the empty prefix.
func (s *Snapshot) Keys(prefix string) iter.Seq2[string, int] {
	return counted(s.v.Keys(prefix))
}

// Values walks over the values of a key that begin with prefix, in order,
// with how many resources have each.
func (s *Snapshot) Values(key, prefix string) iter.Seq2[string, int] {
	return counted(s.v.Values(key, prefix))
}

func counted(terms iter.Seq2[string, index.Posting]) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for term, p := range terms {
			if !yield(term, p.Len()) {
				return
			}
		}
	}
}

// Save writes the version to w in a checksummed, versioned form that Restore
// reads back, in this release and later ones. It holds up nobody. Errors are
// w's or the context's.
func (s *Snapshot) Save(ctx context.Context, w io.Writer) error { return s.v.Save(ctx, w) }
