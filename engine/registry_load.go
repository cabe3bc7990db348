package engine

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/tagdex/tagdex/resource"
)

// Row is a resource and the collection it belongs to.
type Row struct {
	Project  string
	Type     string
	Resource resource.Resource
}

// Load upserts a stream of rows into their collections, making those that are
// new. Each collection publishes once, after the whole stream has passed; at
// the first error of the stream, or when ctx is done, nothing is published, and
// no collection is made. The version of the result is 0, as there may be many.
//
// Other writers of the collections concerned wait meanwhile, and so does the
// load for them; loads that share no collection do not wait for each other. The
// stream must not write to any collection of r. Where two loads hold what the
// other one needs, one of them lets go of its collections and does its work
// there again when it has all it needs: the memory of both is needed then.
func (r *Registry) Load(ctx context.Context, rows iter.Seq2[Row, error]) (Applied, error) {
	l := loading{r: r, parts: map[Name]*part{}}
	defer l.end()
	i := 0
	for row, err := range rows {
		if err != nil {
			return Applied{}, err
		}
		t, err := l.txn(ctx, Name{row.Project, row.Type})
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
	return l.publish()
}

// Target is the collection that LoadInto loads into.
type Target struct {
	Name
	// MaxTypes is how many collections the project may have for this one to be
	// made; 0: as many as one likes. One that is there is loaded into however
	// many there are.
	MaxTypes int
}

// LoadInto is Load for one collection: as Collection.Load, of one that is made
// where it is not there and something is loaded. The stream is made when no
// other writer is at work any more, of the version that it will be loaded into.
// It fails with ErrTooManyTypes, before it makes the stream, where the project
// has Target.MaxTypes collections, those counted that other loads are making.
func (r *Registry) LoadInto(ctx context.Context, to Target, stream func(before *Snapshot) iter.Seq2[resource.Resource, error]) (Applied, error) {
	l := loading{r: r, parts: map[Name]*part{}, maxTypes: to.MaxTypes}
	defer l.end()
	t, err := l.txn(ctx, to.Name)
	if err != nil {
		return Applied{}, err
	}
	if err := t.load(ctx, stream(t.from)); err != nil {
		return Applied{}, err
	}
	if err := ctx.Err(); err != nil {
		return Applied{}, err
	}
	done, err := l.publish()
	done.Version = t.done.Version
	return done, err
}

// loading is a Load under way.
type loading struct {
	r        *Registry
	parts    map[Name]*part
	last     *part
	lastName Name
	maxTypes int  // see Target
	wants    Name // while it waits for a claim; guarded by the claims
	waits    bool
}

// part is what a Load does in one collection.
type part struct {
	place *place
	*txn  // nil: let go
	// redo holds what the load has done before it let go of the collection.
	redo *redo
}

// txn returns the write of a collection, begun if it was not.
func (l *loading) txn(ctx context.Context, name Name) (*txn, error) {
	if l.last != nil && l.lastName == name {
		return l.last.txn, nil
	}
	p := l.parts[name]
	if p == nil {
		p = new(part)
		l.parts[name] = p
		if err := l.claim(ctx, name); err != nil {
			return nil, err
		}
		if err := l.begin(ctx, name, p); err != nil {
			return nil, err
		}
	}
	l.last, l.lastName = p, name
	return p.txn, nil
}

// begin begins the write of a collection that the load has claimed, unless it
// has begun. One that is dropped while the load waits for it is made anew.
func (l *loading) begin(ctx context.Context, name Name, p *part) error {
	for p.txn == nil {
		var err error
		if p.place, err = l.r.reserve(name, l.maxTypes); err != nil {
			return err
		}
		if p.txn, err = p.place.c.begin(ctx); err == nil {
			return nil
		}
		l.letGo(name, p)
		if !errors.Is(err, ErrDropped) {
			return err
		}
	}
	return nil
}

// reserve returns the place of a collection to load into, which is made if it
// is not there and the project has fewer than maxTypes, but not shown.
func (r *Registry) reserve(name Name, maxTypes int) (*place, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	types := r.places[name.Project]
	if _, there := types[name.Type]; !there && maxTypes > 0 && len(types) >= maxTypes {
		return nil, fmt.Errorf("%w: it has %d", ErrTooManyTypes, len(types))
	}
	p := r.place(name)
	p.loads++
	return p, nil
}

// release ends reserve. A place that nobody has shown goes with its last load.
func (r *Registry) release(name Name, p *place) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p.loads--
	if p.loads == 0 && !p.shown {
		r.forget(name, p)
	}
}

// publish publishes all parts, or none if one of the collections was dropped.
func (l *loading) publish() (Applied, error) {
	frozen := make(map[*part]*Snapshot, len(l.parts))
	for _, p := range l.parts {
		frozen[p] = p.freeze()
	}
	l.r.mu.Lock() // no collection is dropped meanwhile
	defer l.r.mu.Unlock()
	for _, p := range l.parts {
		if p.c.isDropped() {
			return Applied{}, ErrDropped
		}
	}
	var sum Applied
	for p, s := range frozen {
		done, err := p.publish(s)
		if err != nil {
			return Applied{}, err
		}
		p.place.shown = p.place.shown || p.changed
		sum.Inserted += done.Inserted
		sum.Replaced += done.Replaced
		sum.addKinds(done.KindMismatches)
	}
	return sum, nil
}

// end lets go of everything.
func (l *loading) end() {
	for name, p := range l.parts {
		l.letGo(name, p)
	}
	l.r.claims.release(l)
}

// letGo ends the write of a collection.
func (l *loading) letGo(name Name, p *part) {
	if p.txn != nil {
		p.txn.end()
		p.txn = nil
	}
	if p.place != nil {
		l.r.release(name, p.place)
		p.place = nil
	}
}
