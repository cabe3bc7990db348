package engine

import (
	"slices"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// conj is AND of one or more nodes and AND-NOT of any number: args in
// ascending size, those that must look at the resource itself last.
type conj struct {
	args []node
	nots []node
	expr *query.Expr

	// The first args, and nots behind them, that are met in one pass where a
	// block has bitsets of them.
	together struct {
		index.Meeting
		args, nots int
	}
}

// size is exact for a complement of an exact set: the nots are subsets of
// the live set, which stands alone.
func (c *conj) size() (int, bool) {
	n, exact := c.args[0].size()
	if len(c.args) > 1 || len(c.nots) == 0 {
		return n, exact && len(c.args) == 1
	}
	if l, ok := c.args[0].(*leaf); !ok || !l.isLive() || len(c.nots) > 1 {
		return n, false
	}
	not, exact := c.nots[0].size()
	if !exact {
		return n, false
	}
	return n - not, true
}

// isLive marks the leaf of the live set by its expression.
func (l *leaf) isLive() bool { return l.expr != nil && l.expr.Op() == query.OpAll }

// sweep supposes that what the arguments let through is independent, grams of
// one text aside: a block is left as soon as nothing is left in it, grams come
// after all that is cheaper, and names are looked at only where all else holds.
func (c *conj) sweep() float64 {
	sum, share := 0.0, 1.0
	for _, n := range c.args {
		if late(n) {
			continue
		}
		sum += reached(share) * n.sweep()
		if l, ok := n.(*leaf); ok {
			share *= l.share()
		}
	}
	for _, n := range c.nots {
		sum += reached(share) * n.sweep()
	}
	left := share
	for _, n := range c.args {
		if l, ok := n.(*leaf); ok && l.gram {
			sum += reached(share) * min(l.sweep(), costVerify*left*index.BlockSize)
			left *= l.share()
		}
	}
	for _, n := range c.args {
		if verifies(n) {
			sum += share * n.sweep()
		}
	}
	return sum
}

// reached is the part of the blocks in which something is left of a share of
// the resources; more than that, since they seldom are independent.
func reached(share float64) float64 { return min(1, 8*share*index.BlockSize) }

func (c *conj) probe() float64 { return c.probeRest(0) }

// probeRest is the cost of looking an ordinal up in all parts from the given
// one on. Arguments that are no postings, and grams after the first, are
// supposed to let half through.
func (c *conj) probeRest(from int) float64 {
	sum, share := 0.0, 1.0
	grams := c.args[0].source()
	for _, n := range c.args[from:] {
		sum += share * n.probe()
		if l, ok := n.(*leaf); ok && !(l.gram && l.expr == grams) {
			share *= l.share()
		} else {
			share /= 2
		}
	}
	for _, n := range c.nots {
		sum += share * n.probe()
	}
	return sum
}

func (c *conj) fill(x *exec, block int, dst *index.Block) bool {
	if t := &c.together; t.args > 0 {
		if any, met := t.Fill(block, dst); met {
			return any && c.rest(x, c.args[t.args:], c.nots[t.nots:], block, dst)
		}
	}
	if a := bitsOf(c.args[0], block); a != nil {
		if len(c.args) > 1 {
			if b := bitsOf(c.args[1], block); b != nil {
				return dst.SetAnd(a, b) && c.rest(x, c.args[2:], c.nots, block, dst)
			}
		} else if len(c.nots) > 0 {
			if b := bitsOf(c.nots[0], block); b != nil {
				return dst.SetAndNot(a, b) && c.rest(x, nil, c.nots[1:], block, dst)
			}
		}
	}
	return c.args[0].fill(x, block, dst) && c.rest(x, c.args[1:], c.nots, block, dst)
}

// meetLeft is how many ordinals of a block must be expected to be left for the
// next bitset to be met together with those before: a pass does not end when
// nothing is left.
const meetLeft = 4

// meet settles what is met in one pass.
func (c *conj) meet() {
	left := float64(index.BlockSize)
	t := &c.together
	t.Meeting, t.args, t.nots = index.Meeting{}, 0, 0
	for _, n := range c.args {
		l, ok := n.(*leaf)
		if !ok || l.gram || left < meetLeft || !t.And(l.posting) {
			break
		}
		left *= l.share()
		t.args++
	}
	if t.args == len(c.args) || late(c.args[t.args]) {
		for _, n := range c.nots {
			l, ok := n.(*leaf)
			if !ok || left < meetLeft || !t.Not(l.posting) {
				break
			}
			t.nots++
		}
	}
	if t.Len() < 3 { // two are met as they are read
		t.args, t.nots = 0, 0
	}
}

// bitsOf is the bitset of a block, of a node that keeps one, or nil.
func bitsOf(n node, block int) *index.Block {
	if l, ok := n.(*leaf); ok {
		return l.posting.Bits(block)
	}
	return nil
}

// len counts the ordinals of a block, in dst as scratch. Where the last step is
// a bitset it is counted without being written.
func (c *conj) len(x *exec, block int, dst *index.Block) int {
	if t := &c.together; t.args == len(c.args) && t.nots == len(c.nots) {
		if n, met := t.Count(block, dst); met {
			return n
		}
	}
	args, nots := c.args, c.nots
	var last node
	if n := len(nots); n > 0 {
		last, nots = nots[n-1], nots[:n-1]
	} else {
		n := len(args)
		last, args = args[n-1], args[:n-1]
	}
	b := bitsOf(last, block)
	if b == nil || len(args) == 0 || verifies(args[len(args)-1]) {
		if !c.fill(x, block, dst) {
			return 0
		}
		return dst.Len()
	}
	a := dst
	if first := bitsOf(args[0], block); first != nil && len(args)+len(nots) == 1 {
		a = first
	} else if before := (conj{args: args, nots: nots}); !before.fill(x, block, dst) {
		return 0
	}
	if len(c.nots) > 0 {
		return a.AndNotLen(b)
	}
	return a.AndLen(b)
}

func (c *conj) and(x *exec, block int, dst *index.Block) bool {
	return c.args[0].and(x, block, dst) && c.rest(x, c.args[1:], c.nots, block, dst)
}

// late tells of arguments that come after the nots, when fewer are left: they
// look at the resources, or are dear in a sweep, as grams are.
func late(n node) bool {
	l, ok := n.(*leaf)
	return ok && l.gram || verifies(n)
}

// rest applies to dst what is left of the arguments and of the nots. A gram is
// left out where it costs more than to look at the names that are left: the
// argument that does, which is the last, settles them.
func (c *conj) rest(x *exec, args, nots []node, block int, dst *index.Block) bool {
	for len(args) > 0 && !late(args[0]) {
		if !args[0].and(x, block, dst) {
			return false
		}
		args = args[1:]
	}
	for _, n := range nots {
		if !n.andNot(x, block, dst) {
			return false
		}
	}
	for _, n := range args {
		if l, ok := n.(*leaf); ok && l.gram && costVerify*float64(dst.Len()) < l.sweep() {
			continue
		}
		if !n.and(x, block, dst) {
			return false
		}
	}
	return true
}

// forSweep puts the arguments of conjunctions in the order of a sweep, which
// without grams is the one they have, and settles what is met in one pass.
func forSweep(n node, grams bool) {
	switch n := n.(type) {
	case *conj:
		if grams {
			slices.SortStableFunc(n.args, func(a, b node) int { return behind(late(a), late(b)) })
		}
		n.meet()
		for _, arg := range n.args {
			forSweep(arg, grams)
		}
		for _, not := range n.nots {
			forSweep(not, grams)
		}
	case *disj:
		for _, arg := range n.args {
			forSweep(arg, grams)
		}
	}
}

// behind compares so that what is true comes last.
func behind(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func (c *conj) andNot(x *exec, block int, dst *index.Block) bool {
	return andNotByFill(c, x, block, dst)
}

func (c *conj) has(x *exec, ord uint32) bool { return c.hasFrom(x, 0, ord) }

func (c *conj) hasFrom(x *exec, from int, ord uint32) bool {
	for _, n := range c.args[from:] {
		if !n.has(x, ord) {
			return false
		}
	}
	for _, n := range c.nots {
		if n.has(x, ord) {
			return false
		}
	}
	return true
}

func (c *conj) source() *query.Expr { return c.expr }

// disj is OR of two or more nodes.
type disj struct {
	args []node
	max  int // no more ordinals than this are live
	expr *query.Expr
}

func (d *disj) size() (int, bool) {
	sum := 0
	for _, n := range d.args {
		size, _ := n.size()
		sum += size
	}
	return min(sum, d.max), false
}

func (d *disj) sweep() float64 {
	sum := 0.0
	for _, n := range d.args {
		sum += n.sweep() + costBlock/2
	}
	return sum
}

func (d *disj) probe() float64 {
	sum := 0.0
	for _, n := range d.args {
		sum += n.probe()
	}
	return sum
}

func (d *disj) fill(x *exec, block int, dst *index.Block) bool {
	any := d.args[0].fill(x, block, dst)
	if !any {
		*dst = index.Block{}
	}
	tmp := x.take()
	defer x.give()
	for _, n := range d.args[1:] {
		if l, ok := n.(*leaf); ok {
			any = l.posting.Or(block, dst) || any
		} else if n.fill(x, block, tmp) {
			dst.Or(tmp)
			any = true
		}
	}
	return any
}

func (d *disj) and(x *exec, block int, dst *index.Block) bool { return andByFill(d, x, block, dst) }

func (d *disj) andNot(x *exec, block int, dst *index.Block) bool {
	for _, n := range d.args {
		if !n.andNot(x, block, dst) {
			return false
		}
	}
	return true
}

func (d *disj) has(x *exec, ord uint32) bool {
	for _, n := range d.args {
		if n.has(x, ord) {
			return true
		}
	}
	return false
}

func (d *disj) source() *query.Expr { return d.expr }
