package engine

import (
	"context"
	"fmt"
	"iter"
	"math"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// DefaultLimit is the length of a page whose Limit is 0.
const DefaultLimit = 10

// NoTotal, as a Page's CountTo, asks for the page alone.
const NoTotal = -1

// Page is a cut of the matches, which are in ordinal order: the order of
// insertion, where a replaced resource keeps its place. The zero Page is the
// first DefaultLimit of them, with the exact total.
type Page struct {
	Offset int // matches left out; at or past the end, the page is empty
	Limit  int // resources at most; 0 means DefaultLimit
	// CountTo says how far the total is worth counting. 0: to the end. A
	// positive number: when the page is full, and so many matches have been
	// met, the query may stop. NoTotal: it may stop as soon as the page is
	// full.
	CountTo int
}

func (p Page) validate() (Page, error) {
	if p.Offset < 0 {
		return p, fmt.Errorf("%w: offset %d is negative", ErrInvalidPage, p.Offset)
	}
	if p.Limit < 0 {
		return p, fmt.Errorf("%w: limit %d is negative", ErrInvalidPage, p.Limit)
	}
	if p.CountTo < NoTotal {
		return p, fmt.Errorf("%w: counting to %d, which is neither a number of matches nor NoTotal", ErrInvalidPage, p.CountTo)
	}
	if p.Limit == 0 {
		p.Limit = DefaultLimit
	}
	return p, nil
}

// enough is how many matches must be met before a query may stop.
func (p Page) enough() int {
	if p.CountTo == 0 {
		return math.MaxInt
	}
	return max(p.CountTo, p.full())
}

// full is how many matches must be met before the page is full.
func (p Page) full() int {
	if full := p.Offset + p.Limit; full >= 0 {
		return full
	}
	return math.MaxInt // it is over the largest int
}

// Result is one page and the total, both of one version.
type Result struct {
	Total     int                 // matches before paging
	AtLeast   bool                // there may be more than Total: counting ended, as Page.CountTo allows
	Resources []resource.Resource // the page; never nil. It is the caller's
	Version   uint64              // number of the version that was asked
}

// Rows is a page whose resources are made one by one, when they are asked for:
// a fraction of the cost of a Result where only ids are wanted, or where each
// resource is written out and forgotten. It is immutable, holds on to its
// version like a Snapshot, and is safe for any number of goroutines. The zero
// Rows is an empty page.
type Rows struct {
	total   int
	atLeast bool
	ords    []uint32
	v       *index.Version
}

// Total is how many resources match before paging; at least that many, if
// atLeast says so (see Page.CountTo).
func (r *Rows) Total() (n int, atLeast bool) { return r.total, r.atLeast }

// Version is the number of the version that was asked.
func (r *Rows) Version() uint64 {
	if r.v == nil {
		return 0
	}
	return r.v.Number()
}

// Len is the length of the page.
func (r *Rows) Len() int { return len(r.ords) }

// ID returns the id of row i, 0 <= i < Len. It allocates nothing.
func (r *Rows) ID(i int) string { return r.v.Record(r.ords[i]).ID() }

// Resource returns row i, 0 <= i < Len. Its tags are put into the array of
// tags, from the beginning, if there is room for them, else into a new one:
// with one array for all rows nothing is allocated, and a resource's tags hold
// until the next row is asked for. nil: the tags are the caller's to keep.
func (r *Rows) Resource(i int, tags []resource.Tag) resource.Resource {
	return r.v.AppendResource(r.ords[i], tags[:0])
}

// usualTags is how many tags room is made for at first.
const usualTags = 16

// All walks over the page. The tags of a resource are good until the next one;
// what is to be kept longer must be cloned.
func (r *Rows) All() iter.Seq[resource.Resource] {
	return func(yield func(resource.Resource) bool) {
		tags := make([]resource.Tag, 0, usualTags)
		for i := range r.ords {
			one := r.Resource(i, tags)
			if !yield(one) {
				return
			}
			if cap(one.Tags) > cap(tags) {
				tags = one.Tags
			}
		}
	}
}

// Select returns a page as Rows, and how many resources match. Errors:
// ErrInvalidPage, or the context's. The page costs in proportion to its
// length, one array of it, the total as Count.
func (s *Snapshot) Select(ctx context.Context, e query.Expr, p Page) (rows Rows, err error) {
	err = s.page(ctx, e, p, func(ords []uint32, total int, atLeast bool) {
		rows = Rows{total: total, atLeast: atLeast, ords: append([]uint32(nil), ords...), v: s.content()}
	})
	return rows, err
}

// Find returns how many resources match and one page of them, made whole.
// Errors: ErrInvalidPage, or the context's. The page costs in proportion to
// its length and its tags, the total as Count.
func (s *Snapshot) Find(ctx context.Context, e query.Expr, p Page) (found Result, err error) {
	err = s.page(ctx, e, p, func(ords []uint32, total int, atLeast bool) {
		found = Result{Total: total, AtLeast: atLeast, Resources: s.content().Resources(ords), Version: s.Version()}
	})
	return found, err
}

// page hands out the ordinals of a page, which are good until take returns, and
// the total.
func (s *Snapshot) page(ctx context.Context, e query.Expr, p Page, take func(ords []uint32, total int, atLeast bool)) error {
	p, err := p.validate()
	if err != nil {
		return err
	}
	x := newExec(ctx, s)
	defer x.free()
	total, atLeast, err := x.page(compile(x, e), p)
	if err != nil {
		return err
	}
	take(x.ords, total, atLeast)
	return nil
}
