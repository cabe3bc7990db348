package index

import (
	"bytes"
	"math/bits"
	"unsafe"
)

// A packed chunk has its offsets in bytes: how many lie in each stretch of 256
// ordinals, then the low byte of each. It takes little more than half of a
// list and is as fast to put into a block, but slower to look one ordinal up
// in. It cannot be written: an edit makes another form first.
const (
	stretchBits = 8
	stretches   = BlockSize >> stretchBits
	packedMin   = 96                        // ordinals from which on it pays
	packedMax   = BlockSize/8 - 5*stretches // and up to which
)

// GramsPacked is up to how many ordinals of a block a gram may have in bytes,
// which cost more to put into a block than a bitset.
const GramsPacked = packedMax

// packOffsets returns the bytes of a packed chunk; nil, if a stretch is full,
// since a byte cannot say that.
func packOffsets(low []uint16) []byte {
	data := make([]byte, stretches, stretches+len(low))
	for _, v := range low {
		s := v >> stretchBits
		if data[s]++; data[s] == 0 {
			return nil
		}
		data = append(data, byte(v))
	}
	return data
}

// packBits is packOffsets of the n ordinals of a bitset, at most packedMax.
func packBits(b *Block, n int) []byte {
	data := make([]byte, stretches+n)
	if !b.packBits((*[stretches]byte)(data), data[stretches:]) {
		return nil
	}
	return data
}

// packBitsPlain is Block.packBits in plain Go.
func packBitsPlain(b *Block, counts *[stretches]byte, low []byte) bool {
	end := 0
	const words = BlockWords / stretches
	for s := range stretches {
		from := end
		for i, w := range b[s*words : (s+1)*words] {
			for ; w != 0; w &= w - 1 {
				low[end] = byte(i<<6 + bits.TrailingZeros64(w))
				end++
			}
		}
		if end-from > 0xff {
			return false
		}
		counts[s] = byte(end - from)
	}
	return true
}

func chunkOfPacked(data []byte) chunk {
	return chunk{data: unsafe.Pointer(unsafe.SliceData(data)), n: uint16(len(data) - stretches), form: formPacked}
}

// packed is the bytes of a chunk of that form.
func (c *chunk) packed() (counts *[stretches]byte, low []byte) {
	all := unsafe.Slice((*byte)(c.data), stretches+int(c.n))
	return (*[stretches]byte)(all), all[stretches:]
}

func (c *chunk) orPacked(dst *Block) {
	counts, low := c.packed()
	dst.orPacked(counts, low)
}

// orPackedPlain is Block.orPacked in plain Go.
func orPackedPlain(dst *Block, counts *[stretches]byte, low []byte) {
	for s, n := range counts {
		words := (*[1 << stretchBits / 64]uint64)(dst[s<<stretchBits/64:])
		for _, v := range low[:n] {
			words[v>>6] |= 1 << (v & 63)
		}
		low = low[n:]
	}
}

func (c *chunk) hasPacked(low uint32) bool {
	var room, one [1]uint32
	one[0] = low
	return len(c.choosePacked(room[:0], one[:], true)) > 0
}

// choosePacked is chunk.choose for a packed chunk.
func (c *chunk) choosePacked(kept, ords []uint32, want bool) []uint32 {
	counts, low := c.packed()
	s := uint32(0)
	for _, ord := range ords {
		for at := ord & lowMask >> stretchBits; s < at; s++ {
			low = low[counts[s]:]
		}
		if (bytes.IndexByte(low[:counts[s]], byte(ord)) >= 0) == want {
			kept = append(kept, ord)
		}
	}
	return kept
}
