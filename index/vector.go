package index

// A vector of a million items has a root of 123 pointers, so that changing
// one item copies three small arrays whatever the size.
const (
	leafBits = 6 // items in a leaf, as a power of two
	nodeBits = 7 // leaves in a node, as a power of two
	leafMask = 1<<leafBits - 1
	nodeMask = 1<<nodeBits - 1
)

// vector is a persistent array of T under small integers: copying the struct
// shares everything, and the copy can be edited without the original seeing
// it. Items never set are the zero T and take no memory by leaf.
//
// Reading costs three dependent loads. The first edit of an item by a stamp
// copies its leaf, its node and the root: 64 T, 128 pointers and a pointer
// for every 8,192 items.
type vector[T comparable] struct {
	root      []*node[T]
	rootStamp stamp
}

type node[T comparable] struct {
	stamp  stamp
	leaves [1 << nodeBits]*leaf[T]
}

type leaf[T comparable] struct {
	stamp stamp
	items [1 << leafBits]T
}

// at returns the item at i for reading, or nil if its leaf was never made.
func (v *vector[T]) at(i uint32) *T {
	top := i >> (leafBits + nodeBits)
	if top >= uint32(len(v.root)) {
		return nil
	}
	n := v.root[top]
	if n == nil {
		return nil
	}
	l := n.leaves[i>>leafBits&nodeMask]
	if l == nil {
		return nil
	}
	return &l.items[i&leafMask]
}

// edit returns the item at i for writing, owned by st. The pointer holds
// until the next release of an item in the same leaf.
func (v *vector[T]) edit(i uint32, st stamp) *T {
	return &v.editLeaf(i, st).items[i&leafMask]
}

func (v *vector[T]) editLeaf(i uint32, st stamp) *leaf[T] {
	n := v.editNode(i>>(leafBits+nodeBits), st)
	slot := &n.leaves[i>>leafBits&nodeMask]
	switch l := *slot; {
	case l == nil:
		*slot = &leaf[T]{stamp: st}
	case l.stamp != st:
		c := *l
		c.stamp = st
		*slot = &c
	}
	return *slot
}

func (v *vector[T]) editNode(top uint32, st stamp) *node[T] {
	if v.rootStamp != st {
		v.root = append(make([]*node[T], 0, len(v.root)+1), v.root...)
		v.rootStamp = st
	}
	for uint32(len(v.root)) <= top {
		v.root = append(v.root, nil)
	}
	slot := &v.root[top]
	switch n := *slot; {
	case n == nil:
		*slot = &node[T]{stamp: st}
	case n.stamp != st:
		c := *n
		c.stamp = st
		*slot = &c
	}
	return *slot
}

// release sets the item at i to the zero T and gives its leaf back when it
// was the last item there, and its node when that was the last leaf.
func (v *vector[T]) release(i uint32, st stamp) {
	l := v.editLeaf(i, st)
	var zero T
	l.items[i&leafMask] = zero
	if l.items != [1 << leafBits]T{} {
		return
	}
	top := i >> (leafBits + nodeBits)
	n := v.editNode(top, st)
	n.leaves[i>>leafBits&nodeMask] = nil
	if n.leaves == [1 << nodeBits]*leaf[T]{} {
		v.root[top] = nil
	}
}
