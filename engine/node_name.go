package engine

import (
	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/fold"
	"github.com/tagdex/tagdex/query"
)

// named looks at the names themselves. It stands behind grams, which let
// through a superset, and settles each of their candidates. Names are folded
// on the way: keeping them folded would cost as much memory again.
type named struct {
	holds func(folded, text []byte) bool // nil: the name is exactly the text
	text  []byte                         // folded, unless holds is nil
	live  index.Posting
	expr  *query.Expr
}

// verifies tells whether a node looks at the resources themselves.
func verifies(n node) bool {
	_, ok := n.(*named)
	return ok
}

func (n *named) size() (int, bool) { return n.live.Len(), false }

func (n *named) sweep() float64 { return costVerify * 64 }

func (n *named) probe() float64 { return costVerify }

func (n *named) fill(x *exec, block int, dst *index.Block) bool {
	return n.live.Fill(block, dst) && n.and(x, block, dst)
}

func (n *named) and(x *exec, block int, dst *index.Block) bool {
	return n.filter(x, block, dst, true)
}

func (n *named) andNot(x *exec, block int, dst *index.Block) bool {
	return n.filter(x, block, dst, false)
}

// filter leaves in dst the ordinals whose name holds, or does not.
func (n *named) filter(x *exec, block int, dst *index.Block, want bool) bool {
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

func (n *named) has(x *exec, ord uint32) bool {
	name := x.v.Record(ord).Name
	if n.holds == nil {
		return name == string(n.text)
	}
	x.folded = fold.Append(x.folded[:0], name)
	return n.holds(x.folded, n.text)
}

func (n *named) source() *query.Expr { return n.expr }
