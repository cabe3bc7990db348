package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// TestTextOrders renames, deletes and inserts at random, and holds what every
// version walks over against its resources, sorted.
func TestTextOrders(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	names := []string{"", "\x00", "a", "a\x00", "b", "same", "é", "\uffff", "\U0001F600"}
	v := EmptyWith(Declared{Orders: []Field{FieldName, FieldID}})
	var kept []*Version
	for round := range 40 {
		b := v.Builder()
		for range []int{1, 5, 60, 700}[round%4] {
			id := fmt.Sprint(rng.IntN(900))
			if rng.IntN(3) == 0 {
				b.Delete(id)
				continue
			}
			name := names[rng.IntN(len(names))]
			if rng.IntN(2) == 0 {
				name = fmt.Sprint("a name longer than two words ", rng.IntN(300))
			}
			if _, err := b.Upsert(&resource.Resource{ID: id, Name: name}); err != nil {
				t.Fatal(err)
			}
		}
		if round%7 == 6 {
			b.Discard()
			continue
		}
		v = b.Freeze()
		kept = append(kept, v)
	}
	for _, v := range kept {
		if err := v.check(); err != nil {
			t.Fatal(err)
		}
		for f := range NumFields {
			checkWalks(t, v, f, append(slices.Clone(names), "5", "500", "a name longer than two words 7"))
		}
	}
}

// checkWalks goes both ways from each of some texts.
func checkWalks(t *testing.T, v *Version, f Field, from []string) {
	t.Helper()
	less := v.lessText(f)
	sorted := v.live.AppendTo(nil)
	slices.SortFunc(sorted, func(a, b uint32) int {
		if less(a, b) {
			return -1
		}
		return 1
	})
	for _, text := range from {
		var up, down, wantUp, wantDown, group []uint32
		for _, ord := range sorted {
			if v.Text(f, ord) >= text {
				wantUp = append(wantUp, ord)
			}
			if v.Text(f, ord) <= text {
				wantDown = append(wantDown, ord)
			}
			if v.Text(f, ord) == text {
				group = append(group, ord)
			}
		}
		slices.Reverse(wantDown)
		v.AscendTexts(f, func(t string) bool { return t >= text }, func(ord uint32) bool { up = append(up, ord); return true })
		v.DescendTexts(f, func(t string) bool { return t > text }, func(ord uint32) bool { down = append(down, ord); return true })
		if !slices.Equal(up, wantUp) || !slices.Equal(down, wantDown) {
			t.Fatalf("from %q: %v and %v, want %v and %v", text, up, down, wantUp, wantDown)
		}
		q := v.TextGroup(f, text)
		if err := q.check(tagLayout); err != nil || !slices.Equal(q.AppendTo(nil), group) {
			t.Fatalf("group of %q: %v, want %v (%v)", text, q.AppendTo(nil), group, err)
		}
	}
}

// TestLargeTextGroup: one name in several blocks, none in between.
func TestLargeTextGroup(t *testing.T) {
	v := EmptyWith(Declared{Orders: []Field{FieldName}})
	b := v.Builder()
	var want []uint32
	for i := range 3 * BlockSize {
		name := "other"
		if i < BlockSize-5 && i%2 == 0 || i > 2*BlockSize && i%50 == 0 {
			name, want = "one", append(want, uint32(i))
		}
		rename(t, b, fmt.Sprint("id", i), name)
	}
	q := freeze(t, b).TextGroup(FieldName, "one")
	if err := q.check(tagLayout); err != nil || !slices.Equal(q.AppendTo(nil), want) {
		t.Fatalf("a group of %d, want %d (%v)", q.Len(), len(want), err)
	}
}

// TestSuccessorKeepsOrders: what Compact and Restore begin with.
func TestSuccessorKeepsOrders(t *testing.T) {
	v := EmptyWith(Declared{Orders: []Field{FieldName}}).Successor()
	if v.HasOrder(FieldID) || !v.HasOrder(FieldName) {
		t.Error("other orders than before")
	}
}
