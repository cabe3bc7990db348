package query

import (
	"slices"
	"strings"
)

// facts is what literals say about one text of a resource: the value of a tag
// or a property, which may be missing, the id or the name.
type facts struct {
	exact bool // contains is case-sensitive, so that values can be tried

	present, absent bool     // Has, Not Has
	limited         bool     // the text is one of among
	among           []string // sorted and unique
	except          []string // the text is none of them
	parts           []string // the text contains all of them
	noParts         []string // the text contains none of them
	order           order    // of a property
}

// add takes in a literal.
func (f *facts) add(leaf Expr, positive bool) {
	switch leaf.op {
	case OpHas, OpPropHas:
		f.present = f.present || positive
		f.absent = f.absent || !positive
	case OpContains, OpNameContains:
		if positive {
			f.parts = append(f.parts, leaf.text)
		} else {
			f.noParts = append(f.noParts, leaf.text)
		}
	case OpPropLess, OpPropAtMost, OpPropMore, OpPropAtLeast:
		f.order.add(leaf, positive)
	default:
		if positive {
			f.limit(wholes(leaf))
		} else {
			f.except = append(f.except, wholes(leaf)...)
		}
	}
}

// wholes returns the texts that a leaf compares with as a whole.
func wholes(leaf Expr) []string {
	if len(leaf.set) > 0 {
		return leaf.set
	}
	return []string{leaf.text}
}

// limit takes in that the text is one of values, sorted and unique.
func (f *facts) limit(values []string) {
	if f.limited {
		values = selected(f.among, func(v string) bool { return hasSorted(values, v) })
	}
	f.limited, f.among = true, values
}

// settle draws the conclusions once all literals are in. It reports false if
// the facts contradict each other.
func (f *facts) settle() bool {
	slices.Sort(f.except)
	f.except = slices.Compact(f.except)
	if !f.order.settle() {
		return false
	}
	placed := f.order.placed()
	f.present = f.present || f.limited || len(f.parts) > 0 || placed != nil
	if f.absent {
		return !f.present
	}
	if f.limited {
		f.among = selected(f.among, func(v string) bool { return !hasSorted(f.except, v) })
		f.except = nil
	}
	if f.limited && placed != nil {
		f.among = selected(f.among, placed.holds)
	}
	if f.fewParts() && !f.settleParts() {
		return false
	}
	return !f.limited || len(f.among) > 0
}

// fewParts reports whether the contains may be compared each with each.
func (f *facts) fewParts() bool { return len(f.parts)+len(f.noParts) <= MaxPairwise }

// settleParts tries the whole texts against the contains, and drops the
// contains that follow from others.
func (f *facts) settleParts() bool {
	for _, part := range f.parts {
		if containsAny(part, f.noParts) {
			return false
		}
	}
	if f.exact {
		f.among = selected(f.among, f.fits)
		f.except = selected(f.except, f.fits)
	}
	if f.exact && f.limited {
		f.parts, f.noParts = nil, nil
	}
	f.parts = selected(f.parts, func(p string) bool {
		return !slices.ContainsFunc(f.parts, func(q string) bool { return p != q && strings.Contains(q, p) })
	})
	f.noParts = selected(f.noParts, func(p string) bool {
		return !slices.ContainsFunc(f.noParts, func(q string) bool { return p != q && strings.Contains(p, q) })
	})
	return true
}

// fits reports whether the contains allow a text.
func (f *facts) fits(text string) bool {
	return !containsAny(text, f.noParts) && containsAll(text, f.parts)
}

// appendLiterals appends the literals that say the same as the settled facts,
// which are about t.
func (f *facts) appendLiterals(to []Expr, t topic) []Expr {
	if f.absent {
		return append(to, Not(t.has()))
	}
	contains := func(part string) Expr { return Contains(t.key, part) }
	if t.op != OpEq {
		contains = NameContains
	}
	if f.limited {
		to = append(to, t.isOneOf(f.among)...)
	} else if f.present && len(f.parts) == 0 && f.order.placed() == nil {
		to = append(to, t.has())
	}
	to = f.order.appendLiterals(to, t.key)
	for _, part := range f.parts {
		to = append(to, contains(part))
	}
	for _, e := range t.isOneOf(f.except) {
		to = append(to, Not(e))
	}
	for _, part := range f.noParts {
		to = append(to, Not(contains(part)))
	}
	return to
}

// has returns the leaf that says that there is a text.
func (t topic) has() Expr {
	if t.op == OpPropEq {
		return PropHas(t.key)
	}
	return Has(t.key)
}

// isOneOf returns the leaves of which one holds if the text is one of values,
// sorted and unique.
func (t topic) isOneOf(values []string) []Expr {
	var leaves []Expr
	switch {
	case len(values) == 0:
	case t.op == OpEq, t.op == OpPropEq:
		leaves = append(leaves, oneOfSet(t.op, t.key, values))
	default:
		for _, v := range values {
			leaves = append(leaves, Expr{op: t.op, text: v})
		}
	}
	return leaves
}

// imply reports whether a literal about the same text follows from the settled
// facts, as far as that is cheap to see.
func (f *facts) imply(leaf Expr, positive bool) bool {
	switch {
	case (leaf.op == OpHas || leaf.op == OpPropHas) && positive:
		return f.present
	case leaf.op == OpHas || leaf.op == OpPropHas || f.absent:
		return f.absent && !positive
	case leaf.op.IsOrder():
		return f.order.imply(leaf, positive)
	case leaf.op == OpContains || leaf.op == OpNameContains:
		return f.implyContains(leaf.text, positive)
	case positive:
		return f.limited && isSubset(f.among, wholes(leaf))
	}
	return !slices.ContainsFunc(wholes(leaf), f.allow)
}

// allow reports whether the text may be v.
func (f *facts) allow(v string) bool {
	switch {
	case f.limited:
		return hasSorted(f.among, v)
	case f.exact && f.fewParts() && !f.fits(v):
		return false
	}
	return !hasSorted(f.except, v)
}

// implyContains reports whether the text is known to contain part, or known
// not to contain it.
func (f *facts) implyContains(part string, positive bool) bool {
	if f.exact && f.limited && len(f.among) <= MaxPairwise {
		return !slices.ContainsFunc(f.among, func(v string) bool { return strings.Contains(v, part) != positive })
	}
	if !f.fewParts() {
		return false
	}
	if positive {
		return slices.ContainsFunc(f.parts, func(p string) bool { return strings.Contains(p, part) })
	}
	return containsAny(part, f.noParts)
}

// selected returns the strings of list that keep keeps. It leaves the list
// alone.
func selected(list []string, keep func(string) bool) []string {
	var kept []string
	for _, s := range list {
		if keep(s) {
			kept = append(kept, s)
		}
	}
	return kept
}

// isSubset reports whether b has all of a. Both are sorted and unique.
func isSubset(a, b []string) bool {
	return len(a) <= len(b) && !slices.ContainsFunc(a, func(s string) bool { return !hasSorted(b, s) })
}

func hasSorted(list []string, s string) bool {
	_, found := slices.BinarySearch(list, s)
	return found
}

func containsAny(s string, parts []string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(s, p) })
}

func containsAll(s string, parts []string) bool {
	return !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(s, p) })
}
