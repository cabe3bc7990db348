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

// The operations in plain Go: what every machine can do, and what the others
// are held against.

func andPlain(b, o *Block) bool {
	var left uint64
	for i := range b {
		b[i] &= o[i]
		left |= b[i]
	}
	return left != 0
}

func andNotPlain(b, o *Block) bool {
	var left uint64
	for i := range b {
		b[i] &^= o[i]
		left |= b[i]
	}
	return left != 0
}

func orPlain(b, o *Block) {
	for i := range b {
		b[i] |= o[i]
	}
}

func lenPlain(b *Block) int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}
