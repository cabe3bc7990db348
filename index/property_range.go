package index

import (
	"slices"
	"sort"

	"github.com/tagdex/tagdex/internal/scalar"
)

// back walks over the ids from the last for which beyond is false, backwards:
// it is false for those up to some place, true for all after.
func (t *ordered) back(beyond func(id uint32) bool, yield func(id uint32) bool) {
	if t.root != nil {
		t.root.back(beyond, yield)
	}
}

func (n *orderedNode) back(beyond func(id uint32) bool, yield func(id uint32) bool) bool {
	end := sort.Search(len(n.ids), func(i int) bool { return beyond(n.ids[i]) })
	for i := end - 1; i >= 0; i-- {
		if n.kids == nil {
			if !yield(n.ids[i]) {
				return false
			}
			continue
		}
		if i < end-1 {
			beyond = func(uint32) bool { return false }
		}
		if !n.kids[i].back(beyond, yield) {
			return false
		}
	}
	return true
}

// rangeList is up to how many ordinals of a range are listed.
const rangeList = 4096

// Range returns the resources whose rank is from first to last: a posting of
// its own where they are few, else false and how many they are at most.
func (p *Property) Range(first, last scalar.Rank) (q Posting, most int, listed bool) {
	if p.order.root == nil {
		return Posting{}, 0, true
	}
	most = min(p.order.root.most(p, first, last), p.valued.Len())
	if most > 2*rangeList { // a node is half full at least, as a rule
		return Posting{}, most, false
	}
	ords := make([]uint32, 0, min(most, rangeList))
	more := false
	p.Ascend(first, func(ord uint32) bool {
		if last.Less(p.At(ord)) {
			return false
		}
		more = len(ords) == rangeList
		ords = append(ords, ord)
		return !more
	})
	if more {
		return Posting{}, most, false
	}
	slices.Sort(ords)
	return ofSorted(ords), len(ords), true
}

// most is how many ids of a subtree may lie in a range, at most: those of the
// leaves at its ends, and what there is room for between.
func (n *orderedNode) most(p *Property, first, last scalar.Rank) int {
	begin := sort.Search(len(n.ids), func(i int) bool { return !p.At(n.ids[i]).Less(first) })
	end := sort.Search(len(n.ids), func(i int) bool { return last.Less(p.At(n.ids[i])) })
	if n.kids == nil {
		return max(end-begin, 0)
	}
	sum := 0
	for i := max(begin-1, 0); i < end; i++ {
		if i < begin || i == end-1 {
			sum += n.kids[i].most(p, first, last)
		} else {
			sum += n.kids[i].room()
		}
	}
	return sum
}

// room is how many ids a subtree has room for.
func (n *orderedNode) room() int {
	switch {
	case n.kids == nil:
		return len(n.ids)
	case n.kids[0].kids == nil:
		return len(n.kids) * orderedMax
	}
	sum := 0
	for _, kid := range n.kids {
		sum += kid.room()
	}
	return sum
}

// FillRange overwrites dst with the ordinals of a block whose rank is from
// first to last; false means that there are none, and dst is undefined then.
func (p *Property) FillRange(block int, first, last scalar.Rank, dst *Block) bool {
	return p.valued.Fill(block, dst) && p.AndRange(block, first, last, dst)
}

// AndRange keeps in dst, ordinals of Valued, those whose rank is from first to
// last; false means that nothing is left, and dst is undefined then.
func (p *Property) AndRange(block int, first, last scalar.Rank, dst *Block) bool {
	var left uint64
	for i, w := range dst {
		if w == 0 {
			continue
		}
		// A word of a block is a leaf of the ranks.
		w &= p.ranks.within(uint32(block)<<BlockBits+uint32(i)*largeLeaf, w, first, last)
		dst[i] = w
		left |= w
	}
	return left != 0
}
