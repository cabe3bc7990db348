package index

import (
	"math/rand/v2"
	"testing"
)

// levels are the kernels that this machine has.
func levels() []kernelLevel {
	all := []kernelLevel{kernelPlain}
	for l := kernel256; l <= level; l++ {
		all = append(all, l)
	}
	return all
}

// withLevel runs f with each kernel in turn.
func withLevel(t *testing.T, f func(t *testing.T)) {
	best := level
	defer func() { level = best }()
	for _, l := range levels() {
		level = l
		t.Run(l.String(), f)
	}
}

// TestKernelsAgree holds every kernel against plain Go: on random blocks, on
// blocks with one bit in each word, and on empty and full ones.
func TestKernelsAgree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var blocks []*Block
	for density := range 6 {
		b := new(Block)
		for i := range b {
			b[i] = rng.Uint64()
			for range density * 3 {
				b[i] &= rng.Uint64()
			}
		}
		blocks = append(blocks, b)
	}
	full := new(Block)
	for i := range full {
		full[i] = ^uint64(0)
	}
	blocks = append(blocks, new(Block), full)
	for i := range BlockWords {
		b := new(Block)
		b[i] = 1 << (i % 64)
		blocks = append(blocks, b)
	}
	withLevel(t, func(t *testing.T) {
		for i, a := range blocks {
			if a.Len() != lenPlain(a) {
				t.Fatalf("Len of block %d: %d, want %d", i, a.Len(), lenPlain(a))
			}
			for j, b := range blocks {
				if i > 12 && j > 12 && (i+j)%7 != 0 {
					continue
				}
				compareKernels(t, a, b)
			}
		}
	})
}

func compareKernels(t *testing.T, a, b *Block) {
	t.Helper()
	and, wantAnd := *a, *a
	if got, want := and.And(b), andPlain(&wantAnd, b); got != want || and != wantAnd {
		t.Fatalf("And: %v, want %v; blocks equal: %v", got, want, and == wantAnd)
	}
	andNot, wantAndNot := *a, *a
	if got, want := andNot.AndNot(b), andNotPlain(&wantAndNot, b); got != want || andNot != wantAndNot {
		t.Fatalf("AndNot: %v, want %v; blocks equal: %v", got, want, andNot == wantAndNot)
	}
	or, wantOr := *a, *a
	or.Or(b)
	orPlain(&wantOr, b)
	if or != wantOr {
		t.Fatal("Or differs")
	}
}

func FuzzKernels(f *testing.F) {
	f.Add([]byte("a"), []byte{0xff, 0, 1})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		var x, y Block
		for i := range x {
			for k := range 8 {
				if len(a) > 0 {
					x[i] |= uint64(a[(i*8+k)%len(a)]) << (8 * k)
				}
				if len(b) > 0 {
					y[i] |= uint64(b[(i*8+k)%len(b)]) << (8 * k)
				}
			}
		}
		withLevel(t, func(t *testing.T) {
			if x.Len() != lenPlain(&x) {
				t.Fatalf("Len: %d, want %d", x.Len(), lenPlain(&x))
			}
			compareKernels(t, &x, &y)
		})
	})
}

// BenchmarkKernels times each operation on blocks in the nearest cache, with
// each kernel. The bytes are those read and written.
func BenchmarkKernels(b *testing.B) {
	best := level
	defer func() { level = best }()
	x, y := new(Block), new(Block)
	for i := range x {
		x[i], y[i] = 0x5555555555555555, ^uint64(0)
	}
	ops := []struct {
		name    string
		streams int64
		run     func()
	}{
		{"And", 3, func() { x.And(y) }},
		{"AndNot", 3, func() { y.AndNot(x) }},
		{"Or", 3, func() { x.Or(y) }},
		{"Len", 1, func() { x.Len() }},
	}
	for _, op := range ops {
		for _, l := range levels() {
			b.Run(op.name+"/"+l.String(), func(b *testing.B) {
				level = l
				b.SetBytes(op.streams * BlockWords * 8)
				for b.Loop() {
					op.run()
				}
			})
		}
	}
}
