package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

func write(t testing.TB, c *Collection, rs ...resource.Resource) {
	t.Helper()
	if _, err := c.Upsert(t.Context(), rs...); err != nil {
		t.Fatal(err)
	}
}

func hundredNames() (rs []resource.Resource) {
	for i := range 100 {
		rs = append(rs, resource.Resource{ID: fmt.Sprint(i), Name: fmt.Sprintf("Image-abcde%02d", i)})
	}
	return rs
}

// TestNamesAreKept: from the second time on, until the names that may hold the
// text are others.
func TestNamesAreKept(t *testing.T) {
	c := Open(nil)
	write(t, c, hundredNames()...)
	contains, equals := query.NameContains("bcde1"), query.NameEquals("Image-abcde11")
	asked := func(what, how string, want int) {
		t.Helper()
		for range 2 {
			if got := count(t, c, contains); got != want {
				t.Fatalf("%s: %d, want %d", what, got, want)
			}
			if got := count(t, c, equals); got != 1 {
				t.Fatalf("%s: %d of exactly that name", what, got)
			}
		}
		if got := op(t, c, contains); got != how {
			t.Fatalf("%s: answered by %q, not %q", what, got, how)
		}
	}
	if count(t, c, contains) != 10 || op(t, c, equals) != "and" {
		t.Fatal("the names are not looked at")
	}
	asked("again", "kept names", 10)
	old := c.Snapshot()
	write(t, c, resource.Resource{ID: "1", Name: "Image-abcde01", Tags: []resource.Tag{{Key: "k"}}}, resource.Resource{ID: "a", Name: "another"})
	if got := op(t, c, contains); got != "kept names" {
		t.Fatalf("after writes elsewhere: answered by %q", got)
	}
	asked("writes elsewhere", "kept names", 10)
	write(t, c, resource.Resource{ID: "b", Name: "abcde1"})
	asked("a new name", "kept names", 11)
	if n, err := old.Count(t.Context(), contains); err != nil || n != 10 {
		t.Fatalf("the old snapshot: %d, %v", n, err)
	}
	// All grams stay, and what they are grams of goes.
	write(t, c, resource.Resource{ID: "b", Name: "abcd bcde cde1"})
	asked("another name of the same grams", "kept names", 10)
	write(t, c, resource.Resource{ID: "11", Name: "IMAGE-abcde11"})
	if got := count(t, c, equals); got != 0 {
		t.Fatalf("another case: %d of exactly that name", got)
	}
	write(t, c, resource.Resource{ID: "11", Name: "Image-abcde11"})
	asked("and back", "kept names", 10)
	if _, err := c.Delete(t.Context(), "0", "12"); err != nil {
		t.Fatal(err)
	}
	asked("one is deleted", "kept names", 9)
	if err := c.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	asked("Compact", "kept names", 9)
}

// TestWordIsKept: what a word answers need not be searched for again.
func TestWordIsKept(t *testing.T) {
	c := Open(nil)
	write(t, c, hundredNames()...)
	e := query.NameContains("image-")
	for _, how := range []string{"word", "word", "kept names", "kept names"} {
		if got := op(t, c, e); got != how {
			t.Fatalf("answered by %q, not %q", got, how)
		}
		if got := count(t, c, query.NameContains("imag")); got != 100 {
			t.Fatalf("%d", got)
		}
	}
	write(t, c, resource.Resource{ID: "1", Name: "other"})
	if got := count(t, c, e); got != 99 {
		t.Errorf("%d when one got another name", got)
	}
}

// TestNamesKeptAreEarned: a query that needs a few of many names does not find
// all of them before it has cost as much.
func TestNamesKeptAreEarned(t *testing.T) {
	c := Open(nil)
	rs := hundredNames()
	for i := range rs {
		rs[i].Tags = []resource.Tag{{Key: "k", Value: fmt.Sprint(i % 25)}}
	}
	write(t, c, rs...)
	name := query.NamePrefix("image-abc")
	e := query.And(query.Eq("k", "1"), name)
	asks := 0
	for ; op(t, c, name) != "kept names"; asks++ {
		if got := count(t, c, e); got != 4 || asks > 100 {
			t.Fatalf("%d after it was asked for %d times", got, asks)
		}
	}
	if asks < 10 {
		t.Errorf("a hundred names were looked at for the sake of four, asked for %d times", asks)
	}
	if got := count(t, c, e); got != 4 {
		t.Errorf("%d by what is kept", got)
	}
}

// TestNoNamesKept: where there is no room, and where nothing is to be kept.
func TestNoNamesKept(t *testing.T) {
	for _, most := range []int{-1, 100} {
		c := Open(&Options{UnionBytes: most})
		write(t, c, hundredNames()...)
		e := query.NameContains("image-")
		for range 5 {
			count(t, c, e)
		}
		if got := op(t, c, e); got == "kept names" {
			t.Errorf("%d bytes: answered by %q", most, got)
		}
	}
}

// TestNamesKeptAreTrue asks for the same few texts while names come, go and
// change into others of the same grams, the newest version and an older one in
// turn.
func TestNamesKeptAreTrue(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteByte("aAbB-"[r.IntN(5)])
		}
		return b.String()
	}
	var asked []query.Expr
	for range 12 {
		s := text(4 + r.IntN(2))
		asked = append(asked, query.NameContains(s), query.NamePrefix(s), query.NameEquals(s))
	}
	c := Open(nil)
	var olds []*Snapshot
	for range 300 {
		id := fmt.Sprint(r.IntN(40))
		switch r.IntN(12) {
		case 0:
			if err := c.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
		case 1, 2:
			if _, err := c.Delete(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		case 3:
			one, _ := c.Get(id)
			write(t, c, resource.Resource{ID: id, Name: one.Name, Tags: []resource.Tag{{Key: "k"}}})
		default:
			write(t, c, resource.Resource{ID: id, Name: text(r.IntN(14))})
		}
		olds = append(olds, c.Snapshot())
		for range 3 {
			for _, s := range []*Snapshot{c.Snapshot(), olds[max(len(olds)-1-r.IntN(4), 0)]} {
				e := asked[r.IntN(len(asked))]
				want := 0
				for one, err := range s.Matches(t.Context(), query.All()) {
					if err == nil && passes(e, one.Name) {
						want++
					}
				}
				for range 2 {
					if got, err := s.Count(t.Context(), e); err != nil || got != want {
						t.Fatalf("version %d, %s: %d, want %d, %v", s.Version(), e, got, want, err)
					}
				}
			}
		}
	}
}

func passes(e query.Expr, name string) bool {
	switch low, text := strings.ToLower(name), strings.ToLower(e.Value()); e.Op() {
	case query.OpNameContains:
		return strings.Contains(low, text)
	case query.OpNamePrefix:
		return strings.HasPrefix(low, text)
	}
	return name == e.Value()
}

// TestNamesKeptNumberedAnew: another resource has the ordinal, alone in the
// posting of the same gram.
func TestNamesKeptNumberedAnew(t *testing.T) {
	c := Open(nil)
	write(t, c, resource.Resource{ID: "0", Name: "first"}, resource.Resource{ID: "1", Name: "a-b-c"})
	e := query.NameContains("a-b-c")
	for range 2 {
		if got := count(t, c, e); got != 1 {
			t.Fatalf("%d", got)
		}
	}
	if _, err := c.Delete(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	write(t, c, resource.Resource{ID: "2", Name: "a-b, b-c"})
	if err := c.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := count(t, c, e); got != 0 {
		t.Errorf("after Compact: %d", got)
	}
}
