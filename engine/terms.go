package engine

import (
	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// A plan's terms are looked up all at once, before anything is planned.

// asked is a leaf about a tag key, and the terms that were looked up for it:
// none where a union is kept that is good.
type asked struct {
	expr  *query.Expr
	found []index.Lookup
	hash  uint64     // of a list of values
	kept  *keptUnion // for a list of values
	good  bool       // it was good when it was looked at: another reader may change that
}

// ask looks up the terms of an expression.
func (p *planner) ask(e *query.Expr) {
	leaves, terms := 0, 0
	countTerms(e, &leaves, &terms)
	p.asked = p.arena.asked.list(leaves)
	p.want(e, p.arena.lookups.list(terms))
}

// countTerms adds up the leaves about tags and their terms.
func countTerms(e *query.Expr, leaves, terms *int) {
	switch e.Op() {
	case query.OpHas, query.OpEq:
		*leaves++
		*terms++
	case query.OpIn:
		*leaves++
		*terms += len(e.Values())
	}
	args := e.Args()
	for i := range args {
		countTerms(&args[i], leaves, terms)
	}
}

// want notes what to look up, and looks it up.
func (p *planner) want(e *query.Expr, lookups []index.Lookup) {
	lookups = p.note(e, lookups)
	p.v.Find(lookups)
}

// note appends to lookups the terms of an expression, and to p.asked its leaves
// about tags, in the order in which they are planned.
func (p *planner) note(e *query.Expr, lookups []index.Lookup) []index.Lookup {
	from := len(lookups)
	a := asked{expr: e}
	switch e.Op() {
	case query.OpHas:
		lookups = append(lookups, index.Lookup{Key: e.Key(), AnyValue: true})
	case query.OpEq:
		lookups = append(lookups, index.Lookup{Key: e.Key(), Value: e.Value()})
	case query.OpIn:
		if p.findKept(&a); !a.good {
			for _, value := range e.Values() {
				lookups = append(lookups, index.Lookup{Key: e.Key(), Value: value})
			}
		}
	default:
		args := e.Args()
		for i := range args {
			lookups = p.note(&args[i], lookups)
		}
		return lookups
	}
	a.found = lookups[from:]
	p.asked = append(p.asked, a)
	return lookups
}

// findKept finds the union that is kept for a list of values.
func (p *planner) findKept(a *asked) {
	if p.unions != nil {
		r := request{key: a.expr.Key(), values: a.expr.Values()}
		a.hash = p.unions.hash(r)
		a.kept = p.unions.find(a.hash, r)
		a.good = a.kept != nil && a.kept.version.Load() == p.v.Number()
	}
}

// found returns what was looked up for a leaf. Leaves are planned in the order
// they were noted in, though not all of them are.
func (p *planner) found(e *query.Expr) asked {
	for p.asked[0].expr != e {
		p.asked = p.asked[1:]
	}
	return p.asked[0]
}
