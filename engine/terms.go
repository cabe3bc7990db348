package engine

import (
	"slices"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// A plan's terms are looked up all at once, before anything is planned, unless
// they are few.

// asked is a leaf about a tag key, and the terms that were looked up for it:
// none where a union is kept that is good.
type asked struct {
	expr  *query.Expr
	found []index.Lookup
	hash  uint64     // of a list of values
	kept  *keptUnion // for a list of values
	good  bool       // it was good when it was looked at: another reader may change that
}

// ask looks up the terms of an expression, unless they are so few that each is
// looked up when it is planned.
func (p *planner) ask(e *query.Expr) {
	p.survey(e)
	if p.terms <= termsFew || p.x.stopped != nil {
		return
	}
	p.asked = p.arena.asked.list(p.leaves)
	p.find(p.note(e, p.arena.lookups.list(p.terms)))
}

// find looks terms up, some at a time, until the context is done.
func (p *planner) find(lookups []index.Lookup) {
	for some := range slices.Chunk(lookups, idsAtOnce) {
		if p.x.stopped = p.ctx.Err(); p.x.stopped != nil {
			return
		}
		p.v.Find(some)
	}
}

// termsFew are not worth looking up side by side.
const termsFew = 4

// survey adds up the leaves about tags and their terms, and notes whether two
// of them may be about one key.
func (p *planner) survey(e *query.Expr) {
	switch e.Op() {
	case query.OpHas, query.OpEq:
		p.leaves++
		p.terms++
		p.meet(e.Key())
	case query.OpIn:
		p.leaves++
		p.terms += len(e.Values())
		p.meet(e.Key())
	}
	args := e.Args()
	if len(args) > 0 && p.stopped() {
		return
	}
	for i := range args {
		p.survey(&args[i])
	}
}

// meet notes a key in a set of 64: that another one is taken for it costs a look.
func (p *planner) meet(key string) {
	h := uint64(len(key))
	if h > 0 {
		h = h<<24 | uint64(key[0])<<16 | uint64(key[len(key)/2])<<8 | uint64(key[len(key)-1])
	}
	bit := uint64(1) << (h * 0x9e3779b97f4a7c15 >> 58)
	p.again = p.again || p.keys&bit != 0
	p.keys |= bit
}

// note appends to lookups the terms of an expression, and to p.asked its leaves
// about tags, in the order in which they are planned.
func (p *planner) note(e *query.Expr, lookups []index.Lookup) []index.Lookup {
	switch e.Op() {
	case query.OpHas, query.OpEq, query.OpIn:
		p.asked = append(p.asked, asked{expr: e})
		return p.noteLeaf(&p.asked[len(p.asked)-1], lookups)
	}
	args := e.Args()
	if len(args) > 0 && p.stopped() {
		return lookups
	}
	for i := range args {
		lookups = p.note(&args[i], lookups)
	}
	return lookups
}

// noteLeaf appends to lookups the terms of a leaf about a tag.
func (p *planner) noteLeaf(a *asked, lookups []index.Lookup) []index.Lookup {
	from, e := len(lookups), a.expr
	switch e.Op() {
	case query.OpHas:
		lookups = append(lookups, index.Lookup{Key: e.Key(), AnyValue: true})
	case query.OpEq:
		lookups = append(lookups, index.Lookup{Key: e.Key(), Value: e.Value()})
	default:
		if p.findKept(a); !a.good {
			for _, value := range e.Values() {
				lookups = append(lookups, index.Lookup{Key: e.Key(), Value: value})
			}
		}
	}
	a.found = lookups[from:]
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
func (p *planner) found(e *query.Expr) *asked {
	if p.terms <= termsFew {
		a := p.arena.asked.new(asked{expr: e})
		p.v.Find(p.noteLeaf(a, p.arena.lookups.list(p.terms))) // few
		return a
	}
	for p.asked[0].expr != e {
		p.asked = p.asked[1:]
	}
	return &p.asked[0]
}
