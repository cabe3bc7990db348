package query

// A property of a resource is a member of its detail, a JSON object
// (SEMANTICS section 2, properties). A member that is null is as if it were
// not there. A string has itself for its text, true and false theirs, an
// integer (a number without fraction and exponent that 64 bits hold) its
// decimal digits; other numbers, lists and objects have no text and are equal
// to nothing.

// PropHas selects resources that have the property, whatever it is.
func PropHas(name string) Expr { return Expr{op: OpPropHas, key: name} }

// PropEq selects resources whose property has the text: PropEq("min_disk",
// "40") holds for the integer 40 and for the string "40".
func PropEq(name, text string) Expr { return Expr{op: OpPropEq, key: name, text: text} }

// PropIn selects resources whose property has one of the texts. The texts are
// a set: order and repetition mean nothing. No text at all selects nothing;
// one is PropEq. The slice given is not kept.
func PropIn(name string, texts ...string) Expr { return oneOfSet(OpPropEq, name, setOf(texts)) }

// PropLess selects resources whose property is below p. As with all
// comparisons by order, an integer compares only with properties that are
// integers (JSON numbers, not strings of digits), a time only with those that
// are strings in a form that ParseTime reads.
func PropLess(name string, p Point) Expr { return Expr{op: OpPropLess, key: name, point: p} }

// PropAtMost selects resources whose property is p or below.
func PropAtMost(name string, p Point) Expr { return Expr{op: OpPropAtMost, key: name, point: p} }

// PropMore selects resources whose property is above p.
func PropMore(name string, p Point) Expr { return Expr{op: OpPropMore, key: name, point: p} }

// PropAtLeast selects resources whose property is p or above.
func PropAtLeast(name string, p Point) Expr { return Expr{op: OpPropAtLeast, key: name, point: p} }

// IsOrder reports whether op compares a property by order.
func (op Op) IsOrder() bool { return op >= OpPropLess && op <= OpPropAtLeast }

// IsProperty reports whether op is about a property.
func (op Op) IsProperty() bool { return op >= OpPropHas && op <= OpPropAtLeast }

// Range returns what an Expr that compares by order asks for, as the first and
// the last number (see Point.Number) of a kind that fit. The range is empty,
// first > last, where nothing is below the lowest or above the highest.
func (e Expr) Range() (kind Kind, first, last int64) {
	s := spanOf(e)
	if s.empty {
		return e.point.kind, 1, 0
	}
	return e.point.kind, s.first.n, s.last.n
}
