package index

import (
	"bytes"
	"fmt"
	"testing"
	"unsafe"
)

// BenchmarkStreams counts what two sets of blocks have in common, block by block
// with the best kernel, and beside it compares the same bytes by the runtime's
// own vector code: as fast as this machine reads two streams that lie in its
// first cache, its second, its third, and in memory.
func BenchmarkStreams(b *testing.B) {
	const most = 128 << 20
	x, y := make([]Block, most/blockBytes), make([]Block, most/blockBytes)
	for _, blocks := range [][]Block{x, y} {
		for i := range blocks {
			for j := range blocks[i] {
				blocks[i][j] = 0x5555555555555555
			}
		}
	}
	for _, size := range []int{8 << 10, 256 << 10, 4 << 20, most} {
		n := size / blockBytes
		run := func(name string, pass func()) {
			b.Run(fmt.Sprintf("%s/2x%dK", name, size>>10), func(b *testing.B) {
				b.SetBytes(2 * int64(size))
				for b.Loop() {
					pass()
				}
			})
		}
		run("AndLen", func() {
			for i := range n {
				if x[i].AndLen(&y[i]) == 0 {
					b.Fatal("nothing in common")
				}
			}
		})
		run("memory", func() {
			if !bytes.Equal(bytesOf(x[:n]), bytesOf(y[:n])) {
				b.Fatal("not equal")
			}
		})
	}
}

const blockBytes = BlockWords * 8

func bytesOf(blocks []Block) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(blocks))), len(blocks)*blockBytes)
}
