package index

import (
	"math"
	"slices"
	"unsafe"
)

// chunk is what a posting has of one block: sorted 16-bit offsets, or a bitset
// where they are dense. It is 16 bytes of a directory and one array, so that a
// sweep over the blocks waits for one load each. The zero chunk is empty.
type chunk struct {
	data unsafe.Pointer // the first of room offsets, or, if room is 0, a *Block
	n    uint16         // ordinals
	room uint16         // offsets there is room for
	mine bool           // the array was made for the set it is in, whose owner may write it
}

func chunkOfBits(b *Block, n int) chunk {
	return chunk{data: unsafe.Pointer(b), n: uint16(n), mine: true}
}

// chunkOfOffsets keeps the list, which has at least one offset.
func chunkOfOffsets(low []uint16) chunk {
	room := min(cap(low), math.MaxUint16)
	return chunk{data: unsafe.Pointer(unsafe.SliceData(low)), n: uint16(len(low)), room: uint16(room), mine: true}
}

// bits is the bitset, or nil if there is none.
func (c *chunk) bits() *Block {
	if c.room != 0 {
		return nil
	}
	return (*Block)(c.data)
}

// offsets is the list, or nil if there is none.
func (c *chunk) offsets() []uint16 {
	if c.room == 0 {
		return nil
	}
	return unsafe.Slice((*uint16)(c.data), c.room)[:c.n]
}

func (c *chunk) has(low uint32) bool {
	if b := c.bits(); b != nil {
		return b.Has(low)
	}
	_, ok := slices.BinarySearch(c.offsets(), uint16(low))
	return ok
}

// or puts the chunk's ordinals into dst.
func (c *chunk) or(dst *Block) {
	if b := c.bits(); b != nil {
		dst.Or(b)
		return
	}
	for _, low := range c.offsets() {
		dst.Set(uint32(low))
	}
}

// fill overwrites dst with the chunk's ordinals.
func (c *chunk) fill(dst *Block) {
	if b := c.bits(); b != nil {
		*dst = *b
		return
	}
	*dst = Block{}
	c.or(dst)
}

// and keeps in dst what the chunk has too; false means that nothing is left,
// and dst is undefined then.
func (c *chunk) and(dst *Block) bool {
	if b := c.bits(); b != nil {
		return dst.And(b)
	}
	return keep(dst, c.offsets())
}

// andNot takes the chunk's ordinals out of dst; false means that nothing is
// left, true that something may be.
func (c *chunk) andNot(dst *Block) bool {
	if b := c.bits(); b != nil {
		return dst.AndNot(b)
	}
	for _, low := range c.offsets() {
		dst.Clear(uint32(low))
	}
	return true
}

// in counts the chunk's ordinals that are in b.
func (c *chunk) in(b *Block) int {
	if own := c.bits(); own != nil {
		return own.AndLen(b)
	}
	n := uint64(0)
	for _, low := range c.offsets() {
		n += b[low>>6] >> (low & 63) & 1
	}
	return int(n)
}

// appendTo appends the chunk's ordinals, which are those of a block.
func (c *chunk) appendTo(dst []uint32, block int) []uint32 {
	if b := c.bits(); b != nil {
		return b.AppendTo(dst, block, 0, BlockSize)
	}
	for _, low := range c.offsets() {
		dst = append(dst, uint32(block)<<BlockBits|uint32(low))
	}
	return dst
}

// size is the bytes of the array.
func (c *chunk) size() int {
	if c.bits() != nil {
		return int(unsafe.Sizeof(Block{}))
	}
	return 2 * int(c.room)
}

// own makes the array one that may be written, by copying it if need be.
func (c *chunk) own() {
	switch {
	case c.mine || c.n == 0:
	case c.room != 0:
		*c = chunkOfOffsets(append(make([]uint16, 0, c.n+4), c.offsets()...))
	default:
		b := *c.bits()
		*c = chunkOfBits(&b, int(c.n))
	}
}

// add puts an ordinal in and reports whether it was not there.
func (c *chunk) add(low uint32, lay layout) bool {
	c.own()
	if b := c.bits(); b != nil {
		if b.Has(low) {
			return false
		}
		b.Set(low)
		c.n++
		return true
	}
	list := c.offsets()
	if !insertSorted(&list, uint16(low)) {
		return false
	}
	*c = chunkOfOffsets(list)
	if uint32(c.n) >= lay.dense {
		c.toBits()
	}
	return true
}

// remove takes out an ordinal that is there.
func (c *chunk) remove(low uint32, lay layout) {
	c.own()
	if c.n == 1 {
		*c = chunk{}
		return
	}
	if b := c.bits(); b != nil {
		b.Clear(low)
		if c.n--; uint32(c.n) < lay.dense/2 {
			*c = chunkOfOffsets(b.appendLow(make([]uint16, 0, c.n)))
		}
		return
	}
	list := c.offsets()
	i, _ := slices.BinarySearch(list, uint16(low))
	copy(list[i:], list[i+1:])
	c.n--
}

// appendRun puts in ordinals that lie above those that are there.
func (c *chunk) appendRun(run []uint32, lay layout) {
	n := int(c.n) + len(run)
	if c.room != 0 && n >= int(lay.dense) {
		c.toBits()
	}
	if c.n == 0 && n >= int(lay.dense) {
		*c = chunkOfBits(new(Block), 0)
	}
	if c.bits() != nil {
		c.own()
		b := c.bits()
		for _, ord := range run {
			b.Set(ord & lowMask)
		}
		c.n = uint16(n)
		return
	}
	low := append(make([]uint16, 0, n), c.offsets()...)
	for _, ord := range run {
		low = append(low, uint16(ord&lowMask))
	}
	*c = chunkOfOffsets(low)
}

func (c *chunk) toBits() {
	b := new(Block)
	c.or(b)
	*c = chunkOfBits(b, int(c.n))
}

// fit gives back the room for growth of a chunk that is not expected to grow
// further.
func (c *chunk) fit() {
	if c.mine && int(c.room)-int(c.n) > int(c.n)/8 {
		*c = chunkOfOffsets(append(make([]uint16, 0, c.n), c.offsets()...))
	}
}
