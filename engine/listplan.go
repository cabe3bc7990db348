package engine

import (
	"math"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/scalar"
	"github.com/tagdex/tagdex/query"
)

// Costs of a list, as in node.go: a step along an order, beside the look
// whether the resource matches; a sort value out of a column, a record, a
// detail.
const (
	costStep     = 40
	costKey      = 20
	costRecord   = 60
	costGiveUp   = 2    // a walk that has cost so many times the heap is given up
	leastPatient = 4096 // but not before so many steps
)

// listPage is one page to be found: the first rows of a plan after a place.
type listPage struct {
	o     *ordering
	x     *exec
	n     node
	after *row
	limit int

	costWalk, costHeap float64 // estimates

	rows    []row
	steps   int  // looked at
	patient int  // steps before a walk is given up
	givenUp bool // the walk was
	err     error
}

// page plans a page.
func (o *ordering) page(x *exec, n node, after *row, limit int) *listPage {
	p := &listPage{o: o, x: x, n: n, after: after, limit: limit}
	matches := float64(size(n))
	list, sweep := costs(o.v, n)
	p.costHeap = min(list, sweep) + matches*o.keyCost()
	p.costWalk = math.Inf(1)
	if o.walkable() && matches > 0 {
		step := n.probe() + costStep
		perRow := float64(o.v.Live().Len()) / matches
		p.costWalk = (step*perRow + o.keyCost()) * float64(limit)
		p.patient = max(leastPatient, int(costGiveUp*p.costHeap/step))
	}
	return p
}

// walkable reports whether the order of the first key is there to walk.
func (o *ordering) walkable() bool {
	_, kept := o.field()
	return kept || len(o.keys) > 0 && o.indexed[0] != nil
}

// keyCost is what the first key of a row costs to read.
func (o *ordering) keyCost() float64 {
	switch {
	case len(o.keys) == 0 || o.keys[0].By != query.ByProperty:
		return costRecord
	case o.indexed[0] != nil && o.indexed[0].HasRanks():
		return costKey
	}
	return costDetail
}

// walks reports whether an order is to be walked.
func (p *listPage) walks() bool { return p.costWalk < p.costHeap }

// run finds the rows.
func (p *listPage) run() ([]row, error) {
	if p.walks() {
		p.walk()
		if p.err == nil {
			p.err = p.x.stopped
		}
		if p.err != nil || !p.givenUp {
			return p.rows, p.err
		}
		p.rows = nil
	}
	p.best(p.n)
	return p.rows, p.err
}

// best takes in the first rows of a plan, as many as there is room for.
func (p *listPage) best(n node) {
	g := p.group()
	err := p.x.each(n, func(ord uint32) bool {
		g.take(ord)
		return true
	})
	if p.err == nil {
		p.err = err
	}
	g.close()
}

// group gathers rows that come after all rows so far.
type group struct {
	p         *listPage
	h         heap
	candidate row
}

func (p *listPage) group() *group {
	g := &group{p: p, h: heap{o: p.o, limit: p.limit - len(p.rows)}}
	g.candidate.values = make([]sortValue, len(p.o.keys))
	return g
}

// take takes in a row, unless it is not one of the first.
func (g *group) take(ord uint32) {
	g.p.steps++
	if g.p.o.read(&g.candidate, ord, g.p.after, g.h.worst()) {
		g.h.push(g.candidate)
	}
}

// close puts the rows gathered behind the others, and begins anew.
func (g *group) close() {
	if len(g.h.rows) > 0 {
		g.p.rows = append(g.p.rows, g.h.sorted()...)
		g.h.rows = g.h.rows[:0]
	}
	g.h.limit = g.p.limit - len(g.p.rows)
}

// full reports whether the page is.
func (p *listPage) full() bool { return len(p.rows) >= p.limit }

// within is the plan of what matches and is in a posting.
func (p *listPage) within(q index.Posting) node {
	c := p.conj()
	c.args = append(c.args, p.posting(q))
	return arranged(c)
}

// without is the plan of what matches and is not in a posting.
func (p *listPage) without(q index.Posting) node {
	c := p.conj()
	c.nots = append(c.nots, p.posting(q))
	return arranged(c)
}

// conj is the plan as a conjunction, with room for one part more.
func (p *listPage) conj() *conj {
	a := &p.x.arena
	c := a.conjs.new(conj{expr: p.n.source()})
	if inner, ok := p.n.(*conj); ok {
		c.args = append(a.nodes.list(len(inner.args)+1), inner.args...)
		c.nots = append(a.nodes.list(len(inner.nots)+1), inner.nots...)
		return c
	}
	c.args = append(a.nodes.list(2), p.n)
	c.nots = a.nodes.list(1)
	return c
}

func (p *listPage) posting(q index.Posting) node {
	return p.x.arena.leaves.new(leaf{posting: q, blocks: p.o.v.Blocks(), expr: p.n.source()})
}

// bounds are the ranks of the first key's property that can match: those of a
// range that every match is in.
func (p *listPage) bounds() (first, last scalar.Rank) {
	first, last = scalar.MinRank, scalar.MaxRank
	args := []node{p.n}
	if c, ok := p.n.(*conj); ok {
		args = c.args
	}
	for _, n := range args {
		if r, ok := n.(*ranged); ok && r.property == p.o.indexed[0] {
			first, last = scalar.Max(first, r.first), scalar.Min(last, r.last)
		}
	}
	return first, last
}

// inGroup lists a large group by the keys that are left: the rows of a plan
// that all have one first value. They may be walked in their turn.
func (p *listPage) inGroup(n node, value sortValue) {
	o := newOrdering(p.o.v, p.o.keys[1:])
	var after *row
	if p.after != nil && p.after.values[0] == value {
		after = &row{ord: p.after.ord, id: p.after.id, values: p.after.values[1:]}
	}
	sub := o.page(p.x, n, after, p.limit-len(p.rows))
	rows, err := sub.run()
	for _, r := range rows {
		r.values = append([]sortValue{value}, r.values...)
		p.rows = append(p.rows, r)
	}
	p.steps += sub.steps
	p.patient += sub.steps // what was spent there was planned there
	p.err = err
}
