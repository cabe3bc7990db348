package engine

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/tagdex/tagdex/resource"
)

// Name names a collection of a Registry. Both parts are compared exactly.
type Name struct {
	Project string
	Type    string // resource type, such as "images"
}

// Registry holds collections by project and resource type. Nothing crosses
// from one to another. Safe for concurrent use.
type Registry struct {
	opts        Options
	loading     sync.Mutex // one Load at a time, so that two never wait for each other's collections
	mu          sync.RWMutex
	collections map[Name]*Collection
}

// NewRegistry makes an empty registry; its collections are opened with opts,
// which may be nil.
func NewRegistry(opts *Options) *Registry {
	return &Registry{opts: opts.orDefault(), collections: map[Name]*Collection{}}
}

// Collection returns the collection, or false if there is none.
func (r *Registry) Collection(project, resourceType string) (*Collection, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	c, ok := r.collections[Name{project, resourceType}]
	return c, ok
}

// Open returns the collection, made empty if there was none.
func (r *Registry) Open(project, resourceType string) *Collection {
	if c, ok := r.Collection(project, resourceType); ok {
		return c
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	name := Name{project, resourceType}
	c, ok := r.collections[name]
	if !ok {
		c = Open(&r.opts)
		r.collections[name] = c
	}
	return c
}

// Drop forgets a collection and reports whether there was one. Who holds it,
// or a snapshot of it, may go on using that.
func (r *Registry) Drop(project, resourceType string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	name := Name{project, resourceType}
	_, ok := r.collections[name]
	delete(r.collections, name)
	return ok
}

// Collections walks over what there is when it is called, ordered by project,
// then type.
func (r *Registry) Collections() iter.Seq2[Name, *Collection] {
	r.mu.RLock()
	all := maps.Clone(r.collections)
	r.mu.RUnlock()
	names := slices.SortedFunc(maps.Keys(all), func(a, b Name) int {
		return cmp.Or(strings.Compare(a.Project, b.Project), strings.Compare(a.Type, b.Type))
	})
	return func(yield func(Name, *Collection) bool) {
		for _, name := range names {
			if !yield(name, all[name]) {
				return
			}
		}
	}
}

// Row is a resource and the collection it belongs to.
type Row struct {
	Project  string
	Type     string
	Resource resource.Resource
}

// Load upserts a stream of rows into their collections, opening (empty) those
// that are new. Each collection publishes once, after the whole stream has
// passed; at the first error of the stream nothing is published. The version
// of the result is 0, as there may be many.
//
// Other writers of the collections concerned wait meanwhile. The stream must
// not write to any collection of r.
func (r *Registry) Load(ctx context.Context, rows iter.Seq2[Row, error]) (Applied, error) {
	r.loading.Lock()
	defer r.loading.Unlock()
	l := loading{txns: map[Name]*txn{}}
	defer l.end()
	i := 0
	for row, err := range rows {
		if err != nil {
			return Applied{}, err
		}
		t, err := l.txn(ctx, r, Name{row.Project, row.Type})
		if err != nil {
			return Applied{}, err
		}
		if err := t.apply(ctx, &change{resource: row.Resource}); err != nil {
			return Applied{}, &BatchError{Change: i, ID: row.Resource.ID, Err: err}
		}
		i++
	}
	if err := ctx.Err(); err != nil {
		return Applied{}, err
	}
	return l.publish(), nil
}

// loading is a Load under way: a write for each collection met.
type loading struct {
	txns     map[Name]*txn
	last     *txn
	lastName Name
}

func (l *loading) txn(ctx context.Context, r *Registry, name Name) (*txn, error) {
	if l.last != nil && l.lastName == name {
		return l.last, nil
	}
	t, ok := l.txns[name]
	if !ok {
		var err error
		if t, err = r.Open(name.Project, name.Type).begin(ctx); err != nil {
			return nil, err
		}
		l.txns[name] = t
	}
	l.last, l.lastName = t, name
	return t, nil
}

func (l *loading) publish() Applied {
	var sum Applied
	for _, t := range l.txns {
		done := t.publish()
		sum.Inserted += done.Inserted
		sum.Replaced += done.Replaced
		sum.addKinds(done.KindMismatches)
	}
	return sum
}

func (l *loading) end() {
	for _, t := range l.txns {
		t.end()
	}
}
