package engine

import (
	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// named looks at the names themselves. It stands behind grams, which let
// through a superset, and settles each of their candidates: those that the
// words of their names make known without a look, the others by one.
type named struct {
	test   nameTest
	text   string          // folded, unless the name is to be exactly it
	bytes  []byte          // of text
	known  []index.Posting // names that hold; not all of them
	rarest index.Posting   // the candidates that the rarest gram lets through
	grams  int             // that stand before it
	more   []index.Posting // of other grams, from elsewhere in the text
	live   index.Posting
	expr   *query.Expr
}

// verifies tells whether a node looks at the resources themselves.
func verifies(n node) bool {
	switch n.(type) {
	case *named, *propertied:
		return true
	}
	return false
}

func (n *named) size() (int, bool) { return n.live.Len(), false }

// share is the part of the rarest gram's candidates that must be looked at,
// supposing that what is known twice is half of it.
func (n *named) share() float64 {
	known := 0
	for _, p := range n.known {
		known += p.Len()
	}
	if len(n.known) > 1 {
		known /= 2
	}
	return 1 - min(float64(known)/float64(max(n.rarest.Len(), 1)), 0.9)
}

// sweep is the cost of one block of the candidates, supposing that each gram
// after the rarest lets half through.
func (n *named) sweep() float64 {
	blocks := float64(n.live.Len())/index.BlockSize + 1
	candidates := float64(n.rarest.Len()) / float64(int(1)<<max(n.grams-1, 0))
	look := costVerify * candidates * n.share() / blocks
	return look + costBlock*float64(1+len(n.known))
}

func (n *named) probe() float64 { return costVerify }

func (n *named) fill(x *exec, block int, dst *index.Block) bool {
	return n.live.Fill(block, dst) && n.and(x, block, dst)
}

// andNot is not met: what names must not hold stands behind grams too, as a
// whole.
func (n *named) andNot(x *exec, block int, dst *index.Block) bool {
	return andNotByFill(n, x, block, dst)
}

func (n *named) and(x *exec, block int, dst *index.Block) bool {
	if !n.narrow(block, dst) {
		return false
	}
	rest := x.take()
	defer x.give()
	*rest = *dst
	if !n.settle(x, block, dst, rest) {
		*dst = index.Block{}
	}
	l := looker{named: n, x: x}
	base := uint32(block) << index.BlockBits
	for i, w := range rest {
		for ; w != 0; w &= w - 1 {
			if l.add(base+uint32(i)<<6+trailing(w)) == lookAhead {
				l.settle(dst)
			}
		}
	}
	l.settle(dst)
	return !dst.Empty()
}

// narrow takes out of dst what lacks further grams, where asking costs little
// beside the looks it may save; false means that nothing is left. Most grams of
// a text select much the same names, but some few of them.
func (n *named) narrow(block int, dst *index.Block) bool {
	if len(n.more) == 0 {
		return true
	}
	left := dst.Len()
	for _, gram := range n.more {
		if gramCost(gram, block) > costVerify*float64(left)/tellingShare {
			break
		}
		if !gram.And(block, dst) {
			return false
		}
		left = dst.Len()
	}
	return true
}

// gramCost is what one block of a gram or a word costs.
func gramCost(p index.Posting, block int) float64 {
	if p.Bits(block) != nil {
		return costBlock
	}
	return costSparse + costItem*float64(p.BlockLen(block))
}

// manyNames are so many that further grams are asked about them.
const manyNames = 4 * lookAhead

// narrowList is narrow for a sorted list.
func (n *named) narrowList(ords []uint32) []uint32 {
	for _, gram := range n.more {
		if len(ords) < manyNames {
			break
		}
		ords = gram.Keep(ords)
	}
	return ords
}

// tellingShare: a gram is worth asking where it takes out one name of so many.
const tellingShare = 8

// settle takes out of rest what is known without a look and leaves that in
// dst; false means that there is nothing to leave.
func (n *named) settle(x *exec, block int, dst, rest *index.Block) bool {
	cost := 0.0
	for _, p := range n.known {
		cost += gramCost(p, block)
	}
	if cost == 0 || costVerify*float64(dst.Len()) < cost {
		return false
	}
	known := x.take()
	defer x.give()
	if !index.FillUnion(n.known, block, known) {
		return false
	}
	if !rest.AndNot(known) {
		*rest = index.Block{}
	}
	return dst.And(known)
}

// knownProbes is up to how many postings are asked about one ordinal before
// its name is looked at.
const knownProbes = 2

func (n *named) knows(ord uint32) bool {
	return len(n.known) > 0 && len(n.known) <= knownProbes &&
		(n.known[0].Has(ord) || len(n.known) > 1 && n.known[1].Has(ord))
}

func (n *named) has(x *exec, ord uint32) bool {
	return n.knows(ord) || n.holds(x, x.v.Record(ord).Name())
}

// keep leaves in ords those whose name holds.
func (n *named) keep(x *exec, ords []uint32) []uint32 {
	ords = n.narrowList(ords)
	kept := ords[:0]
	l := looker{named: n, x: x}
	for len(ords) > 0 {
		most := min(len(ords), lookAhead)
		held := l.hold(ords[:most])
		for i, ord := range ords[:most] {
			if held>>i&1 == 1 {
				kept = append(kept, ord)
			}
		}
		ords = ords[most:]
	}
	return kept
}

func (n *named) source() *query.Expr { return n.expr }
