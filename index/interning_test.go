package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// TestInterningTogether holds what is interned together against what is
// interned one by one, through terms that are forgotten and made again, and
// keys whose ids become others'.
func TestInterningTogether(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	d := newDictionary()
	var n interning
	for round := range 3000 {
		var tags []resource.Tag
		for k := range rng.IntN(12) {
			tags = append(tags, resource.Tag{Key: fmt.Sprint("key", k+rng.IntN(2)*100+round/500), Value: fmt.Sprint(rng.IntN(40))})
		}
		ids := slices.Clone(n.intern(&d, tags, 1))
		for i, tag := range tags {
			key, k := d.find(0, tag.Key)
			value, v := d.find(ownerOf(key), tag.Value)
			if k == nil || v == nil || value != ids[i] || v.value != tag.Value {
				t.Fatalf("round %d: %v has %d, is found at %d", round, tag, ids[i], value)
			}
			d.entries.edit(value, 1).setPosting(Single(1))
			d.entries.edit(key, 1).setPosting(Single(1))
		}
		if round%50 != 49 {
			continue
		}
		d.mergeFresh(1)
		all := d.order.all()
		slices.Reverse(all) // values before their key
		for _, id := range all {
			if d.entries.at(id).owner != 0 || round%100 == 99 {
				d.remove(id, 1, 1, tagLayout)
			} else {
				d.entries.edit(id, 1).setPosting(Single(1))
			}
		}
		if err := d.order.check(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestInterningOfOneHash has two values under one key in a resource each, and
// two keys of one hash in the cache's sense and in the table's.
func TestInterningOfOneHash(t *testing.T) {
	d := newDictionary()
	var n interning
	n.keys = nearKeys
	a, b := collision(t, func(i int) uint32 { return d.hash(0, fmt.Sprint(i)) })
	tags := []resource.Tag{{Key: fmt.Sprint(a), Value: "v"}, {Key: fmt.Sprint(b), Value: "v"}}
	for range 3 {
		ids := n.intern(&d, tags, 1)
		for i, id := range ids {
			if e := d.entries.at(id); d.keyOf(e) != tags[i].Key {
				t.Fatalf("%q for %q", d.keyOf(e), tags[i].Key)
			}
		}
	}
	key := ownerOf(d.intern(0, "k", 1))
	a, b = collision(t, func(i int) uint32 { return d.hash(key, fmt.Sprint(i)) })
	first := n.intern(&d, []resource.Tag{{Key: "k", Value: fmt.Sprint(a)}}, 1)[0]
	second := n.intern(&d, []resource.Tag{{Key: "k", Value: fmt.Sprint(b)}}, 1)[0]
	if again := n.intern(&d, []resource.Tag{{Key: "k", Value: fmt.Sprint(a)}}, 1)[0]; first == second || again != first {
		t.Errorf("%d, %d, %d", first, second, again)
	}
}
