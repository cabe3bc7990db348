package query

import "slices"

// A property of a resource is a member of its detail, a JSON object
// (SEMANTICS section 2, properties). A member that is null is as if it were
// not there. A string has itself for its text, true and false theirs, a number
// its canonical form; lists and objects have no text and are equal to nothing.

// PropHas selects resources that have the property, whatever it is.
func PropHas(name string) Expr { return Expr{op: OpPropHas, key: name} }

// PropEq selects resources whose property has the text, or is a JSON number
// that the text is a decimal of: PropEq("min_disk", "40") holds for the numbers
// 40 and 40.0 and for the string "40", PropEq("min_disk", "40.0") for the same
// numbers and for the string "40.0".
func PropEq(name, text string) Expr { return Expr{op: OpPropEq, key: name, text: text} }

// PropIn selects resources whose property has one of the texts. The texts are
// a set: order and repetition mean nothing. No text at all selects nothing;
// one is PropEq. The slice given is not kept.
func PropIn(name string, texts ...string) Expr {
	if len(texts) > 1 {
		texts = slices.Clone(texts)
		slices.Sort(texts)
		texts = slices.Compact(texts)
	}
	return oneOfSet(OpPropEq, name, texts)
}

// PropLess selects resources whose property is below s. As with all
// comparisons by order, a number compares only with properties that are
// numbers, JSON numbers or strings that are decimals, a time only with those
// that are times (SEMANTICS section 2, numbers and times).
func PropLess(name string, s Scalar) Expr { return ordered(OpPropLess, name, s) }

// PropAtMost selects resources whose property is s or below.
func PropAtMost(name string, s Scalar) Expr { return ordered(OpPropAtMost, name, s) }

// PropMore selects resources whose property is above s.
func PropMore(name string, s Scalar) Expr { return ordered(OpPropMore, name, s) }

// PropAtLeast selects resources whose property is s or above.
func PropAtLeast(name string, s Scalar) Expr { return ordered(OpPropAtLeast, name, s) }

// ordered is a comparison by order, and None with the zero Scalar, with which
// nothing compares.
func ordered(op Op, name string, s Scalar) Expr {
	if s == (Scalar{}) {
		return None()
	}
	return Expr{op: op, key: name, scalar: s}
}

// IsOrder reports whether op compares a property by order.
func (op Op) IsOrder() bool { return op >= OpPropLess && op <= OpPropAtLeast }

// IsProperty reports whether op is about a property.
func (op Op) IsProperty() bool { return op >= OpPropHas && op <= OpPropAtLeast }

// Rank is a place in the order of the numbers or of the times: ranks compare by
// High, then by Low. What has which rank is the engine's business; see
// Expr.Range.
type Rank struct {
	High int64
	Low  uint16
}

// Range returns what an Expr that compares by order asks for, as the first and
// the last rank of a kind that fit, both included. The range is empty, last
// below first, where nothing fits.
func (e Expr) Range() (kind Kind, first, last Rank) {
	s := spanOf(e)
	return s.kind, Rank(s.first), Rank(s.last)
}
