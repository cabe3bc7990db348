package index

import (
	"math/bits"
	"slices"
)

// kernelLevel says which instructions the operations on whole blocks use.
type kernelLevel uint8

const (
	kernelPlain kernelLevel = iota // Go
	kernel256                      // AVX2
	kernel512                      // AVX-512 with VPOPCNTDQ and VBMI2
)

func (k kernelLevel) String() string {
	return [...]string{"plain Go", "AVX2", "AVX-512"}[k]
}

// And keeps what is in o too and reports whether anything is left.
func (b *Block) And(o *Block) bool { return b.SetAnd(b, o) }

// AndNot takes out what is in o and reports whether anything is left.
func (b *Block) AndNot(o *Block) bool { return b.SetAndNot(b, o) }

// Or puts in what is in o.
func (b *Block) Or(o *Block) { b.SetOr(b, o) }

// meetEach is Meet, one block after the other.
func (b *Block) meetEach(ands, nots []*Block) bool {
	if slices.Contains(ands, b) || slices.Contains(nots, b) {
		var all Block
		any := all.meetEach(ands, nots)
		*b = all
		return any
	}
	var any bool
	switch {
	case len(ands) > 1:
		any, ands = b.SetAnd(ands[0], ands[1]), ands[2:]
	case len(nots) > 0:
		any, ands, nots = b.SetAndNot(ands[0], nots[0]), nil, nots[1:]
	default:
		any, ands = b.SetAnd(ands[0], ands[0]), nil
	}
	for _, o := range ands {
		any = any && b.And(o)
	}
	for _, o := range nots {
		any = any && b.AndNot(o)
	}
	return any
}

// meetLenEach is MeetLen, one block after the other: the last one is counted
// without being written.
func (b *Block) meetLenEach(ands, nots []*Block) int {
	n, m := len(ands)-1, len(nots)-1
	switch {
	case m >= 0 && b.meetEach(ands, nots[:m]):
		return b.AndNotLen(nots[m])
	case m < 0 && n == 0:
		return ands[0].Len()
	case m < 0 && b.meetEach(ands[:n], nil):
		return b.AndLen(ands[n])
	}
	return 0
}

// The operations in plain Go: what every machine can do, and what the others
// are held against.

func andPlain(dst, a, b *Block) bool {
	var left uint64
	for i := range dst {
		dst[i] = a[i] & b[i]
		left |= dst[i]
	}
	return left != 0
}

func andNotPlain(dst, a, b *Block) bool {
	var left uint64
	for i := range dst {
		dst[i] = a[i] &^ b[i]
		left |= dst[i]
	}
	return left != 0
}

func orPlain(dst, a, b *Block) {
	for i := range dst {
		dst[i] = a[i] | b[i]
	}
}

func lenPlain(b *Block) int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

func andLenPlain(a, b *Block) int {
	n := 0
	for i, w := range a {
		n += bits.OnesCount64(w & b[i])
	}
	return n
}

func andNotLenPlain(a, b *Block) int {
	n := 0
	for i, w := range a {
		n += bits.OnesCount64(w &^ b[i])
	}
	return n
}
