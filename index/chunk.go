package index

import (
	"math"
	"slices"
	"unsafe"
)

// chunk is what a posting has of one block: sorted 16-bit offsets, a bitset
// where they are dense, runs where they are few, or, of grams, offsets packed
// into bytes. It is 16 bytes of a directory and one array, so that a sweep over
// the blocks waits for one load each. The zero chunk is empty.
type chunk struct {
	data unsafe.Pointer // the first offset, run or byte, or a *Block
	n    uint16         // ordinals
	room uint16         // offsets there is room for, or how many runs there are
	form chunkForm
	mine bool // the array was made for the set it is in, whose owner may write it
}

type chunkForm uint8

const (
	formOffsets chunkForm = iota
	formBits
	formRuns
	formPacked
)

func chunkOfBits(b *Block, n int) chunk {
	return chunk{data: unsafe.Pointer(b), n: uint16(n), form: formBits, mine: true}
}

// chunkOfOffsets keeps the list.
func chunkOfOffsets(low []uint16) chunk {
	room := min(cap(low), math.MaxUint16)
	return chunk{data: unsafe.Pointer(unsafe.SliceData(low)), n: uint16(len(low)), room: uint16(room), mine: true}
}

// bits is the bitset, or nil if there is none.
func (c *chunk) bits() *Block {
	if c.form != formBits {
		return nil
	}
	return (*Block)(c.data)
}

// offsets is the list of a chunk of that form.
func (c *chunk) offsets() []uint16 {
	return unsafe.Slice((*uint16)(c.data), c.room)[:c.n]
}

func (c *chunk) has(low uint32) bool {
	switch c.form {
	case formBits:
		return c.bits().Has(low)
	case formRuns:
		return hasRun(c.runs(), uint16(low))
	case formPacked:
		return c.hasPacked(low)
	}
	_, ok := slices.BinarySearch(c.offsets(), uint16(low))
	return ok
}

// or puts the chunk's ordinals into dst.
func (c *chunk) or(dst *Block) {
	switch c.form {
	case formBits:
		dst.Or(c.bits())
	case formRuns:
		dst.orRuns(c.runs())
	case formPacked:
		c.orPacked(dst)
	default:
		for _, low := range c.offsets() {
			dst.Set(uint32(low))
		}
	}
}

// fill overwrites dst with the chunk's ordinals.
func (c *chunk) fill(dst *Block) {
	switch {
	case c.form == formBits:
		*dst = *c.bits()
	case c.n == BlockSize:
		*dst = allBits
	default:
		*dst = Block{}
		c.or(dst)
	}
}

// and keeps in dst, which holds something, what the chunk has too; false means
// that nothing is left, and dst is undefined then.
func (c *chunk) and(dst *Block) bool {
	switch c.form {
	case formBits:
		return dst.And(c.bits())
	case formRuns:
		return c.n == BlockSize || dst.keepRuns(c.runs())
	case formPacked:
		var b Block
		c.orPacked(&b)
		return dst.And(&b)
	}
	return keep(dst, c.offsets())
}

// andNot takes the chunk's ordinals out of dst; false means that nothing is
// left, true that something may be.
func (c *chunk) andNot(dst *Block) bool {
	switch c.form {
	case formBits:
		return dst.AndNot(c.bits())
	case formRuns:
		if c.n == BlockSize {
			return false
		}
		dst.clearRuns(c.runs())
	case formPacked:
		var b Block
		c.orPacked(&b)
		return dst.AndNot(&b)
	default:
		for _, low := range c.offsets() {
			dst.Clear(uint32(low))
		}
	}
	return true
}

// in counts the chunk's ordinals that are in b.
func (c *chunk) in(b *Block) int {
	switch c.form {
	case formBits:
		return c.bits().AndLen(b)
	case formRuns:
		if c.n == BlockSize {
			return b.Len()
		}
		return b.countRuns(c.runs())
	case formPacked:
		var own Block
		c.orPacked(&own)
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
	base := uint32(block) << BlockBits
	switch c.form {
	case formBits:
		return c.bits().AppendTo(dst, block, 0, BlockSize)
	case formRuns:
		for _, r := range c.runs() {
			for low := uint32(r.first); low <= uint32(r.last); low++ {
				dst = append(dst, base|low)
			}
		}
	case formPacked:
		var b Block
		c.orPacked(&b)
		return b.AppendTo(dst, block, 0, BlockSize)
	default:
		for _, low := range c.offsets() {
			dst = append(dst, base|uint32(low))
		}
	}
	return dst
}

// choose appends to kept those of the ordinals, which are of one block, that
// the chunk has, or those that it has not. kept may begin where ords does.
func (c *chunk) choose(kept, ords []uint32, block int, want bool) []uint32 {
	switch c.form {
	case formOffsets:
		return c.chooseOffsets(kept, ords, block, want)
	case formRuns:
		return chooseRuns(kept, ords, c.runs(), want)
	case formPacked:
		return c.choosePacked(kept, ords, want)
	}
	return chooseBits(kept, ords, c.bits(), want)
}

// size is the bytes of the array.
func (c *chunk) size() int {
	switch c.form {
	case formBits:
		return int(unsafe.Sizeof(Block{}))
	case formRuns:
		return int(unsafe.Sizeof(run{})) * int(c.room)
	case formPacked:
		return stretches + int(c.n)
	}
	return 2 * int(c.room)
}

// own makes the array one that may be written, by copying it if need be.
func (c *chunk) own(lay layout) {
	switch {
	case c.form >= formRuns:
		c.unpack(lay)
	case c.mine:
	case c.form == formBits:
		b := *c.bits()
		*c = chunkOfBits(&b, int(c.n))
	case c.n > 0:
		*c = chunkOfOffsets(append(make([]uint16, 0, c.n+4), c.offsets()...))
	}
}

// add puts an ordinal in and reports whether it was not there.
func (c *chunk) add(low uint32, lay layout) bool {
	if c.form >= formRuns && c.has(low) {
		return false
	}
	c.own(lay)
	if b := c.bits(); b != nil {
		if b.Has(low) {
			return false
		}
		b.Set(low)
		if c.n++; c.n == BlockSize {
			c.pack(lay)
		}
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
	c.own(lay)
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
func (c *chunk) appendRun(ords []uint32, lay layout) {
	if n := int(c.n) + len(ords); c.form == formBits || n >= int(lay.dense) {
		c.appendBits(ords, lay)
	} else {
		low := c.appendLow(make([]uint16, 0, n))
		for _, ord := range ords {
			low = append(low, uint16(ord&lowMask))
		}
		*c = chunkOfOffsets(low)
	}
	c.pack(lay)
}

func (c *chunk) appendBits(ords []uint32, lay layout) {
	if c.form == formBits {
		c.own(lay)
	} else {
		c.toBits()
	}
	b := c.bits()
	for _, ord := range ords {
		b.Set(ord & lowMask)
	}
	c.n += uint16(len(ords))
}

// appendBlock puts in the ordinals of a bitset, which lie above those that are
// there. The bitset is not kept.
func (c *chunk) appendBlock(b *Block, n int, lay layout) {
	if c.n > 0 {
		all := *b
		c.or(&all)
		b, n = &all, n+int(c.n)
	}
	*c = chunkOfBits(b, n)
	switch c.pack(lay); {
	case c.form != formBits:
	case n >= int(lay.dense):
		own := *b
		*c = chunkOfBits(&own, n)
	default:
		*c = chunkOfOffsets(b.appendLow(make([]uint16, 0, n)))
	}
}

// appendLow appends the ordinals, by their low bits.
func (c *chunk) appendLow(dst []uint16) []uint16 {
	if c.form == formOffsets {
		return append(dst, c.offsets()...)
	}
	var b Block
	c.or(&b)
	return b.appendLow(dst)
}

func (c *chunk) toBits() {
	b := new(Block)
	c.or(b)
	*c = chunkOfBits(b, int(c.n))
}

// pack gives a chunk that is not expected to change the form that is smallest
// and yet fast enough.
func (c *chunk) pack(lay layout) {
	if c.toRuns() || !lay.packed || c.n < packedMin || c.n > packedMax {
		return
	}
	var data []byte
	switch c.form {
	case formBits:
		data = packBits(c.bits(), int(c.n))
	case formOffsets:
		data = packOffsets(c.offsets())
	}
	if data != nil {
		*c = chunkOfPacked(data)
	}
}

// unpack gives a chunk the form that it has when it is edited.
func (c *chunk) unpack(lay layout) {
	if uint32(c.n) >= lay.dense {
		c.toBits()
		return
	}
	*c = chunkOfOffsets(c.appendLow(make([]uint16, 0, c.n+4)))
}

// fit gives back the room for growth of a chunk that is not expected to grow
// further.
func (c *chunk) fit() {
	if c.mine && int(c.room)-int(c.n) > int(c.n)/8 {
		*c = chunkOfOffsets(append(make([]uint16, 0, c.n), c.offsets()...))
	}
}
