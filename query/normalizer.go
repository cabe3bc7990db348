package query

import (
	"context"
	"slices"
)

// normalizer is one call of Normalize.
type normalizer struct {
	ctx   context.Context // nil: nobody gives up
	steps int
	err   error // the context's: what is returned means nothing
}

// stepsBetween is after how many steps, of which each compares two expressions
// or does about as much, the context is looked at.
const stepsBetween = 256

// stopped counts a step, and reports whether to end. What has come to its end
// by that need not be right, only soon.
func (n *normalizer) stopped() bool {
	if n.steps++; n.steps%stepsBetween == 0 && n.ctx != nil && n.err == nil {
		n.err = n.ctx.Err()
	}
	return n.err != nil
}

// compare is Compare, or finds all equal once it is to end.
func (n *normalizer) compare(a, b *Expr) int {
	if n.stopped() {
		return 0
	}
	return compare(a, b)
}

// fewExprs are sorted where they are.
const fewExprs = 12

// sort sorts es. An Expr is large, so where there are many their places are
// sorted.
func (n *normalizer) sort(es []Expr) {
	switch {
	case n.isSorted(es):
	case len(es) <= fewExprs:
		for i := 1; i < len(es); i++ {
			for j := i; j > 0 && n.compare(&es[j-1], &es[j]) > 0; j-- {
				es[j-1], es[j] = es[j], es[j-1]
			}
		}
	default:
		from := slices.Clone(es)
		order := make([]*Expr, len(es))
		for i := range from {
			order[i] = &from[i]
		}
		slices.SortFunc(order, n.compare)
		for i, e := range order {
			es[i] = *e
		}
	}
}

func (n *normalizer) isSorted(es []Expr) bool {
	for i := 1; i < len(es); i++ {
		if n.compare(&es[i-1], &es[i]) > 0 {
			return false
		}
	}
	return true
}

// compact leaves one of equal ones that follow each other.
func (n *normalizer) compact(es []Expr) []Expr {
	if len(es) < 2 {
		return es
	}
	kept := es[:1]
	for i := 1; i < len(es); i++ {
		if n.compare(&kept[len(kept)-1], &es[i]) == 0 {
			continue
		}
		if len(kept) < i {
			es[len(kept)] = es[i]
		}
		kept = es[:len(kept)+1]
	}
	clear(es[len(kept):])
	return kept
}

// sorted joins es, which it sorts.
func (n *normalizer) sorted(op Op, es []Expr) Expr {
	n.sort(es)
	return join(op, es)
}

// sortTexts sorts texts.
func (n *normalizer) sortTexts(texts []string) { sortTexts(texts, n.stopped) }

// has reports whether a text is in a sorted list.
func (n *normalizer) has(list []string, text string) bool {
	return !n.stopped() && hasSorted(list, text)
}
