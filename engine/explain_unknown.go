package engine

import (
	"slices"

	"github.com/tagdex/tagdex/query"
)

// unknownNotes are what the drawing of a plan says of a step.
var unknownNotes = map[UnknownKind]string{
	UnknownKey:           "no resource has this key",
	UnknownValue:         "no resource has this value",
	UnknownProperty:      "no resource has this property",
	UnknownPropertyValue: "no resource has this value",
	UnknownPropertyKind:  "no resource has this kind of value",
	UnknownID:            "no resource has this id",
	UnknownName:          "no resource has this name",
}

// unknownNote is what the drawing of a plan adds to a step. Of a list of values
// some may be there.
func (n *PlanNode) unknownNote() string {
	switch {
	case n.Unknown == "":
		return ""
	case n.Actual > 0:
		return " (no resource has some of these)"
	}
	return " (" + unknownNotes[n.Unknown] + ")"
}

// mark notes at each step what it asks for and no resource has: at the leaves,
// and at steps that were found to be nothing before they had any.
func (p *Plan) mark(n *PlanNode) {
	if len(n.source.Args()) == 0 || n.Op == "nothing" {
		n.Unknown = p.unknownIn(n.source)
	}
	n.source = query.Expr{} // a plan is what it prints
	for i := range n.Args {
		p.mark(&n.Args[i])
	}
	for i := range n.Nots {
		p.mark(&n.Nots[i])
	}
}

// unknownIn is the first kind of name in e that is unknown.
func (p *Plan) unknownIn(e query.Expr) UnknownKind {
	for _, arg := range e.Args() {
		if kind := p.unknownIn(arg); kind != "" {
			return kind
		}
	}
	for i := range p.Unknown {
		// What some were not found to have is not certain to be nowhere.
		if p.Unknown[i].Looked == 0 && p.Unknown[i].isIn(e) {
			return p.Unknown[i].Kind
		}
	}
	return ""
}

// isIn reports whether a leaf asks for what is unknown.
func (u *Unknown) isIn(e query.Expr) bool {
	if len(e.Args()) > 0 || e.Key() != u.Leaf.Key() || e.Op().IsProperty() != u.Leaf.Op().IsProperty() {
		return false
	}
	switch u.Kind {
	case UnknownKey, UnknownProperty:
		return true
	case UnknownPropertyKind:
		return e.Op().IsOrder() && orderedKinds[e.Scalar().Kind()] == u.Value
	}
	is := func(value string) bool { return valid(value) == u.Value }
	if !is(e.Value()) && !slices.ContainsFunc(e.Values(), is) {
		return false
	}
	return e.Op() == u.Leaf.Op() || len(e.Values()) > 0 || len(u.Leaf.Values()) > 0
}
