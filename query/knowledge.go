package query

import (
	"slices"
	"strings"

	"github.com/tagdex/tagdex/internal/scalar"
)

// knowledge is what the arguments of one conjunction say.
type knowledge struct {
	n     *normalizer
	args  []Expr           // all of them, sorted
	other []Expr           // the literals that no facts hold
	facts map[topic]*facts // what the other literals say

	// Whether the resource is known to have a tag that is no system tag, or
	// known to have none.
	tagged, untagged bool
}

// topic is what facts are about: the value of a tag (OpEq and its key), a
// property (OpPropEq and its name), the id (OpID) or the name (OpNameEquals).
type topic struct {
	op  Op
	key string
}

// topicOf returns the topic of a leaf, and whether facts can hold it.
func topicOf(leaf Expr) (topic, bool) {
	switch leaf.op {
	case OpHas, OpEq, OpIn, OpContains:
		return topic{OpEq, leaf.key}, true
	case OpID, OpIDIn:
		return topic{op: OpID}, true
	case OpNameEquals, OpNameContains:
		return topic{op: OpNameEquals}, true
	}
	if leaf.op.IsProperty() {
		return topic{OpPropEq, leaf.key}, !slices.ContainsFunc(wholes(leaf), scalar.IsNoncanonical)
	}
	return topic{}, false
}

// atom splits a literal into its leaf and whether it is not negated.
func atom(literal Expr) (leaf Expr, positive bool) {
	if literal.op == OpNot {
		return literal.args[0], false
	}
	return literal, true
}

// isTenantTag reports whether a leaf is about one tag that is no system tag.
func isTenantTag(leaf Expr) bool {
	t, ok := topicOf(leaf)
	return ok && t.op == OpEq && !strings.HasPrefix(t.key, systemPrefix)
}

// learn takes in the arguments of a conjunction, sorted and unique, of which
// the first ones are literals. It reports false if they contradict each other.
func (n *normalizer) learn(args, literals []Expr) (k *knowledge, possible bool) {
	k = &knowledge{n: n, args: args, facts: make(map[topic]*facts)}
	for _, l := range literals {
		if n.stopped() {
			return nil, false
		}
		leaf, positive := atom(l)
		if t, ok := topicOf(leaf); ok {
			k.about(t).add(leaf, positive)
			k.tagged = k.tagged || positive && isTenantTag(leaf)
			continue
		}
		if k.has(negate(l)) {
			return nil, false
		}
		k.other = append(k.other, l)
	}
	for _, f := range k.facts {
		if n.stopped() || !f.settle() {
			return nil, false
		}
	}
	k.tagged = k.tagged || k.has(Tagged())
	k.untagged = k.has(Not(Tagged()))
	return k, !k.tagged || !k.untagged
}

// about returns the facts about t, made empty if there are none.
func (k *knowledge) about(t topic) *facts {
	f := k.facts[t]
	if f == nil {
		f = &facts{n: k.n, exact: t.op == OpEq}
		k.facts[t] = f
	}
	return f
}

// has reports whether e is one of the arguments.
func (k *knowledge) has(e Expr) bool {
	from, to := 0, len(k.args)
	for from < to {
		middle := (from + to) / 2
		switch c := k.n.compare(&k.args[middle], &e); {
		case c == 0:
			return true
		case c < 0:
			from = middle + 1
		default:
			to = middle
		}
	}
	return false
}

// literals returns the literals that say what all the given ones say, in no
// order.
func (k *knowledge) literals() []Expr {
	literals := k.other
	for t, f := range k.facts {
		literals = f.appendLiterals(literals, t)
	}
	return slices.DeleteFunc(literals, k.goesWithoutSaying)
}

// goesWithoutSaying reports whether a literal follows from another one by what
// Tagged means.
func (k *knowledge) goesWithoutSaying(literal Expr) bool {
	leaf, positive := atom(literal)
	if leaf.op == OpTagged && positive {
		return slices.ContainsFunc(k.args, func(e Expr) bool { return isTenantTag(e) })
	}
	return k.untagged && isTenantTag(leaf)
}

// implies reports whether e, an argument of a clause, is known to hold. There
// may be more that follows than it finds.
func (k *knowledge) implies(e Expr) bool {
	leaf, positive := atom(e)
	switch {
	case leaf.op == OpTagged && positive:
		return k.tagged
	case k.untagged && !positive && isTenantTag(leaf), k.has(e):
		return true
	}
	t, ok := topicOf(leaf)
	if !ok || k.facts[t] == nil {
		return false
	}
	return k.facts[t].imply(leaf, positive)
}

// refutes reports whether e, an argument of a clause, is known not to hold.
func (k *knowledge) refutes(e Expr) bool { return k.implies(negate(e)) }
