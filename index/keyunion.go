package index

import "slices"

// keyUnion unites the runs of a key's values, of ordinals from some block on.
type keyUnion struct {
	first  int
	blocks []Block // empty between two keys
	list   []uint32
}

func newKeyUnion(from, to uint32) *keyUnion {
	u := &keyUnion{first: int(from >> BlockBits)}
	u.blocks = make([]Block, int((to-1)>>BlockBits)+1-u.first)
	return u
}

// unite returns what resources have one of the values, ascending, until it is
// called again. disjoint is false if one has two.
func (u *keyUnion) unite(tags *grouped, values []uint32) (run []uint32, disjoint bool) {
	if len(values) == 1 {
		return tags.of(values[0]), true
	}
	n := 0
	for _, id := range values {
		n += len(tags.of(id))
	}
	u.list = u.list[:0]
	if n < max(unionFew, len(u.blocks)) {
		for _, id := range values {
			u.list = append(u.list, tags.of(id)...)
		}
		slices.Sort(u.list)
		return u.list, ascends(u.list)
	}
	for _, id := range values {
		for _, ord := range tags.of(id) {
			u.blocks[int(ord>>BlockBits)-u.first].Set(ord & lowMask)
		}
	}
	for i := range u.blocks {
		b := &u.blocks[i]
		u.list = b.AppendTo(u.list, u.first+i, 0, BlockSize)
		*b = Block{}
	}
	return u.list, len(u.list) == n
}

// ascends tells of a list in which each ordinal is above the one before.
func ascends(ords []uint32) bool {
	for i := 1; i < len(ords); i++ {
		if ords[i] <= ords[i-1] {
			return false
		}
	}
	return true
}
