package query

import (
	"cmp"
	"slices"
	"strings"
)

// Op is the kind of an Expr.
type Op uint8

// The kinds of expression. The comments name the accessors that mean
// something for the kind.
const (
	OpAll          Op = iota // every resource
	OpNone                   // no resource
	OpTagged                 // has at least one tag that is not a system tag
	OpHas                    // has the key: Key
	OpEq                     // has the tag key=value: Key, Value
	OpIn                     // has the key with one of two or more values: Key, Values
	OpContains               // has the key, and its value contains a text, case-sensitively: Key, Value
	OpNameContains           // the name contains a text, ignoring case by simple folding: Value
	OpNamePrefix             // the name begins with a text, ignoring case by simple folding: Value
	OpNameEquals             // the name is exactly: Value
	OpID                     // the id is exactly: Value
	OpPropHas                // has the property: Key
	OpPropEq                 // the property has the text: Key, Value
	OpPropIn                 // the property has one of two or more texts: Key, Values
	OpPropLess               // the property is below: Key, Scalar
	OpPropAtMost             // the property is at or below: Key, Scalar
	OpPropMore               // the property is above: Key, Scalar
	OpPropAtLeast            // the property is at or above: Key, Scalar
	OpNot                    // the one argument does not hold: Args
	OpAnd                    // every one of two or more arguments holds: Args
	OpOr                     // some of two or more arguments hold: Args
)

// Expr is a boolean expression over one resource. It is an immutable value:
// made by the functions of this package, never changed after, safe to share
// between goroutines. The zero value selects every resource.
//
// Expressions see every tag, system tags included; that tenants do not see
// system tags is a rule of Filter, which compiles it in, and of Tenant.
type Expr struct {
	op     Op
	scalar Scalar
	key    string
	text   string
	set    []string // OpIn, OpPropIn: sorted, unique, two or more
	args   []Expr   // OpNot: one; OpAnd, OpOr: two or more
}

// Op returns the kind of e.
func (e Expr) Op() Op { return e.op }

// Key returns the tag key or the name of the property that e is about, or "".
func (e Expr) Key() string { return e.key }

// Value returns the text that e compares with, or "".
func (e Expr) Value() string { return e.text }

// Values returns the values of an OpIn or OpPropIn, sorted and unique. The
// slice belongs to e and must not be changed.
func (e Expr) Values() []string { return e.set }

// Scalar returns what e compares with by order, or the zero Scalar.
func (e Expr) Scalar() Scalar { return e.scalar }

// Args returns the arguments of an OpNot, OpAnd or OpOr. The slice belongs to
// e and must not be changed.
func (e Expr) Args() []Expr { return e.args }

// All selects every resource. It is the zero Expr.
func All() Expr { return Expr{} }

// None selects no resource.
func None() Expr { return Expr{op: OpNone} }

// Tagged selects resources that have at least one tag which is not a system
// tag. Not(Tagged()) is the documented without_any_tag.
func Tagged() Expr { return Expr{op: OpTagged} }

// Has selects resources that have the key, with any value.
func Has(key string) Expr { return Expr{op: OpHas, key: key} }

// Eq selects resources that have the tag key=value.
func Eq(key, value string) Expr { return Expr{op: OpEq, key: key, text: value} }

// In selects resources that have the key with one of the values. The values
// are a set: order and repetition mean nothing. No value at all selects
// nothing; one value is Eq. The slice given is not kept.
func In(key string, values ...string) Expr {
	if len(values) > 1 {
		values = slices.Clone(values)
		slices.Sort(values)
		values = slices.Compact(values)
	}
	return oneOfSet(OpEq, key, values)
}

// listOps are the kinds that ask for one of several texts, by those that ask
// for one.
var listOps = map[Op]Op{OpEq: OpIn, OpPropEq: OpPropIn}

// oneOfSet is In or PropIn, by the kind that asks for one value, of values
// that are sorted and unique. It keeps the slice.
func oneOfSet(op Op, key string, set []string) Expr {
	switch len(set) {
	case 0:
		return None()
	case 1:
		return Expr{op: op, key: key, text: set[0]}
	}
	return Expr{op: listOps[op], key: key, set: set}
}

// Contains selects resources that have the key with a value that contains
// text anywhere, case-sensitively. An empty text is contained in every value;
// one that is not valid UTF-8, in none.
func Contains(key, text string) Expr { return Expr{op: OpContains, key: key, text: text} }

// NameContains selects resources whose name contains text anywhere, ignoring
// case by Unicode simple folding. An empty text is contained in every name.
func NameContains(text string) Expr { return Expr{op: OpNameContains, text: text} }

// NamePrefix selects resources whose name begins with text, ignoring case by
// Unicode simple folding.
func NamePrefix(text string) Expr { return Expr{op: OpNamePrefix, text: text} }

// NameEquals selects resources whose name is exactly name, case-sensitively.
func NameEquals(name string) Expr { return Expr{op: OpNameEquals, text: name} }

// ID selects the resource whose id is exactly id.
func ID(id string) Expr { return Expr{op: OpID, text: id} }

// Not selects resources for which e does not hold.
func Not(e Expr) Expr { return Expr{op: OpNot, args: []Expr{e}} }

// And selects resources for which every one of es holds. None given: All; one
// given: that one. The slice given is not kept.
func And(es ...Expr) Expr { return join(OpAnd, slices.Clone(es)) }

// Or selects resources for which some of es hold. None given: None; one
// given: that one. The slice given is not kept.
func Or(es ...Expr) Expr { return join(OpOr, slices.Clone(es)) }

// join is And or Or, whichever op says, and keeps the slice.
func join(op Op, es []Expr) Expr {
	switch {
	case len(es) == 1:
		return es[0]
	case len(es) > 1:
		return Expr{op: op, args: es}
	case op == OpAnd:
		return All()
	}
	return None()
}

// Equal reports whether a and b are the same tree.
func Equal(a, b Expr) bool { return Compare(a, b) == 0 }

// Compare orders expressions: by kind, then key, text, scalar, values and
// arguments. The order has no meaning beyond being total and stable. It costs
// time in proportion to the smaller of the two at most.
func Compare(a, b Expr) int {
	if c := cmp.Compare(a.op, b.op); c != 0 {
		return c
	}
	if c := strings.Compare(a.key, b.key); c != 0 {
		return c
	}
	if c := strings.Compare(a.text, b.text); c != 0 {
		return c
	}
	if c := a.scalar.compare(b.scalar); c != 0 {
		return c
	}
	if c := slices.Compare(a.set, b.set); c != 0 {
		return c
	}
	return slices.CompareFunc(a.args, b.args, Compare)
}
