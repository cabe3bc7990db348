package engine

import (
	"slices"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/internal/scalar"
	"github.com/tagdex/tagdex/query"
)

// ranks are how values of the kinds that are ordered by size get a rank.
var ranks = [query.NumKinds]func(detail.Value) (scalar.Rank, bool){
	query.KindNumber: detail.Value.Number,
	query.KindTime:   detail.Value.Time,
}

// isOddNumber reports whether a value is a string that is a decimal in another
// than the canonical form: it is equal to no text but its own.
func isOddNumber(v detail.Value) bool {
	return v.Kind == detail.Text && scalar.IsNoncanonical(v.Text)
}

// declared is what the index keeps for the options. Of several properties of
// one name the first counts, and of an unknown kind none.
func (o *Options) declared() index.Declared {
	var specs []*index.PropertySpec
	for _, p := range o.Properties {
		twice := slices.ContainsFunc(specs, func(s *index.PropertySpec) bool { return s.Name == p.Name })
		if !twice && p.Kind < query.NumKinds {
			spec := &index.PropertySpec{Name: p.Name, Kind: uint8(p.Kind), Rank: ranks[p.Kind], Fits: ofKind[p.Kind]}
			if p.Kind == query.KindNumber {
				spec.Odd = isOddNumber
			}
			specs = append(specs, spec)
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
	case e.Op() == query.OpPropIn:
		return p.propertyIn(look, e)
	}
	return p.equal(look, e)
}

// equal plans an equality of a property that is indexed.
func (p *planner) equal(look *index.Property, e *query.Expr) node {
	if look.HasRanks() {
		return p.equalRank(look, e)
	}
	own := p.leaf(look.Text(e.Value()), e)
	if !scalar.IsNoncanonical(e.Value()) {
		return own
	}
	// JSON numbers that are equal are among those with the number's text.
	number, _ := scalar.Canonical(e.Value())
	return p.either(own, p.verified(p.leaf(look.Text(number), e), e), e)
}

// propertyIn plans an in of a property that is indexed. Of texts that all have
// a posting of their own it is a union.
func (p *planner) propertyIn(look *index.Property, e *query.Expr) node {
	texts := e.Values()
	if look.HasRanks() || slices.ContainsFunc(texts, scalar.IsNoncanonical) {
		return p.verified(p.present(look, e), e)
	}
	postings := p.arena.postings.list(len(texts))
	for _, text := range texts {
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

// rangeOf is what a comparison by order asks for (query.Expr.Range).
func rangeOf(e *query.Expr) (kind query.Kind, first, last scalar.Rank) {
	kind, from, to := e.Range()
	return kind, scalar.Rank(from), scalar.Rank(to)
}

// ordered plans a comparison by order: by the ranks, if they are of its kind.
// If they are not, the resources that have the property otherwise are left to
// look at.
func (p *planner) ordered(look *index.Property, e *query.Expr) node {
	kind, first, last := rangeOf(e)
	switch {
	case last.Less(first):
		return p.none(e)
	case !look.HasRanks():
		return p.verified(p.leaf(look.Valued(), e), e)
	case query.Kind(look.Kind()) != kind:
		return p.verified(p.leaf(look.Others(), e), e)
	}
	return p.ranged(look, first, last, e)
}

// ranged are the resources with a rank in a range.
func (p *planner) ranged(look *index.Property, first, last scalar.Rank, e *query.Expr) node {
	if last.Less(first) {
		return p.none(e)
	}
	posting, most, listed := look.Range(first, last)
	if listed {
		return p.leaf(posting, e)
	}
	return p.arena.ranges.new(ranged{property: look, first: first, last: last, most: most, expr: e})
}

// equalRank plans an equality of a property that is indexed by rank: what has
// the rank of the text has the text too, unless it is written another way. What
// has no rank is looked at.
func (p *planner) equalRank(look *index.Property, e *query.Expr) node {
	equal := p.none(e)
	at, ok := query.ParseScalar(e.Value())
	if ok && at.Kind() == query.Kind(look.Kind()) {
		same := query.PropAtLeast(e.Key(), at)
		_, first, _ := rangeOf(&same)
		equal = p.ranged(look, first, first, e)
		switch {
		case at.Kind() == query.KindTime || scalar.IsNoncanonical(e.Value()):
			equal = p.verified(equal, e)
		case look.Odd().Len() > 0:
			equal = p.without(equal, look.Odd(), e)
		}
	}
	return p.either(equal, p.verified(p.leaf(look.Others(), e), e), e)
}

// without is a node less the resources of a posting.
func (p *planner) without(n node, q index.Posting, e *query.Expr) node {
	if size(n) == 0 {
		return n
	}
	c := p.arena.conjs.new(conj{expr: e})
	c.args = append(p.arena.nodes.list(1), n)
	c.nots = append(p.arena.nodes.list(1), p.leaf(q, e))
	return c
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
	kind, first, last := rangeOf(e)
	if look == nil || !look.HasRanks() || query.Kind(look.Kind()) != kind {
		return nil, false
	}
	about := e
	for j := range args {
		other := &args[j]
		if i == j || !other.Op().IsOrder() || other.Key() != e.Key() || other.Scalar().Kind() != kind {
			continue
		}
		if j < i {
			return nil, true
		}
		_, from, to := rangeOf(other)
		first, last = scalar.Max(first, from), scalar.Min(last, to)
		both := query.And(*about, *other)
		about = &both
	}
	return p.ranged(look, first, last, about), true
}
