package fuzz

import (
	"testing"

	"github.com/tagdex/tagdex/fuzz/gen"
)

// bulk is from how many inserted names on the engine puts them into the index
// beside its other work.
const bulk = 4096

// A batch large enough for that, with renames and deletes of what the same
// batch inserted. The first of them comes while the work is under way.
func TestBulkBatch(t *testing.T) {
	named := gen.Filler{N: 9000, Layout: 2}
	for number := range 3 {
		src := gen.New(randomBytes("TestBulkBatch", number, 4096))
		w := &world{pair: newPair(t, gen.Filler{})}
		var batch []gen.Change
		for i := range named.N {
			batch = append(batch, gen.Change{Resource: named.At(i)})
			if i >= bulk-1 && i%8 == 7 {
				other := src.Resource()
				other.ID, other.Name = gen.FillerID(i/(1+src.N(3))), "renamed "+other.Name
				batch = append(batch, gen.Change{Resource: other, Delete: i > bulk && src.OneIn(3)})
			}
		}
		w.apply(t, gen.New(nil), gen.Step{Batch: batch})
		s := w.engine.Snapshot()
		for range maxQueries {
			ask(t, src, s, w.model)
		}
		checkAll(t, s, w.model)
	}
}
