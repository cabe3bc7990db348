package index

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestManyInsertions inserts more at once than are put in one by one, in
// portions of several sizes, after older versions, and with removals between,
// and holds what comes out against the model.
func TestManyInsertions(t *testing.T) {
	before := taggingMax
	defer func() { taggingMax = before }()
	s := manyTerms
	s.ids = 1 << 30 // none comes twice
	for _, most := range []int{1, 1000, before} {
		taggingMax = most
		rng := rand.New(rand.NewPCG(4, uint64(most)))
		v, m := Empty(), newModel(0)
		for range 3 {
			b := v.Builder()
			for range 2 {
				for range 3 * taggingFew / 2 {
					r := s.resource(rng.IntN)
					if _, err := b.Upsert(&r); err != nil {
						t.Fatal(err)
					}
					m.upsert(r)
				}
				gone := m.at[uint32(rng.IntN(int(m.next)))].ID
				if b.Delete(gone) != m.delete(gone) {
					t.Fatalf("deleting %q", gone)
				}
			}
			old := v
			v = freeze(t, b)
			if err := m.compare(v); err != nil {
				t.Fatal(err)
			}
			if err := old.check(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestLoadInPortions reads more tags than are sorted at a time, and terms that
// no portion, the first alone or the last alone has.
func TestLoadInPortions(t *testing.T) {
	before := taggingMax
	defer func() { taggingMax = before }()
	rng := rand.New(rand.NewPCG(6, 6))
	b, m := Empty().Builder(), newModel(0)
	for range 300 {
		r := manyTerms.resource(rng.IntN)
		if _, err := b.Upsert(&r); err != nil {
			t.Fatal(err)
		}
		m.upsert(r)
	}
	data := save(t, freeze(t, b))
	items := func() crafted { return newCrafted().header(2).dictionary([]string{"k", "v", "w"}, []string{"l", "x"}) }
	for _, most := range []int{1, 7, 100, before} {
		taggingMax = most
		v, err := load(data)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(v.check(), m.compare(v)); err != nil {
			t.Errorf("%d at a time: %v", most, err)
		}
		if _, err := load(items().resources(plain("a", 1, 4), plain("b", 2)).end(2)); err != nil {
			t.Errorf("%d at a time: %v", most, err)
		}
		for _, unused := range []crafted{
			items().resources(plain("a", 1, 4), plain("b", 1)).end(2),
			items().resources(plain("a", 1), plain("b", 2)).end(2),
			items().resources(plain("a"), plain("b")).end(2),
		} {
			if _, err := load(unused); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "no resource has") {
				t.Errorf("%d at a time, a term is not used: %v", most, err)
			}
		}
	}
}
