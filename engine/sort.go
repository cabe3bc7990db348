package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Listing says which part of the matches List returns, in which order. The
// zero Listing is the first DefaultLimit by id.
type Listing struct {
	// Sort are the keys, the weightiest first, MaxSortKeys at most. A property
	// that a resource lacks, or that is not of the kind, is below every value.
	// What all keys leave equal goes by the id, in the direction of the last
	// key.
	Sort []query.SortKey
	// Limit is how many resources at most; 0 means DefaultLimit.
	Limit int
	// After is the Next of a page with the same Sort: the page begins with
	// what comes behind it. Empty: with the first.
	After Cursor
	// AfterID is the id of a resource, one that need not match: the page
	// begins with what comes behind the place that it has now. Empty: with
	// the first. Not both of After and AfterID.
	AfterID string
}

// MaxSortKeys is how many keys a Sort may have.
const MaxSortKeys = 8

// Listed is one page of a list.
type Listed struct {
	Resources []resource.Resource // never nil. It is the caller's
	// Next is the cursor of the next page, empty if this one was not full.
	Next    Cursor
	Version uint64 // number of the version that was asked
}

// Errors of List, to match with errors.Is.
var (
	// ErrInvalidSort: keys that make no order.
	ErrInvalidSort = errors.New("invalid sort")
	// ErrInvalidCursor: a cursor that List did not make, or made for another
	// Sort.
	ErrInvalidCursor = errors.New("invalid cursor")
	// ErrUnknownID: AfterID is the id of no resource.
	ErrUnknownID = errors.New("no resource with this id")
)

func (l *Listing) validate() error {
	if l.Limit < 0 {
		return fmt.Errorf("%w: limit %d is negative", ErrInvalidPage, l.Limit)
	}
	if l.After != "" && l.AfterID != "" {
		return fmt.Errorf("%w: both After and AfterID are given", ErrInvalidPage)
	}
	if len(l.Sort) > MaxSortKeys {
		return fmt.Errorf("%w: %d keys, the most is %d", ErrInvalidSort, len(l.Sort), MaxSortKeys)
	}
	for i, k := range l.Sort {
		if k.By >= query.NumSortBy || k.Kind >= query.NumKinds {
			return fmt.Errorf("%w: key %d is of no kind that there is", ErrInvalidSort, i)
		}
	}
	return nil
}

// List returns one page of what matches, in the order asked for. Errors:
// ErrInvalidSort, ErrInvalidPage, ErrInvalidCursor, ErrUnknownID, or the
// context's.
//
// Paging from cursor to cursor, each page asked of the snapshot current then,
// sees every resource exactly once that matches throughout and keeps the
// values it is sorted by; SEMANTICS section 2, order, says what it sees of the
// others. On one snapshot that is all of them.
//
// Where the first key is a property that is indexed (Options.Properties) of the
// key's kind, or an order that is kept (Options.Orders), that is walked until
// the page is full, if that promises to be the cheaper way: microseconds for a
// filter that lets many through. A name that very many have is a list in memory
// meanwhile, four bytes each. Else
// all matches are looked at, and the best kept in a heap: time in proportion
// to the matches, memory to the page. ExplainList tells which.
func (s *Snapshot) List(ctx context.Context, e query.Expr, l Listing) (Listed, error) {
	x := newExec(ctx, s)
	defer x.free()
	page, err := s.listPage(x, e, &l)
	if err != nil {
		return Listed{}, err
	}
	rows, err := page.run()
	if err != nil {
		return Listed{}, err
	}
	x.ords = x.ords[:0]
	for i := range rows {
		x.ords = append(x.ords, rows[i].ord)
	}
	out := Listed{Resources: s.content().Resources(x.ords), Version: s.Version()}
	if len(rows) == page.limit {
		out.Next = page.o.cursor(&rows[len(rows)-1])
	}
	return out, nil
}

// listPage plans a page of a list.
func (s *Snapshot) listPage(x *exec, e query.Expr, l *Listing) (*listPage, error) {
	if err := l.validate(); err != nil {
		return nil, err
	}
	limit := l.Limit
	if limit == 0 {
		limit = DefaultLimit
	}
	o := newOrdering(s.content(), l.Sort)
	after, err := o.start(l)
	if err != nil {
		return nil, err
	}
	root := compile(x, e)
	if x.stopped != nil {
		return nil, x.stopped
	}
	return o.page(x, root, after, limit), nil
}

// start returns the place behind which the page begins, nil for the first.
func (o *ordering) start(l *Listing) (*row, error) {
	id := l.AfterID
	if l.After != "" {
		at, err := o.place(l.After)
		if err != nil || at.values != nil {
			return at, err
		}
		id = at.id
	}
	if id == "" {
		return nil, nil
	}
	ord, ok := o.v.Ordinal(id)
	switch {
	case ok:
		at := o.row(ord)
		return &at, nil
	case l.After != "":
		return nil, fmt.Errorf("%w: its resource is gone", ErrInvalidCursor)
	}
	return nil, fmt.Errorf("%w: %.100q", ErrUnknownID, id)
}
