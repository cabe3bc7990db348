package index

import (
	"math/bits"
	"slices"
)

// runUnion unites runs of ordinals, each of which ascends, and begins and ends
// within a block's size from first on.
type runUnion struct {
	first  uint32
	run    []uint32 // the only one, if it is not nil: not to be written
	list   []uint32 // else: what was added, in any order, unless isBits
	isBits bool
	block  Block // an ordinal less first is a bit
}

// unionFew is how many ordinals are sorted; more are made bits.
const unionFew = 32

// add puts a run in, which must stay as it is until reset.
func (u *runUnion) add(run []uint32) {
	switch {
	case len(run) == 0:
	case u.run == nil && len(u.list) == 0 && !u.isBits:
		u.run = run
	default:
		u.copy(run)
	}
}

// copy puts a run in.
func (u *runUnion) copy(run []uint32) {
	if !u.isBits && len(u.run)+len(u.list)+len(run) <= unionFew {
		u.list = append(append(u.list, u.run...), run...)
		u.run = nil
		return
	}
	u.toBits()
	u.setBits(run)
}

// unite puts in all that is in o.
func (u *runUnion) unite(o *runUnion) {
	switch {
	case o.isBits:
		u.toBits()
		u.block.Or(&o.block)
	case o.run != nil:
		u.add(o.run)
	default:
		u.copy(o.list)
	}
}

func (u *runUnion) toBits() {
	if u.isBits {
		return
	}
	u.isBits = true
	u.block = Block{}
	u.setBits(u.run)
	u.setBits(u.list)
	u.run, u.list = nil, u.list[:0]
}

func (u *runUnion) setBits(run []uint32) {
	for _, ord := range run {
		u.block.Set((ord - u.first) & lowMask)
	}
}

// sorted is what is in u, ascending. It is good until u is used again.
func (u *runUnion) sorted() []uint32 {
	switch {
	case u.isBits:
		return u.fromBits()
	case u.run != nil:
		return u.run
	}
	slices.Sort(u.list)
	u.list = slices.Compact(u.list)
	return u.list
}

func (u *runUnion) fromBits() []uint32 {
	list := slices.Grow(u.list[:0], BlockSize)[:BlockSize]
	n := 0
	for i, w := range &u.block {
		ord := u.first + uint32(i)<<6
		for ; w != 0; w &= w - 1 {
			list[n] = ord + uint32(bits.TrailingZeros64(w))
			n++
		}
	}
	u.list = list[:n]
	return u.list
}

// reset empties u.
func (u *runUnion) reset() {
	u.run, u.list, u.isBits = nil, u.list[:0], false
}
