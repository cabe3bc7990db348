package query

import (
	"context"
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
//     against the contains; likewise for the id, whose alternatives become one
//     OpIDIn, and for the name as far as case folding does not matter. Within
//     an Or, sets of values are united, and Has takes in whatever asks for its
//     key.
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
func Normalize(e Expr) Expr {
	var n normalizer
	return n.present(n.reduce(e, false))
}

// NormalizeContext is Normalize that gives up, with the context's error, when
// ctx is done: within a millisecond or so, whatever e is.
func NormalizeContext(ctx context.Context, e Expr) (Expr, error) {
	n := normalizer{ctx: ctx, err: ctx.Err()}
	normal := n.present(n.reduce(e, false))
	if n.err != nil {
		return Expr{}, n.err
	}
	return normal, nil
}

// Inside, expressions are made of leaves, And and Not alone, so that each rule
// has to be written once: Or(a, b) is Not(And(Not a, Not b)). A reduced
// expression is a constant, a leaf, a reduced And, or the Not of a leaf or a
// reduced And. A reduced And has two or more arguments, sorted and unique,
// none of them a constant or an And.

// reduce returns the reduced form of e, or of its opposite.
func (n *normalizer) reduce(e Expr, opposite bool) Expr {
	for e.op == OpNot {
		if n.stopped() {
			return None()
		}
		e, opposite = e.args[0], !opposite
	}
	if one, ok := n.united(&e); ok {
		e = one
	}
	switch {
	case isConjunction(e, opposite):
		return n.conjoin(n.gather(make([]Expr, 0, len(e.args)), e, opposite))
	case e.op == OpAnd, e.op == OpOr:
		return negate(n.conjoin(n.gather(make([]Expr, 0, len(e.args)), e, !opposite)))
	case opposite:
		return negate(reduceLeaf(e))
	}
	return reduceLeaf(e)
}

// united returns the one leaf that an Or of several is, if they all ask whether
// one text is one of some. That is what the rules make of it, too, for more.
func (n *normalizer) united(e *Expr) (Expr, bool) {
	if e.op != OpOr {
		return Expr{}, false
	}
	one, key := wholeOp(e.args[0].op), e.args[0].key
	if one == OpAll {
		return Expr{}, false
	}
	total := 0
	for i := range e.args {
		arg := &e.args[i]
		if n.stopped() || wholeOp(arg.op) != one || arg.key != key {
			return Expr{}, false
		}
		if _, plain := topicOf(*arg); !plain { // what no rule merges
			return Expr{}, false
		}
		total += max(1, len(arg.set))
	}
	texts := make([]string, 0, total)
	for i := range e.args {
		texts = append(texts, wholes(e.args[i])...)
	}
	n.sortTexts(texts)
	return oneOfSet(one, key, slices.Compact(texts)), true
}

// wholeOp is the kind that asks for one text, of kinds that ask for one or for
// one of several, and OpAll of others.
func wholeOp(op Op) Op {
	switch op {
	case OpEq, OpIn:
		return OpEq
	case OpID, OpIDIn:
		return OpID
	case OpPropEq, OpPropIn:
		return OpPropEq
	}
	return OpAll
}

// isConjunction reports whether e, or its opposite, holds when all its
// arguments do, or their opposites.
func isConjunction(e Expr, opposite bool) bool {
	return e.op == OpAnd && !opposite || e.op == OpOr && opposite
}

// gather appends to args the reduced arguments of a conjunction and of those
// within it.
func (n *normalizer) gather(args []Expr, e Expr, opposite bool) []Expr {
	for e.op == OpNot {
		if n.stopped() {
			return args
		}
		e, opposite = e.args[0], !opposite
	}
	if !isConjunction(e, opposite) {
		return appendFlat(args, n.reduce(e, opposite))
	}
	for i := range e.args {
		switch arg := &e.args[i]; {
		case n.stopped():
			return args
		case len(arg.args) > 0:
			args = n.gather(args, *arg, opposite)
		case opposite:
			args = append(args, negateLeaf(e.args[i:i+1:i+1]))
		default:
			args = append(args, reduceLeaf(*arg))
		}
	}
	return args
}

// negateLeaf returns the opposite of the reduced form of a leaf, the one of a
// list. It keeps the list if it can: that saves an array for each leaf.
func negateLeaf(leaf []Expr) Expr {
	reduced := reduceLeaf(leaf[0])
	if reduced.op == leaf[0].op && !reduced.op.IsOrder() && len(reduced.set) == len(leaf[0].set) && reduced.op > OpNone {
		return Expr{op: OpNot, args: leaf}
	}
	return negate(reduced)
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
	case OpID, OpIDIn:
		return reduceIDs(e)
	}
	if !utf8.ValidString(e.text) {
		return None()
	}
	return e
}

// reduceIDs leaves out the empty id, which no resource has.
func reduceIDs(e Expr) Expr {
	switch {
	case e.op == OpID && e.text == "":
		return None()
	case e.op == OpIDIn && e.set[0] == "":
		e = oneOfSet(OpID, "", e.set[1:])
	}
	return reduceTexts(e, OpID)
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
func (n *normalizer) present(e Expr) Expr {
	switch {
	case e.op == OpNot && e.args[0].op == OpAnd:
		return n.presentOr(e.args[0].args)
	case e.op == OpAnd:
		args := make([]Expr, len(e.args))
		for i := range args {
			args[i] = n.present(e.args[i])
		}
		return n.sorted(OpAnd, args)
	}
	return e
}

// presentOr turns Not(And(args)) into an Or. The opposites of arguments that
// are not negated, Not(a) or Not(b), are shown as one Not(a and b): that is
// what the documented not_tags asks, and the cheaper to answer.
func (n *normalizer) presentOr(args []Expr) Expr {
	var plain []Expr
	alternatives := make([]Expr, 0, len(args))
	for i := range args {
		if n.stopped() {
			break
		}
		if args[i].op == OpNot {
			alternatives = append(alternatives, n.present(args[i].args[0]))
		} else {
			plain = append(plain, args[i])
		}
	}
	if len(plain) > 0 {
		alternatives = append(alternatives, Not(join(OpAnd, plain)))
	}
	return n.sorted(OpOr, alternatives)
}

func mapped(es []Expr, f func(Expr) Expr) []Expr {
	out := make([]Expr, len(es))
	for i, e := range es {
		out[i] = f(e)
	}
	return out
}
