package index

import "slices"

// runUnion unites runs of ordinals of one block, each of which ascends.
type runUnion struct {
	at     int      // the block
	run    []uint32 // the only one, if it is not nil: not to be written
	list   []uint32 // else: what was added, in any order, unless isBits
	isBits bool
	block  Block
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
		u.block.Set(ord & lowMask)
	}
}

// sorted is what is in u, ascending. It is good until u is used again.
func (u *runUnion) sorted() []uint32 {
	switch {
	case u.isBits:
		u.list = u.block.AppendTo(u.list[:0], u.at, 0, BlockSize)
		return u.list
	case u.run != nil:
		return u.run
	}
	slices.Sort(u.list)
	u.list = slices.Compact(u.list)
	return u.list
}

// reset empties u.
func (u *runUnion) reset() {
	u.run, u.list, u.isBits = nil, u.list[:0], false
}
