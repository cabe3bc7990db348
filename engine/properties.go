package engine

import (
	"slices"
	"strconv"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/query"
)

// numbers are how values of the ordered kinds become numbers.
var numbers = [query.NumKinds]func(detail.Value) (int64, bool){
	query.KindInteger: func(v detail.Value) (int64, bool) { return v.Number, v.Kind == detail.Integer },
	query.KindTime:    timeOf,
}

// declared is what the index keeps for the options. Of several properties of
// one name the first counts, and of an unknown kind none.
func (o *Options) declared() index.Declared {
	var specs []*index.PropertySpec
	for _, p := range o.Properties {
		twice := slices.ContainsFunc(specs, func(s *index.PropertySpec) bool { return s.Name == p.Name })
		if !twice && p.Kind < query.NumKinds {
			specs = append(specs, &index.PropertySpec{Name: p.Name, Kind: uint8(p.Kind), Number: numbers[p.Kind]})
		}
	}
	return index.Declared{Properties: specs, Orders: o.fields()}
}

// fields are the orders as the index knows them.
func (o *Options) fields() []index.Field {
	var fields []index.Field
	for _, by := range o.Orders {
		if f, ok := fieldOf(by); ok {
			fields = append(fields, f)
		}
	}
	return fields
}

// fieldOf is the field that is sorted by, if it is one.
func fieldOf(by query.SortBy) (index.Field, bool) {
	switch by {
	case query.ByID:
		return index.FieldID, true
	case query.ByName:
		return index.FieldName, true
	}
	return 0, false
}

// ReadsDetails reports whether e asks about a property that is not indexed
// (Options.Properties), so that a query must read the details of all resources
// that the rest of e leaves: a thousand times the work of others. A host may
// want to let fewer of these run at once.
func (s *Snapshot) ReadsDetails(e query.Expr) bool {
	switch op := e.Op(); {
	case op == query.OpPropHas, op == query.OpPropEq, op == query.OpPropIn, op.IsOrder():
		return s.content().Property(e.Key()) == nil
	}
	return slices.ContainsFunc(e.Args(), s.ReadsDetails)
}

// property plans a question about a property: by what is indexed of it, as far
// as that goes, else by the details.
func (p *planner) property(e *query.Expr) node {
	look := p.v.Property(e.Key())
	switch {
	case look == nil:
		return p.propertied(e)
	case e.Op() == query.OpPropHas:
		return p.present(look, e)
	case e.Op().IsOrder():
		return p.ordered(look, e)
	case look.HasNumbers():
		return p.numberText(look, e)
	case e.Op() == query.OpPropEq:
		return p.leaf(look.Text(e.Value()), e)
	}
	postings := p.arena.postings.list(len(e.Values()))
	for _, text := range e.Values() {
		if p.stopped() {
			break
		}
		postings = append(postings, look.Text(text))
	}
	return p.union(postings, e)
}

// present are the resources that have a property.
func (p *planner) present(look *index.Property, e *query.Expr) node {
	return p.union(append(p.arena.postings.list(2), look.Valued(), look.Others()), e)
}

// verified is what e holds for among candidates, by the details.
func (p *planner) verified(candidates node, e *query.Expr) node {
	if size(candidates) == 0 {
		return p.none(e)
	}
	args := append(p.arena.nodes.list(2), candidates, p.propertied(e))
	return p.arena.conjs.new(conj{args: args, expr: e})
}

// ordered plans a comparison by order: by the numbers, if they are of its
// kind. If they are not, the resources that have the property otherwise are
// left to look at.
func (p *planner) ordered(look *index.Property, e *query.Expr) node {
	kind, first, last := e.Range()
	switch {
	case first > last:
		return p.none(e)
	case !look.HasNumbers():
		return p.verified(p.leaf(look.Valued(), e), e)
	case query.Kind(look.Kind()) != kind:
		return p.verified(p.leaf(look.Others(), e), e)
	}
	return p.ranged(look, first, last, e)
}

// ranged are the resources with a number in a range.
func (p *planner) ranged(look *index.Property, first, last int64, e *query.Expr) node {
	if first > last {
		return p.none(e)
	}
	posting, most, listed := look.Range(first, last)
	if listed {
		return p.leaf(posting, e)
	}
	return p.arena.ranges.new(ranged{property: look, first: first, last: last, most: most, expr: e})
}

// numberText plans an equality with the text of a property that is indexed by
// numbers. An integer has one text, so a range of one is exact; a time has
// several. What is no number is looked at.
func (p *planner) numberText(look *index.Property, e *query.Expr) node {
	others := p.leaf(look.Others(), e)
	if e.Op() == query.OpPropIn {
		return p.verified(p.present(look, e), e)
	}
	equal := p.none(e)
	if query.Kind(look.Kind()) == query.KindInteger {
		if n, err := strconv.ParseInt(e.Value(), 10, 64); err == nil && strconv.FormatInt(n, 10) == e.Value() {
			equal = p.ranged(look, n, n, e)
		}
	} else if unix, ok := query.ParseTime(e.Value()); ok {
		equal = p.verified(p.ranged(look, unix, unix, e), e)
	}
	return p.either(equal, p.verified(others, e), e)
}

// either is OR of two nodes.
func (p *planner) either(a, b node, e *query.Expr) node {
	switch {
	case size(a) == 0:
		return b
	case size(b) == 0:
		return a
	}
	return p.arena.disjs.new(disj{args: append(p.arena.nodes.list(2), a, b), max: p.live, expr: e})
}

// span plans all comparisons by order of one property among the arguments of a
// conjunction as one range, at the place of the first. It reports false for an
// argument that is to be planned alone, and no node for one that went into
// another's.
func (p *planner) span(args []query.Expr, i int) (node, bool) {
	e := &args[i]
	if !e.Op().IsOrder() {
		return nil, false
	}
	look := p.v.Property(e.Key())
	kind, first, last := e.Range()
	if look == nil || !look.HasNumbers() || query.Kind(look.Kind()) != kind {
		return nil, false
	}
	about := e
	for j := range args {
		other := &args[j]
		if i == j || !other.Op().IsOrder() || other.Key() != e.Key() || other.Point().Kind() != kind {
			continue
		}
		if j < i {
			return nil, true
		}
		_, from, to := other.Range()
		first, last = max(first, from), min(last, to)
		both := query.And(*about, *other)
		about = &both
	}
	return p.ranged(look, first, last, about), true
}
