package query

import "slices"

// conjoin returns the reduced And of reduced arguments, none of them an And.
// It keeps the slice.
//
// Sorted, the arguments are first leaves, then Nots of leaves, then Nots of
// Ands. The first two are called literals here, the last clauses. The literals
// are merged, and what they settle is taken out of the clauses. As a clause
// that shrinks may become a literal, this goes on until nothing changes.
func conjoin(args []Expr) Expr {
	for {
		args = slices.DeleteFunc(args, func(e Expr) bool { return e.op == OpAll })
		slices.SortFunc(args, Compare)
		args = slices.CompactFunc(args, Equal)
		if len(args) > 0 && args[0].op == OpNone {
			return None()
		}
		literals, clauses := splitClauses(args)
		known, possible := learn(args, literals)
		if !possible {
			return None()
		}
		clauses = known.absorb(clauses)
		shorter, changed := known.shorten(clauses)
		if !changed {
			return sorted(OpAnd, append(known.literals(), dropWeaker(clauses)...))
		}
		args = append(known.literals(), shorter...)
	}
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
		return slices.ContainsFunc(clauseArgs(c), k.refutes)
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
		shorter = appendFlat(shorter, negate(conjoin(open)))
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
func dropWeaker(clauses []Expr) []Expr {
	if len(clauses) > MaxPairwise {
		return clauses
	}
	return slices.DeleteFunc(slices.Clone(clauses), func(c Expr) bool {
		return slices.ContainsFunc(clauses, func(other Expr) bool {
			return isProperSubset(clauseArgs(other), clauseArgs(c))
		})
	})
}

// isProperSubset reports whether b has all of a and more. Both are sorted and
// unique.
func isProperSubset(a, b []Expr) bool {
	if len(a) >= len(b) {
		return false
	}
	for _, e := range b {
		if len(a) == 0 {
			return true
		}
		switch c := Compare(a[0], e); {
		case c < 0:
			return false
		case c == 0:
			a = a[1:]
		}
	}
	return len(a) == 0
}
