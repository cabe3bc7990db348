package engine

import "slices"

// A set less a few others is counted by what is taken out: the set's size is
// stored, and the others are listed and met with it. A page of it needs no more
// then than its own blocks.

// subtracted returns the sizes' difference and true where a plan is such a set
// and that costs less than to run it.
func (x *exec) subtracted(n node) (total int, ok bool) {
	cost := subtracting(x, n)
	if cost == noCost {
		return 0, false
	}
	if list, sweep := costs(x.v, n); cost >= min(list, sweep) {
		return 0, false
	}
	c := n.(*conj)
	out := x.takeOrds()
	for _, not := range c.nots {
		out = x.appendAll(out, not)
	}
	// Not only each not on its own: one ordinal may be in several.
	slices.Sort(out)
	taken := keep(x, c.args[0], slices.Compact(out), true)
	x.giveOrds(out)
	size, _ := c.args[0].size()
	return size - len(taken), true
}

// subtracting is what subtracted costs. Where it cannot be done that is dearer
// than anything.
func subtracting(x *exec, n node) float64 {
	c, ok := n.(*conj)
	if !ok || len(c.args) != 1 {
		return noCost
	}
	if _, exact := c.args[0].size(); !exact {
		return noCost
	}
	cost, probe := 0.0, c.args[0].probe()
	for _, not := range c.nots {
		inner, isConj := not.(*conj)
		if !isConj {
			if cost += listCost(not, costItem+probe); listing(not) == 0 {
				return noCost
			}
			continue
		}
		if listing(inner.args[0]) == 0 {
			return noCost
		}
		list, _ := costs(x.v, inner)
		cost += list
	}
	return cost
}

// noCost is dearer than anything.
const noCost = 1e300

// listCost is what it costs to list a node, and to do more with each ordinal.
func listCost(n node, more float64) float64 {
	size, _ := n.size()
	return float64(size) * (listing(n) + more)
}

// appendAll appends the ordinals of a node that can be listed, in any order, or
// of a conjunction of which one can.
func (x *exec) appendAll(ords []uint32, n node) []uint32 {
	c, ok := n.(*conj)
	if !ok {
		return appendOrds(ords, n)
	}
	x.gather(c.args[0])
	ords = append(ords, c.keepFrom(x, 1, x.ords)...)
	x.ords = x.ords[:0]
	return ords
}
