package query

import "slices"

// conjoin returns the reduced And of reduced arguments, none of them an And.
// It keeps the slice.
//
// Sorted, the arguments are first leaves, then Nots of leaves, then Nots of
// Ands. The first two are called literals here, the last clauses. The literals
// are merged, and what they settle is taken out of the clauses. As a clause
// that shrinks may become a literal, this goes on until nothing changes.
func (n *normalizer) conjoin(args []Expr) Expr {
	for !n.stopped() {
		args = slices.DeleteFunc(args, func(e Expr) bool { return e.op == OpAll })
		n.sort(args)
		args = n.compact(args)
		if len(args) > 0 && args[0].op == OpNone {
			return None()
		}
		literals, clauses := splitClauses(args)
		if len(clauses) == 0 && independent(literals) {
			return join(OpAnd, args)
		}
		known, possible := n.learn(args, literals)
		if !possible {
			return None()
		}
		clauses = known.absorb(clauses)
		shorter, changed := known.shorten(clauses)
		if !changed {
			return n.sorted(OpAnd, append(known.literals(), n.dropWeaker(clauses)...))
		}
		args = append(known.literals(), shorter...)
	}
	return None()
}

// independent reports whether no two of some literals, sorted and unique, are
// about one thing, so that they say together what each says alone.
func independent(literals []Expr) bool {
	var seen map[topic]struct{}
	var last topic
	for i := range literals {
		leaf, _ := atom(literals[i])
		t, ok := topicOf(leaf)
		switch {
		case !ok || leaf.op.IsOrder() || i > 0 && t == last:
			return false
		case seen == nil && (i == 0 || sameKind(&literals[i-1], &literals[i])):
			last = t // those of one kind are sorted by what they are about
			continue
		case seen == nil:
			seen = make(map[topic]struct{}, len(literals))
			for j := range i {
				before, _ := atom(literals[j])
				about, _ := topicOf(before)
				seen[about] = struct{}{}
			}
		}
		if _, twice := seen[t]; twice {
			return false
		}
		seen[t], last = struct{}{}, t
	}
	return true
}

// sameKind reports whether two literals ask the same kind of question.
func sameKind(a, b *Expr) bool {
	return a.op == b.op && (a.op != OpNot || a.args[0].op == b.args[0].op)
}

// splitClauses splits sorted arguments into literals and clauses.
func splitClauses(args []Expr) (literals, clauses []Expr) {
	first := slices.IndexFunc(args, func(e Expr) bool { return e.op == OpNot && e.args[0].op == OpAnd })
	if first < 0 {
		return args, nil
	}
	return args[:first], args[first:]
}

// clauseArgs returns what a clause says does not hold all at once.
func clauseArgs(clause Expr) []Expr { return clause.args[0].args }

// absorb returns the clauses that the other arguments do not imply.
func (k *knowledge) absorb(clauses []Expr) []Expr {
	return slices.DeleteFunc(slices.Clone(clauses), func(c Expr) bool {
		return !k.n.stopped() && slices.ContainsFunc(clauseArgs(c), k.refutes)
	})
}

// shorten takes the arguments that are known to hold out of clauses, and
// reports whether there were any. If all of a clause's are known, None takes
// its place.
func (k *knowledge) shorten(clauses []Expr) (shorter []Expr, changed bool) {
	if len(clauses) > MaxPairwise {
		return nil, false
	}
	for _, c := range clauses {
		if k.n.stopped() {
			return nil, false
		}
		var open []Expr
		for _, arg := range clauseArgs(c) {
			if !k.implies(arg) {
				open = append(open, arg)
			}
		}
		if len(open) == len(clauseArgs(c)) {
			shorter = append(shorter, c)
			continue
		}
		changed = true
		shorter = appendFlat(shorter, negate(k.n.conjoin(open)))
	}
	return shorter, changed
}

// appendFlat appends e, or its arguments if it is an And.
func appendFlat(args []Expr, e Expr) []Expr {
	if e.op == OpAnd {
		return append(args, e.args...)
	}
	return append(args, e)
}

// dropWeaker drops the clauses that another one implies: what says that some
// of a and b do not hold says it of a, b and c.
func (n *normalizer) dropWeaker(clauses []Expr) []Expr {
	if len(clauses) > MaxPairwise {
		return clauses
	}
	return slices.DeleteFunc(slices.Clone(clauses), func(c Expr) bool {
		return slices.ContainsFunc(clauses, func(other Expr) bool {
			return n.isProperSubset(clauseArgs(other), clauseArgs(c))
		})
	})
}

// isProperSubset reports whether b has all of a and more. Both are sorted and
// unique.
func (n *normalizer) isProperSubset(a, b []Expr) bool {
	if len(a) >= len(b) {
		return false
	}
	for i := range b {
		if len(a) == 0 {
			return true
		}
		switch c := n.compare(&a[0], &b[i]); {
		case c < 0:
			return false
		case c == 0:
			a = a[1:]
		}
	}
	return len(a) == 0
}
