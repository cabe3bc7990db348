package index

import (
	"testing"
	"unsafe"
)

// TestBlockCallsAllocateNothing asks postings of every form.
func TestBlockCallsAllocateNothing(t *testing.T) {
	var dst Block
	for name, p := range map[string]Posting{
		"empty": {}, "one": Single(77), "list": filled(50, 30, tagLayout),
		"offsets": filled(50, 1000, layout{dense: BlockSize}), "bits": filled(50, 1000, tagLayout),
	} {
		for call, f := range map[string]func(){
			"Has":      func() { p.Has(77) },
			"BlockLen": func() { p.BlockLen(0) },
			"Or":       func() { p.Or(0, &dst) },
			"Fill":     func() { p.Fill(0, &dst) },
			"And":      func() { p.And(0, &dst) },
			"AndNot":   func() { p.AndNot(0, &dst) },
		} {
			if n := testing.AllocsPerRun(20, f); n > 0 {
				t.Errorf("%s of a posting that is %s: %v allocations", call, name, n)
			}
		}
	}
}

// TestBuilderIsSmall: each batch of one change has a Builder of its own.
func TestBuilderIsSmall(t *testing.T) {
	if n := unsafe.Sizeof(Builder{}); n > 2<<10 {
		t.Errorf("a Builder takes %d bytes", n)
	}
}
