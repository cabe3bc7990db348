package floor_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/bench/floor"
	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// TestAnswers holds every query of the suite, and of a mix, against a linear
// scan. Prepare itself compares all compositions with each other.
func TestAnswers(t *testing.T) {
	images := slices.Collect(workload.Images(3000, 5))
	x := floor.Build(images)
	p, err := suite.NewProfile(images)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range append(p.Queries(), p.Mix(60, 5)...) {
		for _, kept := range []bool{false, true} {
			a, err := x.Prepare(q.Expr, q.Page, kept)
			if err != nil {
				t.Fatal(q.Name, err)
			}
			total, ordinals := a.Answer()
			got := engine.Result{Total: total, Resources: at(images, ordinals)}
			if !suite.Same(got, q.Scan(images)) {
				t.Errorf("%s by %s differs from a scan: %v", q.Name, a.How(), q.Expr)
			}
		}
	}
}

func at(images []resource.Resource, ordinals []uint32) []resource.Resource {
	var page []resource.Resource
	for _, ord := range ordinals {
		page = append(page, images[ord])
	}
	return page
}

// TestPages: each cut of one set, past its end too.
func TestPages(t *testing.T) {
	images := slices.Collect(workload.Images(500, 5))
	x := floor.Build(images)
	for _, page := range []engine.Page{{Limit: 7}, {Offset: 3, Limit: 7}, {Offset: 470, Limit: 50}, {Offset: 500, Limit: 1}} {
		q := suite.Query{Expr: query.Tagged(), Page: page}
		a, err := x.Prepare(q.Expr, page, false)
		if err != nil {
			t.Fatal(err)
		}
		total, ordinals := a.Answer()
		if got := (engine.Result{Total: total, Resources: at(images, ordinals)}); !suite.Same(got, q.Scan(images)) {
			t.Errorf("%+v: %d of %d", page, len(ordinals), total)
		}
	}
}

func TestUnsupported(t *testing.T) {
	x := floor.Build(slices.Collect(workload.Images(10, 5)))
	if _, err := x.Prepare(query.NamePrefix("a"), engine.Page{}, false); !errors.Is(err, floor.ErrUnsupported) {
		t.Errorf("the error is %v", err)
	}
}
