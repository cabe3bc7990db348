package engine

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// listed is a collection and a query that is answered by a list, not block
// by block.
func listed(t *testing.T, n int) (*Snapshot, node) {
	t.Helper()
	c := Open(nil)
	rs := make([]resource.Resource, 600*n)
	for i := range rs {
		rs[i].ID = fmt.Sprint(i)
		if i%600 == 0 {
			rs[i].Name = "of hash 0f3a9" // no word
		}
	}
	if _, err := c.Upsert(t.Context(), rs...); err != nil {
		t.Fatal(err)
	}
	s := c.Snapshot()
	root := compile(newExec(t.Context(), s), query.NameContains("0f3a9"))
	x := newExec(t.Context(), s)
	defer x.free()
	if !x.byList(root, math.MaxInt) {
		t.Fatal("this is not answered by a list any more")
	}
	return s, root
}

// TestPageKeepsScratch cuts a page from a list: what lies before the page is
// not lost to the next query.
func TestPageKeepsScratch(t *testing.T) {
	const n = 60
	s, root := listed(t, n)
	x := &exec{ctx: t.Context(), v: s.v, ords: make([]uint32, 0, 100)}
	for range 5 {
		total, _, err := x.page(root, Page{Offset: n - 3, Limit: 2})
		if err != nil || total != n || !slices.Equal(x.ords, []uint32{(n - 3) * 600, (n - 2) * 600}) {
			t.Fatal(total, err, x.ords)
		}
	}
	if cap(x.ords) != 100 {
		t.Errorf("scratch for %d is left of 100", cap(x.ords))
	}
}

// TestFreeKeepsLittle gives back scratch that one large query has made.
func TestFreeKeepsLittle(t *testing.T) {
	x := newExec(context.Background(), Open(nil).Snapshot())
	x.ords = make([]uint32, keepOrds+1)
	x.take()
	x.free()
	if x.ords != nil || x.v != nil || x.ctx != nil || x.depth != 0 {
		t.Errorf("%d ordinals, version %v, context %v, depth %d", cap(x.ords), x.v, x.ctx, x.depth)
	}
}

// TestScratchIsAStack takes and gives as nodes within nodes do.
func TestScratchIsAStack(t *testing.T) {
	x := &exec{}
	a := x.take()
	b := x.take()
	if a == b {
		t.Fatal("the same block twice")
	}
	x.give()
	if c := x.take(); c != b || x.depth != 2 || len(x.blocks) != 2 {
		t.Errorf("given back and not taken again, depth %d", x.depth)
	}
}

// TestScratchIsGivenBack runs plans of nodes within nodes over several
// blocks: none keeps a block of scratch for itself.
func TestScratchIsGivenBack(t *testing.T) {
	c := Open(nil)
	rs := make([]resource.Resource, 3*16_384)
	for i := range rs {
		tags := []resource.Tag{{Key: "k", Value: fmt.Sprint(i % 3)}, {Key: "l", Value: fmt.Sprint(i % 4)}, {Key: fmt.Sprint("m", i%2)}}
		rs[i] = resource.Resource{ID: fmt.Sprint(i), Name: fmt.Sprint("name-", i%9), Tags: tags}
	}
	if _, err := c.Upsert(t.Context(), rs...); err != nil {
		t.Fatal(err)
	}
	s := c.Snapshot()
	for _, text := range []string{
		"k in (0, 1) and l in (0, 1, 2)", "m0 and (k=1 or l=2)", "not (k=1 and l in (1, 2))", "m0 or k=1 and l=2 or not l in (1, 2)",
		`name ~ "name-1" or m1 and not (k=0 and l=0)`, `m1 and not name ~ "name-2" and (k=1 or not (l=1 and m1))`,
	} {
		e, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		x := &exec{ctx: t.Context(), v: s.v}
		root := compile(x, e)
		if x.byList(root, math.MaxInt) {
			t.Fatalf("%s is answered by a list", text)
		}
		if _, err := x.count(root); err != nil || x.depth != 0 || len(x.blocks) > 6 {
			t.Errorf("%s: depth %d, %d blocks of scratch, %v", text, x.depth, len(x.blocks), err)
		}
		stop := func(uint32) bool { return false }
		if err := x.each(root, stop); err != nil || x.depth != 0 {
			t.Errorf("%s, left at once: depth %d, %v", text, x.depth, err)
		}
	}
}
