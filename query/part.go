package query

import "strings"

// Tenant returns e as tenants may ask it: a system tag is a tag that no
// resource has, so what asks for one by its key is None. What a Filter says of
// system tags holds already, since Filter.Expr compiles it in; this is for
// expressions that a tenant wrote. It costs time in proportion to e.
func Tenant(e Expr) Expr {
	if t, ok := topicOf(e); ok && t.op == OpEq && strings.HasPrefix(t.key, systemPrefix) {
		return None()
	}
	if len(e.args) == 0 {
		return e
	}
	return Expr{op: e.op, args: mapped(e.args, Tenant)}
}

// WithoutKey returns e without its conjuncts that are about one tag key only,
// and whether there were any: what a facet of the key is counted over when its
// own filter is left out (SEMANTICS section 8). It costs time in proportion
// to e.
//
// The conjuncts are what must hold at once: the arguments of an And and of the
// Ands within it; those of Not(Or(a, b)), which are Not(a) and Not(b); those
// of a double negation are its argument's. One is about the key only if every
// leaf in it is an OpHas, OpEq, OpIn or OpContains of the key.
func WithoutKey(e Expr, key string) (Expr, bool) {
	all := appendConjuncts(nil, e, false)
	kept := make([]Expr, 0, len(all))
	for _, c := range all {
		if !isAboutKey(c, key) {
			kept = append(kept, c)
		}
	}
	if len(kept) == len(all) {
		return e, false
	}
	return join(OpAnd, kept), true
}

// appendConjuncts appends the conjuncts of e, or of its opposite.
func appendConjuncts(dst []Expr, e Expr, opposite bool) []Expr {
	switch {
	case e.op == OpNot:
		return appendConjuncts(dst, e.args[0], !opposite)
	case isConjunction(e, opposite):
		for _, arg := range e.args {
			dst = appendConjuncts(dst, arg, opposite)
		}
		return dst
	case opposite:
		return append(dst, Not(e))
	}
	return append(dst, e)
}

func isAboutKey(e Expr, key string) bool {
	for _, arg := range e.args {
		if !isAboutKey(arg, key) {
			return false
		}
	}
	if len(e.args) > 0 {
		return true
	}
	t, ok := topicOf(e)
	return ok && t.op == OpEq && t.key == key
}
