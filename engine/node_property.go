package engine

import (
	"slices"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/query"
)

// costDetail is what finding one property in a detail costs, as in node.go.
const costDetail = 250

// propertied looks at a property of each resource, in the text of its detail.
type propertied struct {
	live index.Posting
	expr *query.Expr
	kind query.Kind // of a comparison by order
	// The numbers that a comparison by order asks for, both included.
	first, last int64
}

func (p *planner) propertied(e *query.Expr) node {
	n := propertied{live: p.v.Live(), expr: e}
	if e.Op().IsOrder() {
		if n.kind, n.first, n.last = e.Range(); n.first > n.last {
			return p.none(e)
		}
	}
	return p.arena.properties.new(n)
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
		return v.Kind > detail.Other && v.Text == n.expr.Value()
	case query.OpPropIn:
		_, found := slices.BinarySearch(n.expr.Values(), v.Text)
		return v.Kind > detail.Other && found
	}
	number, ok := v.Number, v.Kind == detail.Integer
	if n.kind == query.KindTime {
		number, ok = timeOf(v)
	}
	return ok && n.first <= number && number <= n.last
}

// timeOf returns the time that a property is, in seconds since 1970, and
// whether it is one.
func timeOf(v detail.Value) (int64, bool) {
	if v.Kind != detail.Text {
		return 0, false
	}
	return query.ParseTime(v.Text)
}

func (n *propertied) source() *query.Expr { return n.expr }
