package query

import "slices"

// conjoin returns the reduced And of reduced arguments, none of them an And.
// It keeps the slice.
//
// Arguments are first sorted, so that leaves stand before Nots of leaves, and
// these before Nots of Ands, called clauses here. Then the leaves and their
// Nots, called literals, are merged, and clauses that the rest makes
// superfluous are dropped. Nothing new comes up by that, so that a second
// round would find nothing to do.
func conjoin(args []Expr) Expr {
	args = slices.DeleteFunc(args, func(e Expr) bool { return e.op == OpAll })
	slices.SortFunc(args, Compare)
	args = slices.CompactFunc(args, Equal)
	if len(args) > 0 && args[0].op == OpNone {
		return None()
	}
	first := slices.IndexFunc(args, isClause)
	if first < 0 {
		first = len(args)
	}
	known, possible := learn(args, args[:first])
	if !possible {
		return None()
	}
	clauses, possible := known.absorb(args[first:])
	if !possible {
		return None()
	}
	return sorted(OpAnd, append(known.literals(), dropWeaker(clauses)...))
}

// isClause reports whether e is the Not of an And: it says that some of the
// And's arguments do not hold.
func isClause(e Expr) bool { return e.op == OpNot && e.args[0].op == OpAnd }

// absorb returns the clauses that the other arguments do not imply. It reports
// false if one clause contradicts the others.
func (k *knowledge) absorb(clauses []Expr) (left []Expr, possible bool) {
	for _, c := range clauses {
		args := c.args[0].args
		if slices.ContainsFunc(args, k.refutes) {
			continue
		}
		if !slices.ContainsFunc(args, func(e Expr) bool { return !k.implies(e) }) {
			return nil, false
		}
		left = append(left, c)
	}
	return left, true
}

// dropWeaker drops the clauses that another one implies: what says that some
// of a and b do not hold says it of a, b and c.
func dropWeaker(clauses []Expr) []Expr {
	if len(clauses) > MaxPairwise {
		return clauses
	}
	return slices.DeleteFunc(slices.Clone(clauses), func(c Expr) bool {
		return slices.ContainsFunc(clauses, func(other Expr) bool {
			return isProperSubset(other.args[0].args, c.args[0].args)
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
			break
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
