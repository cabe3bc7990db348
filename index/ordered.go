package index

import (
	"slices"
	"sort"
)

// ordered is a persistent list of ids in an order that the caller gives with
// each call, as only he can see the texts behind the ids: a B+ tree. Copying
// the struct shares everything. An edit copies the nodes on the way that the
// stamp does not own: three or four of up to orderedMax ids.
type ordered struct {
	root *orderedNode
	n    int
}

// orderedNode is a leaf, or has a child for each id, which is the child's
// first. No node is empty.
type orderedNode struct {
	stamp stamp
	ids   []uint32
	kids  []*orderedNode
}

const orderedMax = 128 // ids in a node

type lessFunc func(a, b uint32) bool

// buildOrdered makes the tree of ids that are in order already. It is as small
// as it can be.
func buildOrdered(ids []uint32, st stamp) ordered {
	if len(ids) == 0 {
		return ordered{}
	}
	var level []*orderedNode
	for part := range slices.Chunk(ids, orderedMax) {
		level = append(level, &orderedNode{stamp: st, ids: slices.Clone(part)})
	}
	for len(level) > 1 {
		var above []*orderedNode
		for kids := range slices.Chunk(level, orderedMax) {
			n := &orderedNode{stamp: st, kids: slices.Clone(kids), ids: make([]uint32, len(kids))}
			for i, kid := range kids {
				n.ids[i] = kid.ids[0]
			}
			above = append(above, n)
		}
		level = above
	}
	return ordered{root: level[0], n: len(ids)}
}

// insert puts in an id that is not there.
func (t *ordered) insert(id uint32, less lessFunc, st stamp) {
	t.n++
	if t.root == nil {
		t.root = &orderedNode{stamp: st, ids: []uint32{id}}
		return
	}
	t.root = t.root.own(st)
	if right := t.root.insert(id, less, st); right != nil {
		left := t.root
		t.root = &orderedNode{stamp: st, ids: []uint32{left.ids[0], right.ids[0]}, kids: []*orderedNode{left, right}}
	}
}

// remove takes an id out, if it is there.
func (t *ordered) remove(id uint32, less lessFunc, st stamp) {
	if t.root == nil || !t.root.has(id, less) {
		return
	}
	t.n--
	t.root = t.root.own(st)
	t.root.remove(id, less, st)
	for t.root != nil && len(t.root.ids) < 2 {
		switch {
		case len(t.root.ids) == 0:
			t.root = nil
		case t.root.kids != nil:
			t.root = t.root.kids[0]
		default:
			return
		}
	}
}

// from walks over the ids from the first for which reached is true: it is
// false for those before, true for all after.
func (t *ordered) from(reached func(id uint32) bool, yield func(id uint32) bool) {
	if t.root != nil {
		t.root.from(reached, yield)
	}
}

// all lists the ids.
func (t *ordered) all() []uint32 {
	ids := make([]uint32, 0, t.n)
	t.from(func(uint32) bool { return true }, func(id uint32) bool {
		ids = append(ids, id)
		return true
	})
	return ids
}

func (n *orderedNode) own(st stamp) *orderedNode {
	if n.stamp == st {
		return n
	}
	return &orderedNode{stamp: st, ids: cloneGrown(n.ids), kids: cloneGrown(n.kids)}
}

// cloneGrown copies a list, nil for nil, with room for one more.
func cloneGrown[T any](list []T) []T {
	if list == nil {
		return nil
	}
	return append(make([]T, 0, len(list)+1), list...)
}

// kid is which child holds id, if any does.
func (n *orderedNode) kid(id uint32, less lessFunc) int {
	return max(sort.Search(len(n.ids), func(i int) bool { return less(id, n.ids[i]) })-1, 0)
}

func (n *orderedNode) has(id uint32, less lessFunc) bool {
	for n.kids != nil {
		n = n.kids[n.kid(id, less)]
	}
	i := n.kid(id, less)
	return n.ids[i] == id
}

// insert puts id into a node that st owns. If the node has become too long,
// its second half is returned, for a place after it.
func (n *orderedNode) insert(id uint32, less lessFunc, st stamp) *orderedNode {
	if n.kids == nil {
		i := sort.Search(len(n.ids), func(i int) bool { return less(id, n.ids[i]) })
		n.ids = slices.Insert(n.ids, i, id)
		return n.split(st)
	}
	i := n.kid(id, less)
	n.kids[i] = n.kids[i].own(st)
	right := n.kids[i].insert(id, less, st)
	n.ids[i] = n.kids[i].ids[0]
	if right == nil {
		return nil
	}
	n.ids, n.kids = slices.Insert(n.ids, i+1, right.ids[0]), slices.Insert(n.kids, i+1, right)
	return n.split(st)
}

func (n *orderedNode) split(st stamp) *orderedNode {
	if len(n.ids) <= orderedMax {
		return nil
	}
	half := len(n.ids) / 2
	right := &orderedNode{stamp: st, ids: cloneGrown(n.ids[half:])}
	n.ids = cloneGrown(n.ids[:half])
	if n.kids != nil {
		right.kids = cloneGrown(n.kids[half:])
		n.kids = cloneGrown(n.kids[:half])
	}
	return right
}

// remove takes an id that is there out of a node that st owns, and joins what
// has become short. It may leave the node empty.
func (n *orderedNode) remove(id uint32, less lessFunc, st stamp) {
	i := n.kid(id, less)
	if n.kids == nil {
		n.ids = slices.Delete(n.ids, i, i+1)
		return
	}
	kid := n.kids[i].own(st)
	n.kids[i] = kid
	kid.remove(id, less, st)
	if len(kid.ids) == 0 {
		n.ids, n.kids = slices.Delete(n.ids, i, i+1), slices.Delete(n.kids, i, i+1)
		return
	}
	n.ids[i] = kid.ids[0]
	if i > 0 {
		i--
	}
	if i+1 < len(n.kids) && len(n.kids[i].ids)+len(n.kids[i+1].ids) <= orderedMax/2 {
		n.join(i, st)
	}
}

// join puts the children i and i+1 together.
func (n *orderedNode) join(i int, st stamp) {
	left, right := n.kids[i].own(st), n.kids[i+1]
	left.ids, left.kids = append(left.ids, right.ids...), append(left.kids, right.kids...)
	n.kids[i] = left
	n.ids, n.kids = slices.Delete(n.ids, i+1, i+2), slices.Delete(n.kids, i+1, i+2)
}

func (n *orderedNode) from(reached func(id uint32) bool, yield func(id uint32) bool) bool {
	i := sort.Search(len(n.ids), func(i int) bool { return reached(n.ids[i]) })
	if n.kids == nil {
		for _, id := range n.ids[i:] {
			if !yield(id) {
				return false
			}
		}
		return true
	}
	if i > 0 && !n.kids[i-1].from(reached, yield) {
		return false
	}
	for _, kid := range n.kids[i:] {
		if !kid.from(func(uint32) bool { return true }, yield) {
			return false
		}
	}
	return true
}
