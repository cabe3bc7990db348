//go:build !purego

package index

import (
	"math/bits"
	"slices"
	"unsafe"

	"golang.org/x/sys/cpu"
)

// The kernels of kernel_amd64.s, for processors that have AVX-512 with VPOPCNTDQ
// and VBMI2, or AVX2. Each does what its twin in kernel.go does; blocks may be
// the same.

//go:noescape
func and512(dst, a, b *Block) bool

//go:noescape
func andNot512(dst, a, b *Block) bool

//go:noescape
func or512(dst, a, b *Block)

//go:noescape
func len512(b *Block) int

//go:noescape
func andLen512(a, b *Block) int

//go:noescape
func andNotLen512(a, b *Block) int

// meet512 makes dst what n blocks, at least one, have in common, less what is in m
// others.
//
//go:noescape
func meet512(dst *Block, ands **Block, n int, nots **Block, m int) bool

//go:noescape
func meetLen512(ands **Block, n int, nots **Block, m int) int

// wordsOf512 tells which words of a block have a bit.
//
//go:noescape
func wordsOf512(words *[BlockWords / wordBits]uint64, b *Block)

// list512 writes the places of the bits of some words, each of which has one, to
// dst, base added to each. There must be room for wordBits more than there are.
//
//go:noescape
func list512(dst *uint32, b *Block, words *[BlockWords / wordBits]uint64, base uint32) (written int)

// pack512 is packBitsPlain, to counts and low, of which it may write one word's 64
// bytes more.
//
//go:noescape
func pack512(counts, low *byte, b *Block) bool

// orPacked512 is orPackedPlain for the bytes of a packed chunk, from their first
// on.
//
//go:noescape
func orPacked512(dst *Block, counts, low *byte)

//go:noescape
func and256(dst, a, b *Block) bool

//go:noescape
func andNot256(dst, a, b *Block) bool

//go:noescape
func or256(dst, a, b *Block)

//go:noescape
func len256(b *Block) int

//go:noescape
func andLen256(a, b *Block) int

//go:noescape
func andNotLen256(a, b *Block) int

// level is the best kernel of this processor. Tests lower it.
var level = detect()

func detect() kernelLevel {
	switch {
	case cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512VPOPCNTDQ && cpu.X86.HasAVX512VBMI2 && cpu.X86.HasBMI1 && cpu.X86.HasBMI2:
		return kernel512
	case cpu.X86.HasAVX2 && cpu.X86.HasPOPCNT:
		return kernel256
	}
	return kernelPlain
}

// packedDense is how many bytes a packed chunk has from which on orPacked512 is
// faster.
const packedDense = 192

// orPacked puts in what is in a packed chunk.
func (b *Block) orPacked(counts *[stretches]byte, low []byte) {
	if level == kernel512 && len(low) >= packedDense {
		orPacked512(b, &counts[0], &low[0])
	} else {
		orPackedPlain(b, counts, low)
	}
}

// SetAnd makes b what is in both x and y, and reports whether that is
// anything. The blocks may be the same.
func (b *Block) SetAnd(x, y *Block) bool {
	switch level {
	case kernel512:
		return and512(b, x, y)
	case kernel256:
		return and256(b, x, y)
	}
	return andPlain(b, x, y)
}

// SetAndNot makes b what is in x and not in y, and reports whether that is
// anything. The blocks may be the same.
func (b *Block) SetAndNot(x, y *Block) bool {
	switch level {
	case kernel512:
		return andNot512(b, x, y)
	case kernel256:
		return andNot256(b, x, y)
	}
	return andNotPlain(b, x, y)
}

// SetOr makes b what is in x or y. The blocks may be the same.
func (b *Block) SetOr(x, y *Block) {
	switch level {
	case kernel512:
		or512(b, x, y)
	case kernel256:
		or256(b, x, y)
	default:
		orPlain(b, x, y)
	}
}

// Len counts the ordinals.
func (b *Block) Len() int {
	switch level {
	case kernel512:
		return len512(b)
	case kernel256:
		return len256(b)
	}
	return lenPlain(b)
}

// AndLen counts what is in both b and o.
func (b *Block) AndLen(o *Block) int {
	switch level {
	case kernel512:
		return andLen512(b, o)
	case kernel256:
		return andLen256(b, o)
	}
	return andLenPlain(b, o)
}

// AndNotLen counts what is in b and not in o.
func (b *Block) AndNotLen(o *Block) int {
	switch level {
	case kernel512:
		return andNotLen512(b, o)
	case kernel256:
		return andNotLen256(b, o)
	}
	return andNotLenPlain(b, o)
}

// Meet makes b what all of ands, at least one, have in common, less what is in
// one of nots, and reports whether that is anything. b may be among them.
func (b *Block) Meet(ands, nots []*Block) bool {
	if level == kernel512 {
		return meet512(b, &ands[0], len(ands), unsafe.SliceData(nots), len(nots))
	}
	return b.meetEach(ands, nots)
}

// MeetLen counts what Meet would leave. b is scratch, and none of them.
func (b *Block) MeetLen(ands, nots []*Block) int {
	if level == kernel512 {
		return meetLen512(&ands[0], len(ands), unsafe.SliceData(nots), len(nots))
	}
	return b.meetLenEach(ands, nots)
}

// packBits writes the bytes of a packed chunk of what is in the block: counts, and
// low as long as they are many, at most packedMax. It reports false if a stretch
// is full, since a byte cannot say that.
func (b *Block) packBits(counts *[stretches]byte, low []byte) bool {
	if level == kernel512 {
		// One word's 64 bytes may be written beyond those there are.
		var room [packedMax + wordBits]byte
		if b.Len() > packedMax || !pack512(&counts[0], &room[0], b) {
			return false
		}
		copy(low, room[:])
		return true
	}
	return packBitsPlain(b, counts, low)
}

const wordBits = 64 // ordinals that a word can have

// appendWords is AppendTo from a word on, as far as this processor has a fast
// way to do it: it returns the word to go on with, and what is left of limit.
func (b *Block) appendWords(dst []uint32, base uint32, from, limit int) (appended []uint32, next, left int) {
	if level != kernel512 || limit < wordBits {
		return dst, from, limit
	}
	var words [BlockWords / wordBits]uint64
	wordsOf512(&words, b)
	for i := range words {
		words[i] &= above(from - i*wordBits)
	}
	sum, to := b.Len(), BlockWords
	if sum > limit {
		sum = 0
		for to = from; to < BlockWords && sum+wordBits <= limit; to++ {
			sum += bits.OnesCount64(b[to])
		}
		for i := range words {
			words[i] &^= above(to - i*wordBits)
		}
	}
	dst = slices.Grow(dst, sum+wordBits)
	n := list512(unsafe.SliceData(dst[len(dst):]), b, &words, base)
	return dst[:len(dst)+n], to, limit - n
}

// above is the bits of a word from one on: all where that is below it.
func above(bit int) uint64 { return ^uint64(0) << max(bit, 0) }
