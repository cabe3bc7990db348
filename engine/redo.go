package engine

import (
	"context"

	"github.com/tagdex/tagdex/index"
)

// redo is what a load has done in a collection that it let go of before it had
// published: the version that it was about to make, and the one it began with.
// What is different in the first is done again.
type redo struct {
	from, to *index.Version
	n        int // resources upserted
}

// undoAll ends the work in all collections, and keeps what was done.
func (l *loading) undoAll() {
	for name, p := range l.parts {
		if p.txn != nil {
			p.redo = &redo{from: p.from.v, to: p.b.Freeze(), n: p.n}
			l.letGo(name, p)
		}
	}
	l.last = nil
}

// redoAll begins the work in all collections anew and does it again.
func (l *loading) redoAll(ctx context.Context) error {
	for name, p := range l.parts {
		if err := l.begin(ctx, name, p); err != nil {
			return err
		}
		if p.redo == nil {
			continue
		}
		if err := p.again(ctx, p.redo); err != nil {
			return err
		}
		p.redo = nil
	}
	return nil
}

// again upserts what was upserted before. What was upserted twice is counted
// twice.
func (p *part) again(ctx context.Context, r *redo) error {
	for _, ord := range r.to.Live().AppendTo(nil) {
		if r.from.Live().Has(ord) && *r.from.Record(ord) == *r.to.Record(ord) {
			continue
		}
		one := r.to.Resource(ord)
		if err := p.apply(ctx, &change{resource: one}); err != nil {
			return &BatchError{ID: one.ID, Err: err}
		}
	}
	p.n, p.done.Replaced = r.n, r.n-p.done.Inserted
	return nil
}
