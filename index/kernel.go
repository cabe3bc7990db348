package index

import "math/bits"

// kernelLevel says which instructions the operations on whole blocks use.
type kernelLevel uint8

const (
	kernelPlain kernelLevel = iota // Go
	kernel256                      // AVX2
	kernel512                      // AVX-512 with VPOPCNTDQ
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
	all := *ands[0]
	any := all != Block{}
	for _, o := range ands[1:] {
		any = any && all.And(o)
	}
	for _, o := range nots {
		any = any && all.AndNot(o)
	}
	*b = all
	return any
}

func meetLenEach(ands, nots []*Block) int {
	var all Block
	all.meetEach(ands, nots)
	return all.Len()
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
