package query

// span is the points of one kind from first to last, both included.
type span struct {
	first, last Point
	empty       bool
}

// spanOf is the span that a comparison by order asks for.
func spanOf(leaf Expr) span {
	p := leaf.point
	s := span{first: p.kind.lowest(), last: p.kind.highest()}
	switch leaf.op {
	case OpPropLess:
		s.empty = p == s.first
		s.last = p.before()
	case OpPropAtMost:
		s.last = p
	case OpPropMore:
		s.empty = p == s.last
		s.first = p.next()
	case OpPropAtLeast:
		s.first = p
	}
	return s
}

// and is the span of what is in both, of one kind.
func (s span) and(other span) span {
	if s.first.n < other.first.n {
		s.first = other.first
	}
	if s.last.n > other.last.n {
		s.last = other.last
	}
	s.empty = s.empty || other.empty || s.first.n > s.last.n
	return s
}

// holds reports whether a text that a property is known to have may be that
// of a point in the span.
func (s span) holds(text string) bool {
	n, ok := parseInteger(text)
	if s.first.kind == KindTime {
		n, ok = ParseTime(text)
	}
	return ok && s.first.n <= n && n <= s.last.n
}

// appendLeaves appends the comparisons that say what the span says: one at
// each end that is no end of the kind, or else one that says the kind alone.
func (s span) appendLeaves(to []Expr, name string) []Expr {
	if s.last != s.last.kind.highest() {
		to = append(to, PropAtMost(name, s.last))
		if s.first == s.first.kind.lowest() {
			return to
		}
	}
	return append(to, PropAtLeast(name, s.first))
}

// order is what literals say about the place of one property.
type order struct {
	// in holds for each kind the span that the property is said to be in.
	in [NumKinds]*span
	// Of each kind, the property is said not to be at or above notFrom, and
	// not at or below notTo.
	notFrom, notTo [NumKinds]*Point
}

// add takes in a reduced comparison, PropAtLeast or PropAtMost.
func (o *order) add(leaf Expr, positive bool) {
	kind, s := leaf.point.kind, spanOf(leaf)
	switch {
	case positive:
		if o.in[kind] != nil {
			s = o.in[kind].and(s)
		}
		o.in[kind] = &s
	case leaf.op == OpPropAtLeast:
		if p := o.notFrom[kind]; p == nil || s.first.n < p.n {
			o.notFrom[kind] = &s.first
		}
	default:
		if p := o.notTo[kind]; p == nil || s.last.n > p.n {
			o.notTo[kind] = &s.last
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
	if o.in[KindInteger] != nil && o.in[KindTime] != nil {
		return false // nothing is both
	}
	if s := o.placed(); s != nil {
		return o.settlePlaced(s)
	}
	for kind, from := range o.notFrom {
		to := o.notTo[kind]
		if from != nil && to != nil && (from.n <= to.n || from.n == to.n+1) {
			// Nowhere at all: said by one comparison.
			lowest := from.kind.lowest()
			o.notFrom[kind], o.notTo[kind] = &lowest, nil
		}
	}
	return true
}

// settlePlaced cuts what is denied off the span. What is denied of the other
// kind goes without saying.
func (o *order) settlePlaced(s *span) bool {
	kind := s.first.kind
	cut := *s
	if from := o.notFrom[kind]; from != nil {
		cut = cut.and(spanOf(PropLess("", *from)))
	}
	if to := o.notTo[kind]; to != nil {
		cut = cut.and(spanOf(PropMore("", *to)))
	}
	*o = order{}
	o.in[kind] = &cut
	return !cut.empty
}

// appendLiterals appends the literals that say the same.
func (o *order) appendLiterals(to []Expr, name string) []Expr {
	if s := o.placed(); s != nil {
		return s.appendLeaves(to, name)
	}
	for kind := range o.in {
		if p := o.notFrom[kind]; p != nil {
			to = append(to, Not(PropAtLeast(name, *p)))
		}
		if p := o.notTo[kind]; p != nil {
			to = append(to, Not(PropAtMost(name, *p)))
		}
	}
	return to
}

// imply reports whether a comparison, or its opposite, follows.
func (o *order) imply(leaf Expr, positive bool) bool {
	kind, asked := leaf.point.kind, spanOf(leaf)
	if s := o.placed(); s != nil {
		if s.first.kind != kind {
			return !positive
		}
		both := s.and(asked)
		if positive {
			return both == *s
		}
		return both.empty
	}
	if positive {
		return false
	}
	if leaf.op == OpPropAtLeast {
		return o.notFrom[kind] != nil && o.notFrom[kind].n <= leaf.point.n
	}
	return o.notTo[kind] != nil && o.notTo[kind].n >= leaf.point.n ||
		o.notFrom[kind] != nil && *o.notFrom[kind] == kind.lowest()
}

// reduceOrder brings a comparison to one of two forms, PropAtLeast and
// PropAtMost, or settles it.
func reduceOrder(e Expr) Expr {
	s := spanOf(e)
	if s.empty {
		return None()
	}
	return s.appendLeaves(nil, e.key)[0]
}
