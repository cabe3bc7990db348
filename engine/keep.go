package engine

import (
	"slices"

	"github.com/tagdex/tagdex/index"
)

// keep leaves in ords, which are sorted, those that are in a node (or not). It
// goes over the ordinals once for each posting.
func keep(x *exec, n node, ords []uint32, want bool) []uint32 {
	switch n := n.(type) {
	case *leaf:
		if want {
			return n.posting.Keep(ords)
		}
		return n.posting.Drop(ords)
	case *named:
		if want {
			return n.keep(x, ords)
		}
	case *union:
		if want {
			return x.keepRest(n, ords)
		}
		for _, p := range n.postings {
			ords = p.Drop(ords)
		}
		return ords
	case *disj:
		if want {
			return x.keepRest(n, ords)
		}
		for _, arg := range n.args {
			ords = keep(x, arg, ords, false)
		}
		return ords
	case *conj:
		if want {
			return n.keepFrom(x, 0, ords)
		}
		return x.keepRest(n, ords)
	}
	kept := ords[:0]
	for _, ord := range ords {
		if n.has(x, ord) == want {
			kept = append(kept, ord)
		}
	}
	return kept
}

// keepRest leaves in ords those that are in a union or a disjunction, which
// can tell what is not in them, or those that are not in a conjunction, which
// can tell what is.
func (x *exec) keepRest(n node, ords []uint32) []uint32 {
	if len(ords) == 0 {
		return ords
	}
	rest := append(x.takeOrds(), ords...)
	_, isConj := n.(*conj)
	left := keep(x, n, rest, isConj)
	ords = index.Without(ords, left)
	x.giveOrds(rest)
	return ords
}

// takeOrds returns an empty scratch list; giveOrds returns the last taken, as
// it has grown.
func (x *exec) takeOrds() []uint32 {
	if x.taken == len(x.lists) {
		x.lists = append(x.lists, nil)
	}
	x.taken++
	return x.lists[x.taken-1][:0]
}

func (x *exec) giveOrds(ords []uint32) {
	x.taken--
	if cap(ords) <= keepOrds {
		x.lists[x.taken] = ords
	}
}

// fewNames are so few that looking at them costs no more than to ask another
// gram about them.
const fewNames = lookAhead

// keepFrom leaves in ords those that are in all parts of the conjunction from
// the given one on, one part after the other. Grams come after other postings:
// those of one text select much the same names. What looks at resources comes
// last, when the fewest are left; it settles what grams let through.
func (c *conj) keepFrom(x *exec, from int, ords []uint32) []uint32 {
	args := c.args[from:]
	if len(ords) <= byTagsMost {
		ords = c.keepFew(x, args, ords)
		for len(args) > 0 && !verifies(args[0]) {
			args = args[1:]
		}
		for _, n := range args {
			ords = keep(x, n, ords, true)
		}
		return ords
	}
	for _, n := range args {
		if l, ok := n.(*leaf); ok && !l.gram {
			ords = keep(x, n, ords, true)
		}
	}
	for len(args) > 0 && !verifies(args[0]) {
		if l, ok := args[0].(*leaf); !ok || l.gram && len(ords) > fewNames {
			ords = keep(x, args[0], ords, true)
		}
		args = args[1:]
	}
	for _, n := range c.nots {
		ords = keep(x, n, ords, false)
	}
	for _, n := range args {
		ords = keep(x, n, ords, true)
	}
	return ords
}

// byTagsMost are so few that what is asked of them is answered by their own tags:
// those are read for all parts of the conjunction at once, where every posting
// is some loads away, each of which waits for the one before.
const byTagsMost = 16

// keepFew leaves in ords those that are in the arguments that look at no
// resource, and in none of the nots.
func (c *conj) keepFew(x *exec, args []node, ords []uint32) []uint32 {
	x.touched += x.v.TouchTerms(ords)
	x.byTags = true
	kept := ords[:0]
	for _, ord := range ords {
		x.tags = x.v.AppendTerms(x.tags[:0], ord)
		if c.holds(x, args, ord) {
			kept = append(kept, ord)
		}
	}
	x.byTags = false
	return kept
}

// holds asks as keepFew does about one ordinal. Grams are left to the names.
func (c *conj) holds(x *exec, args []node, ord uint32) bool {
	for _, n := range args {
		if verifies(n) {
			break
		}
		if l, ok := n.(*leaf); (!ok || !l.gram) && !n.has(x, ord) {
			return false
		}
	}
	for _, n := range c.nots {
		if n.has(x, ord) {
			return false
		}
	}
	return true
}

// hasTag tells whether the resource that is looked at has one of the terms.
func (x *exec) hasTag(terms []index.TermID) bool {
	for _, t := range x.tags {
		if slices.Contains(terms, t) {
			return true
		}
	}
	return false
}
