package index

import "math/bits"

// Ordinals are looked at in blocks of 16,384: a bitset of 2 KiB, small
// enough that several stay in the nearest cache while an expression is
// evaluated over them, and that copying one on a write is cheap.
const (
	BlockBits  = 14
	BlockSize  = 1 << BlockBits
	BlockWords = BlockSize / 64
	lowMask    = BlockSize - 1
)

// Block is a set of ordinals within one block, one bit each.
type Block [BlockWords]uint64

// Empty reports whether no ordinal is in the block.
func (b *Block) Empty() bool {
	var or uint64
	for _, w := range b {
		or |= w
	}
	return or == 0
}

// Has reports whether the ordinal with these low bits is in the block.
func (b *Block) Has(low uint32) bool { return b[low>>6]&(1<<(low&63)) != 0 }

// Set puts the ordinal with these low bits in.
func (b *Block) Set(low uint32) { b[low>>6] |= 1 << (low & 63) }

// Clear takes the ordinal with these low bits out.
func (b *Block) Clear(low uint32) { b[low>>6] &^= 1 << (low & 63) }

// AppendTo appends the ordinals of the block, which is the one at place
// block, in ascending order: the first skip of them left out, and no more
// than limit of those after.
func (b *Block) AppendTo(dst []uint32, block, skip, limit int) []uint32 {
	base := uint32(block) << BlockBits
	i := 0
	if skip > 0 {
		i, skip = b.wordOf(skip)
	}
	if skip > 0 && i < BlockWords { // within a word
		w := b[i]
		for ; skip > 0; skip-- {
			w &= w - 1
		}
		dst, limit = appendWord(dst, w, base+uint32(i)<<6, limit)
		i++
	}
	dst, i, limit = b.appendWords(dst, base, i, limit)
	for ; i < BlockWords && limit > 0; i++ {
		dst, limit = appendWord(dst, b[i], base+uint32(i)<<6, limit)
	}
	return dst
}

// wordOf is the word in which the ordinal is that has n before it, and how many
// of those are in that word.
func (b *Block) wordOf(n int) (word, before int) {
	for i, w := range b {
		here := bits.OnesCount64(w)
		if here > n {
			return i, n
		}
		n -= here
	}
	return BlockWords, 0
}

// appendWord appends the places of the bits of w, base added to each, and
// returns what is left of limit.
func appendWord(dst []uint32, w uint64, base uint32, limit int) (appended []uint32, left int) {
	for ; w != 0 && limit > 0; w &= w - 1 {
		dst = append(dst, base+uint32(bits.TrailingZeros64(w)))
		limit--
	}
	return dst, limit
}
