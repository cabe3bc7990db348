package index

import (
	"fmt"
	"testing"
)

// collision finds two of the first numbers whose hashes are equal. Of 32 bits
// a hundred thousand are enough for one on average.
func collision(t *testing.T, hash func(i int) uint32) (a, b int) {
	t.Helper()
	seen := map[uint32]int{}
	for i := range 1_000_000 {
		h := hash(i)
		if first, ok := seen[h]; ok {
			return first, i
		}
		seen[h] = i
	}
	t.Fatal("no two hashes are equal")
	return 0, 0
}

func TestIDsOfOneHash(t *testing.T) {
	v := Empty()
	a, b := collision(t, func(i int) uint32 { return v.hashID(fmt.Sprint(i)) })
	ids := [2]string{fmt.Sprint(a), fmt.Sprint(b)}
	builder := v.Builder()
	put(t, builder, ids[0])
	if _, ok := builder.v.Ordinal(ids[1]); ok {
		t.Fatalf("%q is found for %q", ids[0], ids[1])
	}
	put(t, builder, ids[1], "k", "v")
	v = freeze(t, builder)
	for ord, id := range ids {
		if got, ok := v.Ordinal(id); !ok || got != uint32(ord) {
			t.Errorf("%q at %d, want %d", id, got, ord)
		}
	}
	builder = v.Builder()
	builder.Delete(ids[0])
	v = freeze(t, builder)
	if got, ok := v.Ordinal(ids[1]); !ok || got != 1 {
		t.Errorf("%q went with the other", ids[1])
	}
	if _, ok := v.Ordinal(ids[0]); ok {
		t.Errorf("%q is still there", ids[0])
	}
}

// TestTermsOfOneHash has a value under two keys whose ids hash alike, and two
// values of one key.
func TestTermsOfOneHash(t *testing.T) {
	d := newDictionary()
	a, b := collision(t, func(i int) uint32 { return d.hash(ownerOf(uint32(i)), "v") })
	first := d.intern(ownerOf(uint32(a)), "v", 1)
	if _, e := d.find(ownerOf(uint32(b)), "v"); e != nil {
		t.Fatal("found under the other key")
	}
	second := d.intern(ownerOf(uint32(b)), "v", 1)
	idA, _ := d.find(ownerOf(uint32(a)), "v")
	idB, _ := d.find(ownerOf(uint32(b)), "v")
	if first == second || idA != first || idB != second {
		t.Error("the terms are mixed up")
	}

	d = newDictionary()
	key := ownerOf(d.intern(0, "key", 1))
	a, b = collision(t, func(i int) uint32 { return d.hash(key, fmt.Sprint(i)) })
	first = d.intern(key, fmt.Sprint(a), 1)
	second = d.intern(key, fmt.Sprint(b), 1)
	d.forget(first, 1)
	_, gone := d.find(key, fmt.Sprint(a))
	if at, e := d.find(key, fmt.Sprint(b)); gone != nil || e == nil || at != second {
		t.Error("the values are mixed up")
	}
}

func TestGramsOfOneHash(t *testing.T) {
	var x gramIndex
	a, b := collision(t, func(i int) uint32 { return gram(i + 1).hash() })
	g, h := gram(a+1), gram(b+1)
	x.edit(g, 1).posting.add(1, 1, gramLayout)
	if x.posting(h).Len() != 0 {
		t.Fatal("found for the other")
	}
	x.edit(h, 1).posting.add(2, 1, gramLayout)
	x.remove(g, 1, 1)
	if x.posting(g).Len() != 0 || !x.posting(h).Has(2) {
		t.Error("the grams are mixed up")
	}
}
