package index

// A vector of a million items in large leaves has a root of 123 pointers, so
// that changing one item copies three small arrays whatever the size. Small
// leaves are for large items of which there may be few, or that are changed
// here and there.
const (
	smallLeaf = 16 // items
	largeLeaf = 64
	nodeBits  = 7 // leaves in a node, as a power of two
	nodeMask  = 1<<nodeBits - 1
)

// leafOf is the items of a leaf.
type leafOf[T any] interface {
	comparable
	~[smallLeaf]T | ~[largeLeaf]T
}

// vector is a persistent array of T under small integers: copying the struct
// shares everything, and the copy can be edited without the original seeing
// it. Items never set are the zero T and take no memory by leaf.
//
// Reading costs three dependent loads. The first edit of an item by a stamp
// copies its leaf, its node and the root: an L, 128 pointers and a pointer
// for every 128 L.
type vector[T comparable, L leafOf[T]] struct {
	root      []*node[T, L]
	rootStamp stamp
}

type node[T comparable, L leafOf[T]] struct {
	stamp  stamp
	leaves [1 << nodeBits]*leaf[T, L]
}

type leaf[T comparable, L leafOf[T]] struct {
	stamp stamp
	items L
}

// at returns the item at i for reading, or nil if its leaf was never made.
func (v *vector[T, L]) at(i uint32) *T {
	var none L
	number := i / uint32(len(none))
	top := number >> nodeBits
	if top >= uint32(len(v.root)) || v.root[top] == nil {
		return nil
	}
	l := v.root[top].leaves[number&nodeMask]
	if l == nil {
		return nil
	}
	return &l.items[i%uint32(len(none))]
}

// leafAt returns the leaf with the item at i for reading, or nil if it was
// never made.
func (v *vector[T, L]) leafAt(i uint32) *leaf[T, L] {
	var none L
	number := i / uint32(len(none))
	top := number >> nodeBits
	if top >= uint32(len(v.root)) || v.root[top] == nil {
		return nil
	}
	return v.root[top].leaves[number&nodeMask]
}

// edit returns the item at i for writing, owned by st. The pointer holds
// until the next release of an item in the same leaf.
func (v *vector[T, L]) edit(i uint32, st stamp) *T {
	l := v.editLeaf(i, st)
	return &l.items[i%uint32(len(l.items))]
}

func (v *vector[T, L]) editLeaf(i uint32, st stamp) *leaf[T, L] {
	var none L
	number := i / uint32(len(none))
	n := v.editNode(number>>nodeBits, st)
	slot := &n.leaves[number&nodeMask]
	switch l := *slot; {
	case l == nil:
		*slot = &leaf[T, L]{stamp: st}
	case l.stamp != st:
		c := *l
		c.stamp = st
		*slot = &c
	}
	return *slot
}

func (v *vector[T, L]) editNode(top uint32, st stamp) *node[T, L] {
	if v.rootStamp != st {
		v.root = append(make([]*node[T, L], 0, len(v.root)+1), v.root...)
		v.rootStamp = st
	}
	for uint32(len(v.root)) <= top {
		v.root = append(v.root, nil)
	}
	slot := &v.root[top]
	switch n := *slot; {
	case n == nil:
		*slot = &node[T, L]{stamp: st}
	case n.stamp != st:
		c := *n
		c.stamp = st
		*slot = &c
	}
	return *slot
}

// release sets the item at i to the zero T and gives its leaf back when it
// was the last item there, and its node when that was the last leaf.
func (v *vector[T, L]) release(i uint32, st stamp) {
	l := v.editLeaf(i, st)
	var zero T
	var none L
	l.items[i%uint32(len(none))] = zero
	if l.items != none {
		return
	}
	number := i / uint32(len(none))
	top := number >> nodeBits
	n := v.editNode(top, st)
	n.leaves[number&nodeMask] = nil
	if n.leaves == [1 << nodeBits]*leaf[T, L]{} {
		v.root[top] = nil
	}
}
