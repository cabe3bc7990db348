package query

import (
	"slices"
	"unicode/utf8"
)

// MaxPairwise bounds the work of Normalize that grows faster than the
// expression. Up to so many Ors in one And (or Ands in one Or) are compared
// each with each and shortened by what the others settle, and up to so many
// contains of one key are compared each with each and with the values. Where
// there are more, that is left out; the rest of Normalize is not.
const MaxPairwise = 64

// Normalize returns an expression that selects the same resources as e, of
// those that can be stored (see resource.Validate), in a normal form.
// Normalizing twice changes nothing. Expressions that mean the same may still
// have different normal forms: to unite all of them would cost exponential
// time. What it does:
//
//   - All and None stand alone, never inside another expression.
//   - What no resource can satisfy is None: an empty key or id, text that is
//     not valid UTF-8. Contains of "" is Has; NameContains and NamePrefix of
//     "" are All.
//   - No Not in a Not; no And in an And; no Or in an Or. Not of an Or becomes
//     an And of Nots. An Or has at most one Not: Not(a) or Not(b) becomes
//     Not(a and b).
//   - Arguments are sorted by Compare and unique. And with a condition and its
//     opposite is None, Or of them is All.
//   - What one And says about one key becomes one statement: sets of values
//     are intersected, Has goes where a value is asked for, values are tried
//     against the contains; likewise for the id, and for the name as far as
//     case folding does not matter. Within an Or, sets of values are united,
//     and Has takes in whatever asks for its key.
//   - Likewise for a property. Comparisons by order become PropAtLeast and
//     PropAtMost, of each at most one in an And for each property.
//   - Has of a key that is no system tag implies Tagged.
//   - Absorption: a and (a or b) is a, a or (a and b) is a. Here a may be an
//     argument that is implied, as k=x implies k in (x, y).
//   - What is settled goes: a and (not a or b) is a and b, a or (not a and b)
//     is a or b, and so on with what that settles.
//
// For an expression of n bytes of text it costs n log n time as a rule: some
// microseconds for a typical one. What can add to it is bounded: a factor of
// MaxPairwise for what is compared each with each, and one of the depth of e
// for deep trees that differ late.
func Normalize(e Expr) Expr { return present(reduce(e, false)) }

// Inside, expressions are made of leaves, And and Not alone, so that each rule
// has to be written once: Or(a, b) is Not(And(Not a, Not b)). A reduced
// expression is a constant, a leaf, a reduced And, or the Not of a leaf or a
// reduced And. A reduced And has two or more arguments, sorted and unique,
// none of them a constant or an And.

// reduce returns the reduced form of e, or of its opposite.
func reduce(e Expr, opposite bool) Expr {
	switch {
	case e.op == OpNot:
		return reduce(e.args[0], !opposite)
	case isConjunction(e, opposite):
		return conjoin(gather(nil, e, opposite))
	case e.op == OpAnd, e.op == OpOr:
		return negate(conjoin(gather(nil, e, !opposite)))
	case opposite:
		return negate(reduceLeaf(e))
	}
	return reduceLeaf(e)
}

// isConjunction reports whether e, or its opposite, holds when all its
// arguments do, or their opposites.
func isConjunction(e Expr, opposite bool) bool {
	return e.op == OpAnd && !opposite || e.op == OpOr && opposite
}

// gather appends to args the reduced arguments of a conjunction and of those
// within it.
func gather(args []Expr, e Expr, opposite bool) []Expr {
	for e.op == OpNot {
		e, opposite = e.args[0], !opposite
	}
	if isConjunction(e, opposite) {
		for _, arg := range e.args {
			args = gather(args, arg, opposite)
		}
		return args
	}
	return appendFlat(args, reduce(e, opposite))
}

// negate returns the opposite of a reduced expression.
func negate(e Expr) Expr {
	switch e.op {
	case OpNot:
		return e.args[0]
	case OpAll:
		return None()
	case OpNone:
		return All()
	}
	return Not(e)
}

// reduceLeaf settles leaves that hold for all resources or for none.
func reduceLeaf(e Expr) Expr {
	switch e.op {
	case OpHas, OpEq, OpIn, OpContains:
		return reduceTag(e)
	case OpPropHas, OpPropEq, OpPropIn:
		return reduceTexts(e, OpPropEq)
	case OpPropLess, OpPropAtMost, OpPropMore, OpPropAtLeast:
		if !utf8.ValidString(e.key) {
			return None()
		}
		return reduceOrder(e)
	case OpNameContains, OpNamePrefix:
		if e.text == "" {
			return All()
		}
	case OpID:
		if e.text == "" {
			return None()
		}
	}
	if !utf8.ValidString(e.text) {
		return None()
	}
	return e
}

func reduceTag(e Expr) Expr {
	switch {
	case e.key == "":
		return None()
	case e.op == OpContains && e.text == "" && utf8.ValidString(e.key):
		return Has(e.key)
	}
	return reduceTexts(e, OpEq)
}

// reduceTexts settles a leaf whose texts are not UTF-8; one is the kind that
// asks for one of them.
func reduceTexts(e Expr, one Op) Expr {
	switch {
	case !utf8.ValidString(e.key), !utf8.ValidString(e.text):
		return None()
	case slices.ContainsFunc(e.set, isInvalid):
		return oneOfSet(one, e.key, slices.DeleteFunc(slices.Clone(e.set), isInvalid))
	}
	return e
}

func isInvalid(s string) bool { return !utf8.ValidString(s) }

// present turns a reduced expression into the one to show.
func present(e Expr) Expr {
	switch {
	case e.op == OpNot && e.args[0].op == OpAnd:
		return presentOr(e.args[0].args)
	case e.op == OpAnd:
		return sorted(OpAnd, mapped(e.args, present))
	}
	return e
}

// presentOr turns Not(And(args)) into an Or. The opposites of arguments that
// are not negated, Not(a) or Not(b), are shown as one Not(a and b): that is
// what the documented not_tags asks, and the cheaper to answer.
func presentOr(args []Expr) Expr {
	var plain, alternatives []Expr
	for _, arg := range args {
		if arg.op == OpNot {
			alternatives = append(alternatives, present(arg.args[0]))
		} else {
			plain = append(plain, arg)
		}
	}
	if len(plain) > 0 {
		alternatives = append(alternatives, Not(join(OpAnd, plain)))
	}
	return sorted(OpOr, alternatives)
}

// sorted joins es, which it sorts.
func sorted(op Op, es []Expr) Expr {
	slices.SortFunc(es, Compare)
	return join(op, es)
}

func mapped(es []Expr, f func(Expr) Expr) []Expr {
	out := make([]Expr, len(es))
	for i, e := range es {
		out[i] = f(e)
	}
	return out
}
