package engine

import (
	"strings"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// named looks at the names themselves. It stands behind grams, which let
// through a superset, and settles each of their candidates.
type named struct {
	holds func(rec *index.Record, text string) bool
	text  string // as holds wants it: folded, or as it is
	live  index.Posting
	expr  *query.Expr
}

func foldedContains(rec *index.Record, text string) bool { return strings.Contains(rec.Folded, text) }

func foldedHasPrefix(rec *index.Record, text string) bool { return strings.HasPrefix(rec.Folded, text) }

func nameEquals(rec *index.Record, text string) bool { return rec.Name == text }

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

func (n *named) has(x *exec, ord uint32) bool { return n.holds(x.v.Record(ord), n.text) }

func (n *named) source() *query.Expr { return n.expr }
