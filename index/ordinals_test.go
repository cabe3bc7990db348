package index

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// TestOrdinalsRunOut starts three below the end: replacing and deleting go on
// when inserting does not, and no ordinal is given out again.
func TestOrdinalsRunOut(t *testing.T) {
	v := Empty()
	v.next = math.MaxUint32 - 3
	b := v.Builder()
	for i := range 3 {
		put(t, b, fmt.Sprint("id", i), "k", fmt.Sprint(i))
	}
	insert := func(b *Builder) error {
		_, err := b.Upsert(&resource.Resource{ID: "one more", Name: "n", Tags: []resource.Tag{{Key: "new", Value: "v"}}})
		return err
	}
	if err := insert(b); !errors.Is(err, ErrOrdinals) {
		t.Fatalf("the fourth: %v", err)
	}
	put(t, b, "id1", "k", "other")
	v = freeze(t, b)
	wantListing(t, v, "k 3", "k=0 1", "k=2 1", "k=other 1")
	if got, want := v.Live().AppendTo(nil), []uint32{math.MaxUint32 - 3, math.MaxUint32 - 2, math.MaxUint32 - 1}; !slices.Equal(got, want) {
		t.Fatalf("ordinals %v, want %v", got, want)
	}
	if got := v.Blocks(); got != 1<<(32-BlockBits) {
		t.Errorf("%d blocks", got)
	}

	b = v.Builder()
	b.Delete("id0")
	if err := insert(b); !errors.Is(err, ErrOrdinals) {
		t.Fatalf("after a deletion: %v", err)
	}
	v = freeze(t, b)

	// Room is made by building anew.
	b = v.Successor().Builder()
	for _, ord := range v.Live().AppendTo(nil) {
		r := v.Resource(ord)
		if _, err := b.Upsert(&r); err != nil {
			t.Fatal(err)
		}
	}
	if err := insert(b); err != nil {
		t.Fatal(err)
	}
	w := freeze(t, b)
	if got := w.Live().AppendTo(nil); !slices.Equal(got, []uint32{0, 1, 2}) || w.Number() != v.Number()+1 {
		t.Errorf("ordinals %v, version %d after %d", got, w.Number(), v.Number())
	}
}

// TestOrdinalsAreNotReused deletes and inserts in one builder and over many.
func TestOrdinalsAreNotReused(t *testing.T) {
	v := Empty()
	for round := range uint32(5) {
		b := v.Builder()
		for i := range uint32(4) {
			put(t, b, "x")
			if ord, ok := b.v.Ordinal("x"); !ok || ord != round*4+i {
				t.Fatalf("round %d: at %d", round, ord)
			}
			put(t, b, "x", "replaced", "keeps its place")
			if ord, _ := b.v.Ordinal("x"); ord != round*4+i {
				t.Fatalf("replaced: at %d", ord)
			}
			if !b.Delete("x") || b.Delete("x") {
				t.Fatal("Delete tells the wrong thing")
			}
		}
		v = freeze(t, b)
	}
	if v.Live().Len() != 0 || v.Blocks() != 1 {
		t.Errorf("%d resources, %d blocks", v.Live().Len(), v.Blocks())
	}
}
