package engine

import (
	"context"
	"io"
	"iter"
	"sync"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Snapshot is one immutable version of a collection. It answers the same for
// ever, is safe for any number of goroutines, and keeps alive what it shares
// with no newer version for as long as it is held. The zero Snapshot is that of
// an empty collection; it must not be copied.
type Snapshot struct {
	v      *index.Version // nil: of the zero Snapshot
	unions *unionCache    // the collection's; nil: none are kept
	lists  termLists      // made when a facet needs them
}

// empty is what the zero Snapshot has.
var empty = sync.OnceValue(index.Empty)

// content is the version.
func (s *Snapshot) content() *index.Version {
	if s.v == nil {
		return empty()
	}
	return s.v
}

// Version is the number of the version: 0 for a collection just opened, and
// one more with each publication.
func (s *Snapshot) Version() uint64 { return s.content().Number() }

// Sequence is the host's number of the last batch that carried one, or 0.
func (s *Snapshot) Sequence() uint64 { return s.content().Sequence() }

// Len is how many resources there are.
func (s *Snapshot) Len() int { return s.content().Live().Len() }

// Get returns the resource with the id. The Tags slice is the caller's. A
// hash lookup.
func (s *Snapshot) Get(id string) (resource.Resource, bool) {
	ord, ok := s.content().Ordinal(id)
	if !ok {
		return resource.Resource{}, false
	}
	return s.content().Resource(ord), true
}

// Count returns how many resources match. Its one error is the context's.
func (s *Snapshot) Count(ctx context.Context, e query.Expr) (int, error) {
	x := newExec(ctx, s)
	defer x.free()
	return x.count(compile(x, e))
}

// Matches walks over all resources that match, in ordinal order, without
// holding more than one block of 16,384 in memory. When ctx is done it yields
// the context's error, once, and ends.
func (s *Snapshot) Matches(ctx context.Context, e query.Expr) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		x := newExec(ctx, s)
		defer x.free()
		stopped := false
		err := x.each(compile(x, e), func(ord uint32) bool {
			stopped = !yield(s.content().Resource(ord), nil)
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
	return counted(s.content().Keys(prefix))
}

// Values walks over the values of a key that begin with prefix, in order,
// with how many resources have each.
func (s *Snapshot) Values(key, prefix string) iter.Seq2[string, int] {
	return counted(s.content().Values(key, prefix))
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
func (s *Snapshot) Save(ctx context.Context, w io.Writer) error { return s.content().Save(ctx, w) }
