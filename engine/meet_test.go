package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestMetTogether asks for conjunctions of up to nine tags and negations that
// are bitsets in most blocks, are few in one and none in another, and holds
// counts and pages against a look at every resource.
func TestMetTogether(t *testing.T) {
	const keys, n = 9, 3*index.BlockSize + 1000
	rng := rand.New(rand.NewPCG(5, 6))
	rs := make([]resource.Resource, n)
	has := make([][keys]bool, n)
	for i := range rs {
		rs[i].ID = fmt.Sprint(i)
		for k := range keys {
			share := []float64{0.02, 0.7, 0.7}[k%3]
			if block := i / index.BlockSize; block == k%4 {
				share = []float64{0.7, 0.001, 0}[k%3]
			}
			if rng.Float64() < share {
				has[i][k] = true
				rs[i].Tags = append(rs[i].Tags, resource.Tag{Key: fmt.Sprint("k", k), Value: "v"})
			}
		}
	}
	c := Open(nil)
	write(t, c, rs...)
	together := 0
	for range 300 {
		var parts []query.Expr
		want, wanted, refused := 0, map[int]bool{}, map[int]bool{}
		for _, k := range rng.Perm(keys)[:1+rng.IntN(keys)] {
			tag := query.Eq(fmt.Sprint("k", k), "v")
			if rng.IntN(3) == 0 {
				refused[k] = true
				parts = append(parts, query.Not(tag))
			} else {
				wanted[k] = true
				parts = append(parts, tag)
			}
		}
		e := query.And(parts...)
		var first []string
		for i := range has {
			ok := true
			for k, has := range has[i] {
				ok = ok && !(wanted[k] && !has) && !(refused[k] && has)
			}
			if ok {
				if want++; len(first) < 20 {
					first = append(first, rs[i].ID)
				}
			}
		}
		if got := count(t, c, e); got != want {
			t.Fatalf("%s: %d, want %d", e, got, want)
		}
		r, err := c.Find(t.Context(), e, Page{Limit: 20})
		if err != nil || r.Total != want || len(r.Resources) != len(first) {
			t.Fatalf("%s: a page of %d of %d, want %d of %d, %v", e, len(r.Resources), r.Total, len(first), want, err)
		}
		for i, one := range r.Resources {
			if one.ID != first[i] {
				t.Fatalf("%s: %s, want %s", e, one.ID, first[i])
			}
		}
		x := newExec(t.Context(), c.Snapshot())
		if plan, ok := compile(x, e).(*conj); ok {
			forSweep(plan, false)
			if plan.together.args+plan.together.nots > 2 {
				together++
			}
		}
		x.free()
	}
	if together < 100 {
		t.Errorf("%d of the plans meet more than two at once", together)
	}
}
