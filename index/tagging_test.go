package index

import (
	"math/rand/v2"
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
