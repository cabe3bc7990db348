package engine

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Name names a collection of a Registry. Both parts are compared exactly.
type Name struct {
	Project string
	Type    string // resource type, such as "images"
}

// Registry holds collections by project and resource type. Nothing crosses
// from one to another. Safe for concurrent use. The zero Registry is empty,
// opens collections with the default options and is ready to use; it must not
// be copied.
type Registry struct {
	opts   Options
	claims claims

	mu     sync.RWMutex
	places map[string]map[string]*place // by project, then type; no project is empty
}

// place is where a Registry keeps a collection. Guarded by the mutex of the
// Registry.
type place struct {
	c *Collection
	// shown is whether the collection is there. One that a load makes is not
	// until the load has published.
	shown bool
	loads int // under way, while it is not shown
}

// NewRegistry makes an empty registry; its collections are opened with opts,
// which may be nil.
func NewRegistry(opts *Options) *Registry {
	return &Registry{opts: opts.orDefault()}
}

// Collection returns the collection, or false if there is none.
func (r *Registry) Collection(project, resourceType string) (*Collection, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if p := r.places[project][resourceType]; p != nil && p.shown {
		return p.c, true
	}
	return nil, false
}

// Open returns the collection, made empty if there was none.
func (r *Registry) Open(project, resourceType string) *Collection {
	if c, ok := r.Collection(project, resourceType); ok {
		return c
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.place(Name{project, resourceType})
	p.shown = true
	return p.c
}

// place returns the place of a name, made if there was none.
func (r *Registry) place(name Name) *place {
	types := r.places[name.Project]
	p := types[name.Type]
	if p != nil {
		return p
	}
	// The names are copied: each may be part of a larger text.
	if types == nil {
		types = map[string]*place{}
		if r.places == nil {
			r.places = map[string]map[string]*place{}
		}
		r.places[strings.Clone(name.Project)] = types
	}
	p = &place{c: Open(&r.opts)}
	types[strings.Clone(name.Type)] = p
	return p
}

// forget takes a place away, if it is still that of the name.
func (r *Registry) forget(name Name, p *place) {
	types := r.places[name.Project]
	if types[name.Type] != p {
		return
	}
	delete(types, name.Type)
	if len(types) == 0 {
		delete(r.places, name.Project)
	}
}

// Drop forgets a collection and reports whether there was one. Reads through
// it, and through its snapshots, go on; writes fail with ErrDropped.
//
// Drop, and a write, are one after the other: a write that was acknowledged
// before Drop is dropped with the rest, a write at work meanwhile, a load among
// them, fails with ErrDropped, and one that begins later through the Registry
// makes the collection anew. Drop waits for none of them. A collection that a
// load is about to make is not there yet.
func (r *Registry) Drop(project, resourceType string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.places[project][resourceType]
	if p == nil || !p.shown {
		return false
	}
	r.forget(Name{project, resourceType}, p)
	p.c.drop()
	return true
}

// Collections walks over what there is when it is called, ordered by project,
// then type.
func (r *Registry) Collections() iter.Seq2[Name, *Collection] {
	r.mu.RLock()
	all := map[Name]*Collection{}
	for project, types := range r.places {
		for resourceType, p := range types {
			if p.shown {
				all[Name{project, resourceType}] = p.c
			}
		}
	}
	r.mu.RUnlock()
	return inOrder(all, func(a, b Name) int {
		return cmp.Or(strings.Compare(a.Project, b.Project), strings.Compare(a.Type, b.Type))
	})
}

// Project walks over the collections of a project that there are when it is
// called, ordered by type. It costs in proportion to these, whatever the
// Registry holds besides.
func (r *Registry) Project(project string) iter.Seq2[string, *Collection] {
	r.mu.RLock()
	all := map[string]*Collection{}
	for resourceType, p := range r.places[project] {
		if p.shown {
			all[resourceType] = p.c
		}
	}
	r.mu.RUnlock()
	return inOrder(all, strings.Compare)
}

// inOrder walks over a map in the order of its keys.
func inOrder[K comparable](all map[K]*Collection, compare func(a, b K) int) iter.Seq2[K, *Collection] {
	keys := slices.SortedFunc(maps.Keys(all), compare)
	return func(yield func(K, *Collection) bool) {
		for _, key := range keys {
			if !yield(key, all[key]) {
				return
			}
		}
	}
}
