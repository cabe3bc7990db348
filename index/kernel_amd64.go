//go:build !purego

package index

import "golang.org/x/sys/cpu"

// The kernels of kernel_amd64.s, for processors that have AVX-512 with
// VPOPCNTDQ, or AVX2. Each does what its twin in kernel.go does.

//go:noescape
func and512(dst, src *Block) bool

//go:noescape
func andNot512(dst, src *Block) bool

//go:noescape
func or512(dst, src *Block)

//go:noescape
func len512(b *Block) int

//go:noescape
func and256(dst, src *Block) bool

//go:noescape
func andNot256(dst, src *Block) bool

//go:noescape
func or256(dst, src *Block)

// level is the best kernel of this processor. Tests lower it.
var level = detect()

func detect() kernelLevel {
	switch {
	case cpu.X86.HasAVX512F && cpu.X86.HasAVX512VPOPCNTDQ:
		return kernel512
	case cpu.X86.HasAVX2:
		return kernel256
	}
	return kernelPlain
}

// And keeps what is in o too and reports whether anything is left.
func (b *Block) And(o *Block) bool {
	switch level {
	case kernel512:
		return and512(b, o)
	case kernel256:
		return and256(b, o)
	}
	return andPlain(b, o)
}

// AndNot takes out what is in o and reports whether anything is left.
func (b *Block) AndNot(o *Block) bool {
	switch level {
	case kernel512:
		return andNot512(b, o)
	case kernel256:
		return andNot256(b, o)
	}
	return andNotPlain(b, o)
}

// Or puts in what is in o.
func (b *Block) Or(o *Block) {
	switch level {
	case kernel512:
		or512(b, o)
	case kernel256:
		or256(b, o)
	default:
		orPlain(b, o)
	}
}

// Len counts the ordinals.
func (b *Block) Len() int {
	if level == kernel512 {
		return len512(b)
	}
	return lenPlain(b)
}
