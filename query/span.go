package query

import "github.com/tagdex/tagdex/internal/scalar"

// span is the scalars of one kind with ranks from first to last, both
// included. It is empty where first is behind last.
//
// Its ends need not be ranks of scalars: what is above 40 begins with the rank
// right behind that of 40.
type span struct {
	kind        Kind
	first, last scalar.Rank
}

// isLower reports whether a comparison by order bounds from below.
func isLower(op Op) bool { return op == OpPropMore || op == OpPropAtLeast }

// spanOf is the span that a comparison by order asks for.
func spanOf(leaf Expr) span {
	s := span{kind: leaf.scalar.kind, first: leaf.scalar.kind.lowest(), last: leaf.scalar.kind.highest()}
	at := leaf.scalar.rank()
	switch leaf.op {
	case OpPropLess:
		s.last = at.Prev()
	case OpPropAtMost:
		s.last = at
	case OpPropMore:
		s.first = at.Next()
	case OpPropAtLeast:
		s.first = at
	}
	return s
}

func (s span) empty() bool { return s.last.Less(s.first) }

// and is the span of what is in both, of one kind.
func (s span) and(other span) span {
	s.first, s.last = scalar.Max(s.first, other.first), scalar.Min(s.last, other.last)
	return s
}

// holds reports whether a text that a property is known to have may be that
// of a scalar in the span.
func (s span) holds(text string) bool {
	at, ok := ParseScalar(text)
	return ok && at.kind == s.kind && !at.rank().Less(s.first) && !s.last.Less(at.rank())
}

// lower is the comparison that bounds from below at a rank.
func lower(name string, kind Kind, at scalar.Rank) Expr {
	if at.IsNumber() {
		return PropAtLeast(name, scalarOf(kind, at))
	}
	return PropMore(name, scalarOf(kind, at.Prev()))
}

// upper is the comparison that bounds from above at a rank.
func upper(name string, kind Kind, at scalar.Rank) Expr {
	if at.IsNumber() {
		return PropAtMost(name, scalarOf(kind, at))
	}
	return PropLess(name, scalarOf(kind, at.Next()))
}

// appendLeaves appends the comparisons that say what the span says: one at
// each end that is no end of the kind, or else one that says the kind alone.
func (s span) appendLeaves(to []Expr, name string) []Expr {
	if s.last != s.kind.highest() {
		to = append(to, upper(name, s.kind, s.last))
		if s.first == s.kind.lowest() {
			return to
		}
	}
	return append(to, lower(name, s.kind, s.first))
}

// order is what literals say about the place of one property.
type order struct {
	// in holds for each kind the span that the property is said to be in.
	in [NumKinds]*span
	// Of each kind, the property is said not to be at or above notFrom, and
	// not at or below notTo.
	notFrom, notTo [NumKinds]*scalar.Rank
}

// add takes in a comparison by order that selects something.
func (o *order) add(leaf Expr, positive bool) {
	s := spanOf(leaf)
	switch {
	case positive:
		if o.in[s.kind] != nil {
			s = o.in[s.kind].and(s)
		}
		o.in[s.kind] = &s
	case isLower(leaf.op):
		if at := o.notFrom[s.kind]; at == nil || s.first.Less(*at) {
			o.notFrom[s.kind] = &s.first
		}
	default:
		if at := o.notTo[s.kind]; at == nil || at.Less(s.last) {
			o.notTo[s.kind] = &s.last
		}
	}
}

// placed returns the span that the property is in, or nil.
func (o *order) placed() *span {
	for _, s := range o.in {
		if s != nil {
			return s
		}
	}
	return nil
}

// settle draws the conclusions. It reports false if nothing can be where the
// literals say.
func (o *order) settle() bool {
	if o.in[KindNumber] != nil && o.in[KindTime] != nil {
		return false // nothing is both
	}
	if s := o.placed(); s != nil {
		return o.settlePlaced(s)
	}
	for kind, from := range o.notFrom {
		to := o.notTo[kind]
		if from != nil && to != nil && !to.Next().Less(*from) {
			// Nowhere at all: said by one comparison.
			lowest := Kind(kind).lowest()
			o.notFrom[kind], o.notTo[kind] = &lowest, nil
		}
	}
	return true
}

// settlePlaced cuts what is denied off the span. What is denied of the other
// kind goes without saying.
func (o *order) settlePlaced(s *span) bool {
	cut := *s
	if from := o.notFrom[s.kind]; from != nil {
		cut.last = scalar.Min(cut.last, from.Prev())
	}
	if to := o.notTo[s.kind]; to != nil {
		cut.first = scalar.Max(cut.first, to.Next())
	}
	*o = order{}
	o.in[cut.kind] = &cut
	return !cut.empty()
}

// appendLiterals appends the literals that say the same.
func (o *order) appendLiterals(to []Expr, name string) []Expr {
	if s := o.placed(); s != nil {
		return s.appendLeaves(to, name)
	}
	for kind := range o.in {
		if at := o.notFrom[kind]; at != nil {
			to = append(to, Not(lower(name, Kind(kind), *at)))
		}
		if at := o.notTo[kind]; at != nil {
			to = append(to, Not(upper(name, Kind(kind), *at)))
		}
	}
	return to
}

// imply reports whether a comparison, or its opposite, follows.
func (o *order) imply(leaf Expr, positive bool) bool {
	asked := spanOf(leaf)
	if s := o.placed(); s != nil {
		if s.kind != asked.kind {
			return !positive
		}
		both := s.and(asked)
		if positive {
			return both == *s
		}
		return both.empty()
	}
	if positive {
		return false
	}
	from, to := o.notFrom[asked.kind], o.notTo[asked.kind]
	if isLower(leaf.op) {
		return from != nil && !asked.first.Less(*from)
	}
	return to != nil && !to.Less(asked.last) || from != nil && *from == asked.kind.lowest()
}

// reduceOrder brings a comparison to the form that says its span, so that
// those of one span are equal, or settles it.
func reduceOrder(e Expr) Expr {
	s := spanOf(e)
	if s.empty() {
		return None()
	}
	return s.appendLeaves(nil, e.key)[0]
}
