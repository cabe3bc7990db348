package engine

// keep leaves in ords, which are sorted, those that are in a node (or not).
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
		if !want {
			for _, p := range n.postings {
				ords = p.Drop(ords)
			}
			return ords
		}
	case *disj:
		if !want {
			for _, arg := range n.args {
				ords = keep(x, arg, ords, false)
			}
			return ords
		}
	}
	kept := ords[:0]
	for _, ord := range ords {
		if n.has(x, ord) == want {
			kept = append(kept, ord)
		}
	}
	return kept
}

// fewNames are so few that looking at them costs no more than to ask another
// gram about them.
const fewNames = lookAhead

// keepFrom leaves in ords those that are in all parts of the conjunction from
// the given one on, one part after the other. What looks at resources comes
// last, when the fewest are left; it settles what grams let through.
func (c *conj) keepFrom(x *exec, from int, ords []uint32) []uint32 {
	args := c.args[from:]
	for len(args) > 0 && !verifies(args[0]) {
		if l, ok := args[0].(*leaf); !ok || !l.gram || len(ords) > fewNames {
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
