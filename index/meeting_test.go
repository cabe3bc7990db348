package index

import (
	"math/rand/v2"
	"testing"
)

// TestMeeting meets postings that are bitsets in some blocks, and full, few or
// none in others, and holds every block against one ordinal after the other.
func TestMeeting(t *testing.T) {
	const blocks = 12
	rng := rand.New(rand.NewPCG(3, 9))
	postings := make([]Posting, MeetMost)
	for i := range postings {
		for block := range blocks - i%3 {
			share := []float64{0, 0.001, 0.5, 0.5, 0.5, 0.5, 0.5, 1}[rng.IntN(8)]
			for low := range uint32(BlockSize) {
				if rng.Float64() < share {
					postings[i].add(uint32(block)<<BlockBits|low, 1, tagLayout)
				}
			}
		}
	}
	met := 0
	for ands := 1; ands <= len(postings); ands++ {
		for all := ands; all <= len(postings); all++ {
			var m Meeting
			for i, p := range postings[:all] {
				if i < ands && !m.And(p) || i >= ands && !m.Not(p) {
					t.Fatalf("posting %d is refused", i)
				}
			}
			if m.Len() != all {
				t.Fatalf("%d, want %d", m.Len(), all)
			}
			for block := range blocks + 1 {
				met += checkMeeting(t, &m, postings[:ands], postings[ands:all], block)
			}
		}
	}
	if met < 20 {
		t.Errorf("%d blocks are met in one pass", met)
	}
}

// checkMeeting returns 1 if a block is met.
func checkMeeting(t *testing.T, m *Meeting, ands, nots []Posting, block int) int {
	t.Helper()
	var want Block
	can := true
	for low := range uint32(BlockSize) {
		has := true
		for _, p := range ands {
			has = has && p.Has(uint32(block)<<BlockBits|low)
		}
		for _, p := range nots {
			has = has && !p.Has(uint32(block)<<BlockBits|low)
		}
		if has {
			want.Set(low)
		}
	}
	for _, list := range [][]Posting{ands, nots} {
		for _, p := range list {
			can = can && p.Bits(block) != nil
		}
	}
	var got Block
	any, met := m.Fill(block, &got)
	if met != can || met && (any != !want.Empty() || got != want) {
		t.Fatalf("block %d of %d less %d: any is %t, met %t, %d ordinals; want %t, %d", block, len(ands), len(nots), any, met, got.Len(), can, want.Len())
	}
	n, counted := m.Count(block, new(Block))
	if counted != can || counted && n != want.Len() {
		t.Fatalf("block %d of %d less %d: counted is %t, %d; want %t, %d", block, len(ands), len(nots), counted, n, can, want.Len())
	}
	if !met {
		return 0
	}
	return 1
}

// TestMeetingRefuses: what has no blocks, and a ninth posting.
func TestMeetingRefuses(t *testing.T) {
	var m Meeting
	var few Posting
	for ord := range uint32(3) {
		few.add(ord, 1, tagLayout)
	}
	for _, p := range []Posting{{}, Single(7), few} {
		if m.And(p) || m.Not(p) || m.Len() != 0 {
			t.Fatalf("a posting of %d is taken", p.Len())
		}
	}
	var many Posting
	for ord := range uint32(BlockSize) {
		many.add(ord, 1, tagLayout)
	}
	for range MeetMost {
		if !m.And(many) {
			t.Fatal("a posting is refused")
		}
	}
	if m.And(many) || m.Not(many) || m.Len() != MeetMost {
		t.Fatal("a ninth posting is taken")
	}
	if n, met := m.Count(0, new(Block)); n != BlockSize || !met {
		t.Fatalf("%d, %t", n, met)
	}
}
