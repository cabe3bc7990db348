package engine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

func match(e query.Expr, r *resource.Resource) bool {
	get := func(k string) (string, bool) {
		for _, t := range r.Tags {
			if t.Key == k {
				return t.Value, true
			}
		}
		return "", false
	}
	v, has := get(e.Key())
	switch e.Op() {
	case query.OpAll:
		return true
	case query.OpTagged:
		return slices.ContainsFunc(r.Tags, func(t resource.Tag) bool { return !resource.IsSystem(t.Key) })
	case query.OpHas:
		return has
	case query.OpEq:
		return has && v == e.Value()
	case query.OpIn:
		return has && slices.Contains(e.Values(), v)
	case query.OpContains:
		return has && strings.Contains(v, e.Value())
	case query.OpNameContains:
		return strings.Contains(strings.ToLower(r.Name), strings.ToLower(e.Value()))
	case query.OpNamePrefix:
		return strings.HasPrefix(strings.ToLower(r.Name), strings.ToLower(e.Value()))
	case query.OpNameEquals:
		return r.Name == e.Value()
	case query.OpID:
		return r.ID == e.Value()
	case query.OpNot:
		return !match(e.Args()[0], r)
	case query.OpAnd:
		for _, a := range e.Args() {
			if !match(a, r) {
				return false
			}
		}
		return true
	case query.OpOr:
		for _, a := range e.Args() {
			if match(a, r) {
				return true
			}
		}
	}
	return false
}

func TestSmoke(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	ctx := context.Background()
	for round := range 6 {
		c := engine.Open(nil)
		var rs []*resource.Resource
		n := []int{50, 500, 20000, 40000, 100, 70000}[round]
		var all []resource.Resource
		for i := range n {
			r := resource.Resource{ID: fmt.Sprint("id", i), Name: fmt.Sprintf("Img-%d-%c%c", rng.IntN(n), 'a'+rng.IntN(5), 'A'+rng.IntN(5))}
			for k := range 6 {
				if rng.IntN(k+1) == 0 {
					r.Tags = append(r.Tags, resource.Tag{Key: fmt.Sprint("k", k), Value: fmt.Sprint(rng.IntN(1 << (k * 2)))})
				}
			}
			if rng.IntN(9) == 0 {
				r.Tags = append(r.Tags, resource.Tag{Key: "_sys_x", Value: "0"})
			}
			all = append(all, r)
			rs = append(rs, &all[i])
		}
		if _, err := c.Upsert(ctx, all...); err != nil {
			t.Fatal(err)
		}
		for step := range 400 {
			if step%4 == 3 && len(rs) > 3 { // a write
				i := rng.IntN(len(rs))
				if rng.IntN(2) == 0 {
					c.Delete(ctx, rs[i].ID)
					rs = slices.Delete(rs, i, i+1)
				} else {
					r := *rs[i]
					r.Name = fmt.Sprintf("new-%d", rng.IntN(100))
					r.Tags = slices.Clone(r.Tags)
					for j := range r.Tags {
						r.Tags[j].Value = fmt.Sprint(rng.IntN(5))
					}
					rs[i] = &r
					c.Upsert(ctx, r)
				}
			}
			e := randExpr(rng, 3)
			var want []string
			for _, r := range rs {
				if match(e, r) {
					want = append(want, r.ID)
				}
			}
			got, err := c.Count(ctx, e)
			if err != nil || got != len(want) {
				p, _ := c.Explain(ctx, e)
				t.Fatalf("round %d count %d want %d %v\n%v", round, got, len(want), err, p)
			}
			page := engine.Page{Offset: rng.IntN(len(want) + 2), Limit: 1 + rng.IntN(30)}
			res, err := c.Find(ctx, e, page)
			if err != nil || res.Total != len(want) {
				t.Fatal(err, res.Total, len(want))
			}
			from := min(page.Offset, len(want))
			w := want[from:min(from+page.Limit, len(want))]
			var ids []string
			for _, r := range res.Resources {
				ids = append(ids, r.ID)
			}
			if !slices.Equal(ids, w) {
				t.Fatalf("%v: page %v want %v", e.String(), ids, w)
			}
			if step%50 == 0 {
				c.Explain(ctx, e)
			}
		}
	}
}

func randExpr(rng *rand.Rand, depth int) query.Expr {
	if depth > 0 && rng.IntN(2) == 0 {
		var args []query.Expr
		for range 1 + rng.IntN(3) {
			args = append(args, randExpr(rng, depth-1))
		}
		switch rng.IntN(3) {
		case 0:
			return query.And(args...)
		case 1:
			return query.Or(args...)
		}
		return query.Not(args[0])
	}
	k := rng.IntN(7)
	key := fmt.Sprint("k", k)
	if k == 6 {
		key = "_sys_x"
	}
	switch rng.IntN(10) {
	case 0:
		return query.Has(key)
	case 1, 2, 3:
		return query.Eq(key, fmt.Sprint(rng.IntN(4)))
	case 4:
		return query.In(key, fmt.Sprint(rng.IntN(4)), fmt.Sprint(rng.IntN(9)), fmt.Sprint(rng.IntN(100)))
	case 5:
		return query.Contains(key, fmt.Sprint(rng.IntN(30)))
	case 6:
		return query.Tagged()
	case 7:
		return query.ID(fmt.Sprint("id", rng.IntN(100)))
	case 8:
		return query.NamePrefix(fmt.Sprintf("iMg-%d", rng.IntN(50)))
	}
	return query.NameContains([]string{"a", "1", "-", "mg-", "-1", "g-12", "g-1", "NEW-1", "12-aA", "zz"}[rng.IntN(10)])
}
