package engine

import (
	"math"

	"github.com/tagdex/tagdex/index"
)

// What names hold is kept beside the unions, in the same cache, where it is
// asked for again: the resources that pass one test of their names. Finding all
// of them can cost far more than a query that asks for a few, so that is done
// once the queries of one version that wanted them have cost as much, by the
// planner's own estimate. A query that asks for nothing else has when it comes
// for the second time.
//
// Every resource that passes is in the posting of the text's rarest gram, so
// what is kept is good for each version that has the same posting there, if no
// resource got another name in between.

// tested plans a test of names by what is kept, or else by grams.
func (p *planner) tested(folded string, n *named) node {
	if p.unions == nil {
		return p.byGrams(folded, n)
	}
	r := request{test: n.expr.Op(), key: n.text}
	hash, version := p.unions.hash(r), p.v.Number()
	kept := p.unions.find(hash, r)
	if kept != nil && kept.version.Load() == version {
		return p.keptNames(kept, n)
	}
	found := p.byGrams(folded, n)
	if n.rarest.Len() == 0 {
		return found
	}
	if kept != nil && kept.renamed == p.v.Renamed() && kept.of[0] == n.rarest {
		kept.version.Store(version)
		return p.keptNames(kept, n)
	}
	switch found := found.(type) {
	case *leaf: // a word's, which is searched for each time, and stored for space
		if !p.unions.again(hash, p.v) {
			break
		}
		if slot, ok := p.roomForNames(hash, r, n); ok {
			p.keepNames(slot, r, n, index.Union([]index.Posting{found.posting}))
		}
	case *conj:
		if p.unions.spentOn(hash, p.v) < costOf(p.v, found) {
			p.x.wanted = append(p.x.wanted, hash)
			break
		}
		p.unions.forget(hash, p.v) // from the beginning again, if it comes to nothing
		slot, ok := p.roomForNames(hash, r, n)
		if !ok {
			break
		}
		if _, _, err := p.x.page(found, Page{Limit: math.MaxInt}); err == nil { // else the run that follows reports it
			return p.keptNames(p.keepNames(slot, r, n, index.SetOf(p.x.ords)), n)
		}
	}
	return found
}

func (p *planner) keptNames(k *keptUnion, n *named) node {
	return p.arena.leaves.new(leaf{posting: k.union, blocks: p.blocks, expr: n.expr, names: true})
}

// costOf is what the cheaper way of running a plan costs, in nanoseconds.
func costOf(v *index.Version, n node) uint64 {
	list, sweep := costs(v, n)
	return uint64(min(list, sweep))
}

func (p *planner) roomForNames(hash uint64, r request, n *named) (slot unionSlot, ok bool) {
	return p.unions.room(hash, r, roomFor(n.rarest.Len(), p.blocks)+len(n.text), p.v)
}

func (p *planner) keepNames(slot unionSlot, r request, n *named, all index.Posting) *keptUnion {
	k := &keptUnion{of: []index.Posting{n.rarest}, renamed: p.v.Renamed(), union: all}
	p.unions.keep(slot, r, k, p.v)
	return k
}
