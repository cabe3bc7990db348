package engine

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// ofTen is a collection of n resources with one of ten values of k.
func ofTen(t testing.TB, n int, opts *Options) *Collection {
	t.Helper()
	c := Open(opts)
	var b Batch
	for i := range n {
		b.Upsert(resource.Resource{ID: fmt.Sprint(i), Tags: []resource.Tag{{Key: "k", Value: fmt.Sprint(i % 10)}, {Key: "l"}}})
	}
	if _, err := c.Apply(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return c
}

func count(t testing.TB, c *Collection, e query.Expr) int {
	t.Helper()
	n, err := c.Count(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// op is how a plan finds the union.
func op(t testing.TB, c *Collection, e query.Expr) string {
	t.Helper()
	p, err := c.Explain(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return p.Root.Op
}

// TestUnionIsKept: from the second time on, until one of its postings changes.
func TestUnionIsKept(t *testing.T) {
	const n = 40_000
	c := ofTen(t, n, nil)
	e := query.In("k", "1", "2", "absent")
	write := func(id, value string) {
		if _, err := c.Upsert(t.Context(), resource.Resource{ID: id, Tags: []resource.Tag{{Key: "k", Value: value}}}); err != nil {
			t.Fatal(err)
		}
	}
	want := func(what, how string, total int) {
		t.Helper()
		if got := count(t, c, e); got != total {
			t.Fatalf("%s: %d, want %d", what, got, total)
		}
		if got := op(t, c, e); got != how {
			t.Fatalf("%s: answered by a %s, not a %s", what, got, how)
		}
	}
	// Explain asks too, after the count.
	want("at first", "kept union", n/5)
	old := c.Snapshot()
	write("5", "7")
	want("a write elsewhere", "kept union", n/5)
	write("3", "1")
	if got := count(t, c, e); got != n/5+1 {
		t.Fatalf("after a write to it: %d", got)
	}
	if got, err := old.Count(t.Context(), e); err != nil || got != n/5 {
		t.Fatalf("the old snapshot: %d, %v", got, err)
	}
	if got := count(t, c, e); got != n/5+1 {
		t.Fatalf("after the old snapshot was asked: %d", got)
	}
	write("new", "absent")
	write("new", "3")
	want("a value came and went", "kept union", n/5+1)
	if err := c.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := count(t, c, e); got != n/5+1 {
		t.Fatalf("after Compact: %d", got)
	}
}

// TestUnionsKeptAreBounded asks for many unions, all of them again and again.
func TestUnionsKeptAreBounded(t *testing.T) {
	const most = 20_000
	c := ofTen(t, 20_000, &Options{UnionBytes: most})
	u := c.Snapshot().unions
	kept := func() (n, bytes int) {
		if t := u.tables.Load(); t != nil {
			for i := range t.slots {
				if k := t.slots[i].Load(); k != nil {
					n++
					bytes += k.bytes
				}
			}
		}
		return n, bytes
	}
	for range 3 {
		for i := range 10 {
			for j := range i {
				if got := count(t, c, query.In("k", fmt.Sprint(i), fmt.Sprint(j))); got != 4000 {
					t.Fatalf("%d and %d: %d", i, j, got)
				}
			}
			n, bytes := kept()
			account := 0
			if t := u.tables.Load(); t != nil {
				account = t.bytes
			}
			if bytes > most*5/4 || bytes != account { // a union's size is estimated beforehand
				t.Fatalf("%d bytes in %d unions, on account %d, at most %d", bytes, n, account, most)
			}
		}
	}
	if n, _ := kept(); n == 0 {
		t.Error("nothing is kept")
	}
	long := query.In("k", "1", strings.Repeat("x", most))
	for range 3 {
		count(t, c, long)
	}
	if _, bytes := kept(); bytes > most*5/4 {
		t.Errorf("%d bytes", bytes)
	}
}

// TestMoreUnionsThanRoom asks for twice as many unions as there is room for, in
// turn: some are always found, and when others are asked for, those come in.
func TestMoreUnionsThanRoom(t *testing.T) {
	c := ofTen(t, 20_000, &Options{UnionBytes: 60_000})
	pairs := func(from, to int) (all []query.Expr) {
		for i := from; i < to; i++ {
			for j := from; j < i; j++ {
				all = append(all, query.In("k", fmt.Sprint(i), fmt.Sprint(j)))
			}
		}
		return all
	}
	found := func(all []query.Expr, rounds int) (n int) {
		for range rounds {
			for _, e := range all {
				count(t, c, e)
			}
		}
		u := c.Snapshot().unions
		for _, e := range all {
			if u.find(u.hash(requestOf(e)), requestOf(e)) != nil {
				n++
			}
		}
		return n
	}
	first, second := pairs(0, 6), pairs(4, 10)
	if n := found(first, 20); n < 4 || n == len(first) {
		t.Fatalf("%d of %d are kept", n, len(first))
	}
	before := map[string]bool{}
	u := c.Snapshot().unions
	for _, e := range first {
		before[e.String()] = u.find(u.hash(requestOf(e)), requestOf(e)) != nil
	}
	found(first, 5)
	for _, e := range first {
		if now := u.find(u.hash(requestOf(e)), requestOf(e)) != nil; now != before[e.String()] {
			t.Errorf("%s came or went, though nothing else is asked for", e)
		}
	}
	if n := found(second, 200); n < 4 {
		t.Errorf("%d of the others are kept", n)
	}
}

func TestNoUnionsKept(t *testing.T) {
	c := ofTen(t, 1000, &Options{UnionBytes: -1})
	e := query.In("k", "1", "2")
	for range 3 {
		count(t, c, e)
	}
	if got := op(t, c, e); got != "union" {
		t.Errorf("answered by a %s", got)
	}
}

func requestOf(e query.Expr) request { return request{key: e.Key(), values: e.Values()} }

// TestUnionsKeptSlot: what shares a slot is told apart.
func TestUnionsKeptSlot(t *testing.T) {
	u := newUnionCache(1<<20, 0)
	u.put(7, request{key: "k", values: []string{"a", "b"}}, &union{}, index.Empty())
	for _, other := range []request{
		{key: "l", values: []string{"a", "b"}},
		{key: "k", values: []string{"a", "c"}},
		{key: "k", values: []string{"a"}},
		{key: "k", values: []string{"a", "b"}, test: query.OpNameEquals},
	} {
		if u.find(7, other) != nil {
			t.Errorf("%v was found", other)
		}
	}
	if u.find(7, request{key: "k", values: []string{"a", "b"}}) == nil {
		t.Error("it is not there")
	}
}

// TestUnionTablesGrow: with the collection, and the account with them.
func TestUnionTablesGrow(t *testing.T) {
	c := ofTen(t, 100, nil)
	u := c.Snapshot().unions
	if u.tables.Load() != nil {
		t.Fatal("there are tables before anything is asked for")
	}
	e := query.In("k", "1", "2")
	for _, n := range []int{100, 2000, 40_000} {
		var b Batch
		for i := range n {
			b.Upsert(resource.Resource{ID: fmt.Sprint(i), Tags: []resource.Tag{{Key: "k", Value: fmt.Sprint(i % 10)}}})
		}
		if _, err := c.Apply(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		old := u.tables.Load()
		for range 3 {
			if got := count(t, c, e); got != n/5 {
				t.Fatalf("%d of %d", got, n)
			}
		}
		if got := op(t, c, e); got != "kept union" {
			t.Errorf("of %d: answered by %s", n, got)
		}
		k := u.find(u.hash(requestOf(e)), requestOf(e))
		if k == nil || u.tables.Load().bytes != k.bytes {
			t.Errorf("of %d: %d bytes on account, kept is %v", n, u.tables.Load().bytes, k)
		}
		now := u.tables.Load()
		if len(now.slots) != slotsFor(n) || len(now.asked) != len(now.slots) {
			t.Errorf("%d slots for %d resources", len(now.slots), n)
		}
		if old == nil {
			continue
		}
		// What was being made for the smaller tables is not put into an account.
		u.keep(unionSlot{old, 0}, requestOf(e), &keptUnion{union: index.Single(1)}, index.Empty())
		if u.tables.Load().bytes != k.bytes {
			t.Errorf("of %d: %d bytes on account", n, u.tables.Load().bytes)
		}
	}
}

// TestUsedUnionsStay: of three unions that could stand in the same two slots,
// two are kept, and the third comes in when one of them is no longer used.
func TestUsedUnionsStay(t *testing.T) {
	const hash = 7 + 9*unionSlots
	u, v := newUnionCache(1<<20, 0), index.Empty()
	of := func(value string) request { return request{key: "k", values: []string{value}} }
	put := func(value string) bool { return u.put(hash, of(value), &union{}, v) != nil }
	is := func(value string) bool { return u.find(hash, of(value)) != nil }
	if !put("a") || !put("b") || !is("a") || !is("b") {
		t.Fatal("there is no room for two")
	}
	for range 5 {
		if put("c") {
			t.Fatal("what is used went")
		}
		if !is("a") || !is("b") {
			t.Fatal("what is used is not there")
		}
	}
	if !put("a") {
		t.Error("a newer one of the same values was refused")
	}
	for range usedMost {
		if put("c") {
			break
		}
		is("b")
	}
	if !put("c") || !is("c") || !is("b") || is("a") {
		t.Error("what nobody used did not go")
	}
}

// TestUnionsKeptBesideAWriter reads from many goroutines, on old and new
// versions, while the values change; the two lists are complements.
func TestUnionsKeptBesideAWriter(t *testing.T) {
	const n = 2000
	c := ofTen(t, n, nil)
	low, high := query.In("k", "0", "1", "2", "3", "4"), query.In("k", "5", "6", "7", "8", "9")
	ctx, stop := context.WithCancel(t.Context())
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for ctx.Err() == nil {
				s := c.Snapshot()
				for range 3 {
					a, _ := s.Count(t.Context(), low)
					b, _ := s.Count(t.Context(), high)
					if a+b != n {
						t.Errorf("%d and %d are not %d", a, b, n)
						return
					}
				}
			}
		})
	}
	for i := range 300 {
		id := fmt.Sprint(i % n)
		if _, err := c.Upsert(t.Context(), resource.Resource{ID: id, Tags: []resource.Tag{{Key: "k", Value: fmt.Sprint(i * 7 % 10)}}}); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	wait.Wait()
}
