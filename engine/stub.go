// Package engine is the facade that embedders import: collections of tagged
// resources, changed in atomic batches and queried through snapshots.
package engine

import (
	"context"
	"errors"
	"io"
	"iter"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// STUB: being replaced. Only the signatures are meant.

var errStub = errors.New("engine: not there yet")

// Options tune a Collection. The zero value, and a nil pointer, are the
// defaults.
type Options struct {
	// MaxResources limits how many resources a collection holds; 0 means no
	// limit of its own (an ordinal has 32 bits).
	MaxResources int
}

// Errors; match with errors.Is.
var (
	ErrStaleSequence = errors.New("sequence number is not above the last one applied")
	ErrFull          = errors.New("collection is full")
	ErrInvalidPage   = errors.New("invalid page")
	ErrInvalidExpr   = errors.New("invalid expression") // text in it that is not UTF-8
	ErrCorrupt       = errors.New("saved version is damaged")
)

// Collection holds the resources of one project and one resource type.
type Collection struct{}

// Open makes an empty collection.
func Open(opts *Options) *Collection { return &Collection{} }

// Batch is an ordered list of changes that become visible at once or not at
// all. The zero value is empty and ready.
type Batch struct {
	// Sequence is the host's own number for this batch; 0: none. It must be
	// above the last one applied, else Apply changes nothing and returns an
	// error that wraps ErrStaleSequence.
	Sequence uint64
}

// Upsert inserts r, or replaces the resource of the same id in its place.
func (b *Batch) Upsert(r resource.Resource) {}

// Delete removes the resource with the id; an id that is not there is fine.
func (b *Batch) Delete(id string) {}

// Len is the number of changes.
func (b *Batch) Len() int { return 0 }

// Applied counts what a batch did.
type Applied struct {
	Inserted, Replaced, Deleted int
	Version                     uint64 // number of the version it published
}

func (c *Collection) Apply(ctx context.Context, b *Batch) (Applied, error) { return Applied{}, errStub }
func (c *Collection) Upsert(ctx context.Context, rs ...resource.Resource) (Applied, error) {
	return Applied{}, errStub
}
func (c *Collection) Delete(ctx context.Context, ids ...string) (Applied, error) {
	return Applied{}, errStub
}

// Load upserts a stream as one batch: all of it becomes visible as one
// version at the end, or nothing at the first error of the stream.
func (c *Collection) Load(ctx context.Context, rs iter.Seq2[resource.Resource, error]) (Applied, error) {
	return Applied{}, errStub
}

// Compact renumbers the ordinals, closing the gaps deletes left; the order stays.
func (c *Collection) Compact(ctx context.Context) error { return errStub }

// Restore replaces the whole content by what Save wrote, as one version.
// Damaged bytes: an error that wraps ErrCorrupt, nothing changed.
func (c *Collection) Restore(ctx context.Context, r io.Reader) error { return errStub }

// Snapshot returns the current version. Costs one atomic load; never blocks.
func (c *Collection) Snapshot() *Snapshot { return &Snapshot{} }

// The query calls of Snapshot stand on Collection too, for the current version.
func (c *Collection) Count(ctx context.Context, e query.Expr) (int, error) { return 0, errStub }
func (c *Collection) Find(ctx context.Context, e query.Expr, p Page) (Result, error) {
	return Result{}, errStub
}
func (c *Collection) Matches(ctx context.Context, e query.Expr) iter.Seq2[resource.Resource, error] {
	return nil
}
func (c *Collection) Explain(ctx context.Context, e query.Expr) (*Plan, error) { return nil, errStub }
func (c *Collection) Get(id string) (resource.Resource, bool)                  { return resource.Resource{}, false }
func (c *Collection) Save(ctx context.Context, w io.Writer) error              { return errStub }

// Snapshot is one immutable version: it answers the same for ever.
type Snapshot struct{}

func (s *Snapshot) Version() uint64  { return 0 } // number of the version: 0 when opened, +1 a publication
func (s *Snapshot) Sequence() uint64 { return 0 } // last batch sequence applied
func (s *Snapshot) Len() int         { return 0 } // resources
func (s *Snapshot) Count(ctx context.Context, e query.Expr) (int, error) {
	return 0, errStub
}
func (s *Snapshot) Find(ctx context.Context, e query.Expr, p Page) (Result, error) {
	return Result{}, errStub
}
func (s *Snapshot) Matches(ctx context.Context, e query.Expr) iter.Seq2[resource.Resource, error] {
	return nil
}
func (s *Snapshot) Explain(ctx context.Context, e query.Expr) (*Plan, error) { return nil, errStub }
func (s *Snapshot) Get(id string) (resource.Resource, bool)                  { return resource.Resource{}, false }
func (s *Snapshot) Save(ctx context.Context, w io.Writer) error              { return errStub }
func (s *Snapshot) Keys(prefix string) iter.Seq2[string, int]                { return nil } // keys in order, with counts
func (s *Snapshot) Values(key, prefix string) iter.Seq2[string, int]         { return nil } // values of a key in order, with counts

// Page is a cut of the matches in ordinal order. Limit 0 means 10; a negative
// number is ErrInvalidPage. An offset past the end is an empty page.
type Page struct {
	Offset, Limit int
}

// Result is one page and the total before paging, both of one version.
type Result struct {
	Total     int
	Resources []resource.Resource // never nil
	Version   uint64
}

// Plan is what Explain returns: how a query was answered.
type Plan struct{}

func (p *Plan) String() string               { return "" } // a tree, one node a line
func (p *Plan) MarshalJSON() ([]byte, error) { return nil, errStub }

// Registry holds collections by project and resource type. Safe for
// concurrent use.
type Registry struct{}

// NewRegistry makes an empty registry whose collections are opened with opts.
func NewRegistry(opts *Options) *Registry { return &Registry{} }

// Collection returns the collection, or false if nobody has opened it.
func (r *Registry) Collection(project, resourceType string) (*Collection, bool) { return nil, false }

// Open returns the collection, making it if need be.
func (r *Registry) Open(project, resourceType string) *Collection { return nil }

// Drop forgets the collection and reports whether it was there.
func (r *Registry) Drop(project, resourceType string) bool { return false }

// Row is a resource and the collection it belongs to.
type Row struct {
	Project, Type string
	Resource      resource.Resource
}

// Load upserts a stream of rows into their collections; at the first error of
// the stream nothing is published anywhere.
func (r *Registry) Load(ctx context.Context, rows iter.Seq2[Row, error]) (Applied, error) {
	return Applied{}, errStub
}

// Collections walks over what is there, in order of project, then type.
func (r *Registry) Collections() iter.Seq2[Name, *Collection] { return nil }

// Name names a collection.
type Name struct{ Project, Type string }
