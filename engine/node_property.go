package engine

import (
	"slices"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/internal/scalar"
	"github.com/tagdex/tagdex/query"
)

// costDetail is what finding one property in a detail costs, as in node.go.
const costDetail = 250

// propertied looks at a property of each resource, in the text of its detail.
type propertied struct {
	live index.Posting
	expr *query.Expr
	// numbers are the canonical forms, sorted, of those texts of an equality
	// that are decimals of another form. JSON numbers are equal to them, too.
	numbers []string
	// What a comparison by order asks for: the kind, and the ranks, both
	// included.
	kind        query.Kind
	first, last scalar.Rank
}

func (p *planner) propertied(e *query.Expr) node {
	n := propertied{live: p.v.Live(), expr: e}
	switch {
	case e.Op() == query.OpPropEq:
		n.addNumber(e.Value())
	case e.Op() == query.OpPropIn:
		for _, text := range e.Values() {
			if p.stopped() {
				return p.none(e)
			}
			n.addNumber(text)
		}
		slices.Sort(n.numbers)
	case e.Op().IsOrder():
		if n.kind, n.first, n.last = rangeOf(e); n.last.Less(n.first) {
			return p.none(e)
		}
	}
	return p.arena.properties.new(n)
}

// addNumber notes a text of an equality, if it is one of numbers.
func (n *propertied) addNumber(text string) {
	if number, ok := scalar.Canonical(text); ok && number != text {
		n.numbers = append(n.numbers, number)
	}
}

func (n *propertied) size() (int, bool) { return n.live.Len(), false }

func (n *propertied) sweep() float64 { return costDetail * index.BlockSize / 8 }

func (n *propertied) probe() float64 { return costDetail }

func (n *propertied) fill(x *exec, block int, dst *index.Block) bool {
	return n.live.Fill(block, dst) && n.and(x, block, dst)
}

func (n *propertied) and(x *exec, block int, dst *index.Block) bool {
	return n.filter(x, block, dst, true)
}

func (n *propertied) andNot(x *exec, block int, dst *index.Block) bool {
	return n.filter(x, block, dst, false)
}

// filter leaves in dst the ordinals that are in the node, or are not.
func (n *propertied) filter(x *exec, block int, dst *index.Block, want bool) bool {
	any := false
	for i, w := range dst {
		base := uint32(block)<<index.BlockBits + uint32(i)<<6
		for rest := w; rest != 0; rest &= rest - 1 {
			bit := rest & -rest
			if n.has(x, base+trailing(rest)) != want {
				w &^= bit
			}
		}
		dst[i] = w
		any = any || w != 0
	}
	return any
}

func (n *propertied) has(x *exec, ord uint32) bool {
	text := x.v.Record(ord).Detail()
	return x.reads(len(text)) && n.holds(detail.Find(text, n.expr.Key()))
}

// holds tells whether the property is what the expression asks for (SEMANTICS
// section 2, properties).
func (n *propertied) holds(v detail.Value) bool {
	switch n.expr.Op() {
	case query.OpPropHas:
		return v.Kind != detail.Absent
	case query.OpPropEq:
		return v.Kind > detail.Other && v.Text == n.expr.Value() || n.isNumber(v)
	case query.OpPropIn:
		_, found := slices.BinarySearch(n.expr.Values(), v.Text)
		return v.Kind > detail.Other && found || n.isNumber(v)
	}
	at, ok := ranks[n.kind](v)
	return ok && !at.Less(n.first) && !n.last.Less(at)
}

// isNumber tells whether a value is a JSON number that is asked for in another
// form than its own.
func (n *propertied) isNumber(v detail.Value) bool {
	if v.Kind != detail.Number || len(n.numbers) == 0 {
		return false
	}
	_, found := slices.BinarySearch(n.numbers, v.Text)
	return found
}

func (n *propertied) source() *query.Expr { return n.expr }
