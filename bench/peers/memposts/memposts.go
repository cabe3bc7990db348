// Package memposts is the in-memory index of Prometheus's time series
// database, with an image as a series and its tags as labels.
//
// Tuned: series are added in ascending order, so no EnsureOrder is needed.
// Queries are composed as the database's own PostingsForMatchers does: what a
// label must be is intersected, what it must not be is taken out one after the
// other, several values are merged, and a part of a name is looked for in all
// values of a label. There is no prepared form; the matchers (here the query)
// are what is there before the clock runs.
package memposts

import (
	"context"
	"fmt"
	"strings"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/storage"
	"github.com/prometheus/prometheus/tsdb/index"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/measure"
	"github.com/tagdex/tagdex/bench/peers/peer"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Labels that are no tags, whose labels begin with tagPrefix. A label without
// a value is one that is not there, so that values have a prefix as well.
const (
	nameLabel   = "name"
	idLabel     = "id"
	taggedLabel = "tagged"
	tagPrefix   = "tag:"
	valuePrefix = "="
)

// MemPostings is the index. The zero value is ready for Build.
type MemPostings struct {
	postings *index.MemPostings
}

// About says what it is.
func (*MemPostings) About() figures.Peer {
	return figures.Peer{
		Name:    "Prometheus MemPostings",
		Version: peer.Version("github.com/prometheus/prometheus"),
		Tuned:   "Intersect, Merge and Without as in PostingsForMatchers; parts of names by a look at every value; a call: composing and reading the postings",
	}
}

// Build adds every image as a series whose reference is its ordinal and one.
func (m *MemPostings) Build(ctx context.Context, images []resource.Resource, done func(int)) (measure.Size, error) {
	m.postings = index.NewMemPostings()
	b := labels.NewScratchBuilder(32)
	for i := range images {
		if i&0xfff == 0 {
			done(i)
			if ctx.Err() != nil {
				return measure.Size{}, ctx.Err()
			}
		}
		r := &images[i]
		b.Reset()
		b.Add(nameLabel, valuePrefix+peer.Name(r.Name))
		b.Add(idLabel, valuePrefix+r.ID)
		if peer.Tagged(r) {
			b.Add(taggedLabel, valuePrefix)
		}
		for _, t := range r.Tags {
			b.Add(tagPrefix+t.Key, valuePrefix+t.Value)
		}
		b.Sort()
		m.postings.Add(storage.SeriesRef(i+1), b.Labels())
	}
	return measure.Heap, nil
}

// Prepare returns an answer that composes the postings anew with each call,
// as they can be read once only.
func (m *MemPostings) Prepare(_ context.Context, e query.Expr, page engine.Page) (measure.Answer, error) {
	if _, err := m.all(context.Background(), e); err != nil {
		return nil, err
	}
	var ordinals []uint32
	return func(ctx context.Context) (int, []uint32, error) {
		p, err := m.all(ctx, e)
		if err != nil {
			return 0, nil, err
		}
		total := 0
		ordinals = ordinals[:0]
		for p.Next() {
			if total >= page.Offset && len(ordinals) < page.Limit {
				ordinals = append(ordinals, uint32(p.At()-1))
			}
			total++
		}
		return total, ordinals, p.Err()
	}, nil
}

// all are the postings of what all must hold.
func (m *MemPostings) all(ctx context.Context, e query.Expr) (index.Postings, error) {
	var its, notIts []index.Postings
	for _, arg := range peer.Conjuncts(e) {
		list := &its
		if arg.Op() == query.OpNot {
			arg, list = arg.Args()[0], &notIts
		}
		p, err := m.one(ctx, arg)
		if err != nil {
			return nil, err
		}
		if list == &its && index.IsEmptyPostingsType(p) {
			return p, nil
		}
		*list = append(*list, p)
	}
	if len(its) == 0 {
		its = append(its, m.postings.All())
	}
	p := index.Intersect(its...)
	for _, not := range notIts {
		p = index.Without(p, not)
	}
	return p, nil
}

func (m *MemPostings) one(ctx context.Context, e query.Expr) (index.Postings, error) {
	switch e.Op() {
	case query.OpAll:
		return m.postings.All(), nil
	case query.OpNone:
		return index.EmptyPostings(), nil
	case query.OpTagged:
		return m.postings.Postings(ctx, taggedLabel, valuePrefix), nil
	case query.OpID:
		return m.postings.Postings(ctx, idLabel, valuePrefix+e.Value()), nil
	case query.OpIDIn:
		return m.one(ctx, peer.Each(e))
	case query.OpHas:
		return m.postings.PostingsForAllLabelValues(ctx, tagPrefix+e.Key()), nil
	case query.OpEq:
		return m.postings.Postings(ctx, tagPrefix+e.Key(), valuePrefix+e.Value()), nil
	case query.OpIn:
		values := make([]string, len(e.Values()))
		for i, v := range e.Values() {
			values[i] = valuePrefix + v
		}
		return m.postings.Postings(ctx, tagPrefix+e.Key(), values...), nil
	case query.OpNameContains:
		text := peer.Name(e.Value())
		return m.postings.PostingsForLabelMatching(ctx, nameLabel, func(name string) bool {
			return strings.Contains(name[len(valuePrefix):], text)
		}), nil
	case query.OpOr:
		return m.any(ctx, e.Args())
	case query.OpAnd, query.OpNot:
		return m.all(ctx, e)
	}
	return nil, fmt.Errorf("%w: %v", peer.ErrUnsupported, e)
}

func (m *MemPostings) any(ctx context.Context, args []query.Expr) (index.Postings, error) {
	its := make([]index.Postings, len(args))
	for i, arg := range args {
		var err error
		if its[i], err = m.one(ctx, arg); err != nil {
			return nil, err
		}
	}
	return index.Merge(ctx, its...), nil
}

// Close lets the index go.
func (m *MemPostings) Close() error {
	m.postings = nil
	return nil
}
