package engine

import (
	"fmt"
	"testing"

	"github.com/tagdex/tagdex/query"
)

// TestArenaForgets plans over one version and gives the exec back: nothing of
// the plan is kept alive by the pool.
func TestArenaForgets(t *testing.T) {
	s, _ := listed(t, 10)
	x := &exec{ctx: t.Context(), v: s.v}
	for _, values := range []int{3, 2 * slabMax, 5} {
		in := make([]string, values)
		for i := range in {
			in[i] = fmt.Sprint(i)
		}
		compile(x, query.And(query.NameContains("search"), query.Or(query.In("k", in...), query.ID("7")), query.Not(query.Has("l"))))
		x.arena.reset()
		for i := range x.arena.leaves.items {
			if x.arena.leaves.items[i] != (leaf{}) {
				t.Fatalf("leaf %d is kept", i)
			}
		}
		for i, n := range x.arena.nodes.items {
			if n != nil {
				t.Fatalf("node %d is kept", i)
			}
		}
		for i, p := range x.arena.postings.items {
			if p.Len() > 0 {
				t.Fatalf("posting %d is kept", i)
			}
		}
		if n := len(x.arena.postings.items); n > slabMax {
			t.Errorf("%d postings are kept for the next plan", n)
		}
	}
}

// TestSlabListsAreApart appends to lists beyond what they were made for: none
// runs into its neighbour.
func TestSlabListsAreApart(t *testing.T) {
	s := slab[int]{items: make([]int, 8)}
	a := s.list(3)
	b := append(s.list(3), 1, 2, 3)
	a = append(a, 7, 7, 7, 7)
	c := append(s.list(3), 4, 5, 6) // does not fit
	one := s.new(9)
	if fmt.Sprint(a, b, c, *one) != "[7 7 7 7] [1 2 3] [4 5 6] 9" {
		t.Error(a, b, c, *one)
	}
	s.reset()
	if len(s.items) != 6+1+3 || s.used != 0 {
		t.Errorf("room for %d the next time", len(s.items))
	}
}
