package floor

import (
	"cmp"
	"slices"
	"strings"

	"github.com/RoaringBitmap/roaring/v2"
)

// composition is a query written out by one strategy. It keeps a buffer, so it
// belongs to one goroutine.
type composition struct {
	x         *Index
	in, out   []node
	names     []string // to be looked for
	by        strategy
	counting  bool
	from, cut int // offset and limit of the page
	page      []uint32
}

// compose makes what a strategy makes before the clock runs.
func (x *Index) compose(c *conj, s strategy) *composition {
	p := &composition{x: x, in: slices.Clone(c.in), out: slices.Clone(c.out), by: s}
	if s.kept {
		keep(p.in)
		keep(p.out)
	}
	for _, name := range c.names {
		p.in = append(p.in, name.grams[:min(s.grams, len(name.grams))]...)
		p.names = append(p.names, name.text)
	}
	slices.SortStableFunc(p.in, func(a, b node) int { return cmp.Compare(a.size, b.size) })
	if len(p.in) == 0 {
		p.in = []node{leafOf(x.all)}
	}
	if s.together && len(p.out) > 1 {
		p.out = []node{{op: union, args: p.out}}
		if s.kept {
			keep(p.out)
		}
	}
	return p
}

// keep makes leaves of nodes.
func keep(nodes []node) {
	for i := range nodes {
		nodes[i] = leafOf(nodes[i].eval())
	}
}

// run answers: how many, and the ordinals of the page, which are overwritten
// by the next call.
func (p *composition) run() (int, []uint32) {
	p.page = p.page[:0]
	if p.by.combine == probe {
		return p.probe()
	}
	p.counting = p.cut == 0 && len(p.names) == 0
	acc, total := p.compute()
	if acc == nil {
		return total, nil
	}
	if len(p.names) > 0 {
		return p.walk(acc, p.named)
	}
	total = int(acc.GetCardinality())
	p.fill(acc)
	return total, p.page
}

// compute returns the set, or nil and its cardinality where that is enough.
func (p *composition) compute() (*roaring.Bitmap, int) {
	acc, owned := p.in[0].eval(), p.in[0].op != leaf
	steps := p.in[1:]
	if p.by.combine == fast && len(p.in) > 1 {
		acc, owned, steps = roaring.FastAnd(evalAll(p.in)...), true, nil
	}
	for i := range steps {
		if acc.IsEmpty() {
			return nil, 0
		}
		if p.counting && len(p.out) == 0 && i == len(steps)-1 {
			return nil, p.common(acc, &steps[i])
		}
		acc = p.and(acc, &steps[i], owned)
		owned = true
	}
	for i := range p.out {
		if acc.IsEmpty() {
			return nil, 0
		}
		if p.counting && i == len(p.out)-1 {
			return nil, int(acc.GetCardinality()) - p.common(acc, &p.out[i])
		}
		acc = p.andNot(acc, &p.out[i], owned)
		owned = true
	}
	if p.counting {
		return nil, int(acc.GetCardinality())
	}
	return acc, 0
}

// and meets acc, in place if it is owned, with a node.
func (p *composition) and(acc *roaring.Bitmap, n *node, owned bool) *roaring.Bitmap {
	switch {
	case n.op == union && p.by.unions == anyOf:
		if !owned {
			acc = acc.Clone()
		}
		acc.AndAny(evalAll(n.args)...)
		return acc
	case n.op == union && p.by.unions == each:
		return roaring.FastOr(met(acc, n.args)...)
	case owned:
		acc.And(n.eval())
		return acc
	default:
		return roaring.And(acc, n.eval())
	}
}

func met(acc *roaring.Bitmap, args []node) []*roaring.Bitmap {
	parts := make([]*roaring.Bitmap, len(args))
	for i := range args {
		parts[i] = roaring.And(acc, args[i].eval())
	}
	return parts
}

// andNot takes a node out of acc, in place if it is owned.
func (p *composition) andNot(acc *roaring.Bitmap, n *node, owned bool) *roaring.Bitmap {
	out := []node{*n}
	if n.op == union && p.by.unions == each {
		out = n.args
	}
	for i := range out {
		set := p.within(acc, &out[i])
		if owned {
			acc.AndNot(set)
		} else {
			acc, owned = roaring.AndNot(acc, set), true
		}
	}
	return acc
}

// within is a set that agrees with the node's inside acc.
func (p *composition) within(acc *roaring.Bitmap, n *node) *roaring.Bitmap {
	if n.op != meet {
		return n.eval()
	}
	set := acc
	for i := range n.args {
		if set = p.and(set, &n.args[i], i > 0); set.IsEmpty() {
			break
		}
	}
	return set
}

// common is how many of acc are in a node's set.
func (p *composition) common(acc *roaring.Bitmap, n *node) int {
	switch {
	case n.op == union && p.by.unions == each && n.disjoint:
		total := 0
		for i := range n.args {
			total += int(acc.AndCardinality(n.args[i].eval()))
		}
		return total
	case n.op == union && p.by.unions == each:
		return int(roaring.FastOr(met(acc, n.args)...).GetCardinality())
	case n.op == meet:
		return int(p.within(acc, n).GetCardinality())
	default:
		return int(acc.AndCardinality(n.eval()))
	}
}

// probe looks each image of the smallest set up in all others.
func (p *composition) probe() (int, []uint32) {
	return p.walk(p.in[0].eval(), func(ord uint32) bool {
		for i := 1; i < len(p.in); i++ {
			if !p.in[i].holds(ord) {
				return false
			}
		}
		for i := range p.out {
			if p.out[i].holds(ord) {
				return false
			}
		}
		return p.named(ord)
	})
}

// named reports whether an image's name contains every pattern.
func (p *composition) named(ord uint32) bool {
	for _, text := range p.names {
		if !strings.Contains(p.x.name(ord), text) {
			return false
		}
	}
	return true
}

// walk counts the images of a set that are kept, and pages them.
func (p *composition) walk(set *roaring.Bitmap, kept func(uint32) bool) (int, []uint32) {
	total := 0
	var buf [256]uint32
	for it := set.ManyIterator(); ; {
		n := it.NextMany(buf[:])
		if n == 0 {
			return total, p.page
		}
		for _, ord := range buf[:n] {
			if !kept(ord) {
				continue
			}
			if total >= p.from && len(p.page) < p.cut {
				p.page = append(p.page, ord)
			}
			total++
		}
	}
}

// fill pages a set. A page further in begins at the Select of its offset.
func (p *composition) fill(set *roaring.Bitmap) {
	if p.cut == 0 {
		return
	}
	if cap(p.page) < p.cut {
		p.page = make([]uint32, 0, p.cut)
	}
	if p.from == 0 {
		p.page = p.page[:set.ManyIterator().NextMany(p.page[:p.cut])]
		return
	}
	begin, err := set.Select(uint32(p.from))
	if err != nil {
		return // past the end
	}
	it := set.Iterator()
	for it.AdvanceIfNeeded(begin); it.HasNext() && len(p.page) < p.cut; {
		p.page = append(p.page, it.Next())
	}
}
