package engine

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/query"
)

// TestFold: what is said of one key in several places becomes one step, with a
// size that is known. Of 1000 resources a tenth has each of ten values of k,
// and all have l.
func TestFold(t *testing.T) {
	c := ofTen(t, 1000, nil)
	for _, test := range []struct {
		expr  string
		op    string
		exact int // resources that are known to be right without a look; -1: none
	}{
		{`k = 1 and k = 1`, "posting", 100},
		{`k = 1 and k = 2`, "nothing", 0},
		{`k = 1 and k in (1, 2)`, "posting", 100},
		{`k in (1, 2, 3) and k in (2, 3, 4)`, "union", 200},
		{`k in (1, 2, 3) and k in (4, 5)`, "nothing", 0},
		{`k in (1, 2, 3) and k in (2, 3, 4) and k in (3, 4)`, "posting", 100},
		{`k in (1, 2) and not k = 1`, "posting", 100},
		{`k = 1 and not k = 2`, "posting", 100},
		{`k = 1 and not k in (1, 2)`, "nothing", 0},
		{`k in (1, 2) and not (k = 1 or k = 2)`, "nothing", 0},
		{`k = 1 and not (k = 2 and l = "")`, "posting", 100},
		{`k = 1 and not (k in (1, 2) and k in (1, 3))`, "nothing", 0},
		{`k in (1, 2) and not (k in (1, 2, 3) and id = 1)`, "and", -1},
		{`k = 1 and (k = 2 or k in (1, 3))`, "posting", 100},
		{`k = 1 and (k = 2 or k = 3)`, "nothing", 0},
		{`k = 1 and (k = 2 or id = 1)`, "and", -1},
		{`k = 1 and (k = 2 or id = 1 or id = 2)`, "and", -1},
		{`k in (1, 2) and not (k in (1, 2, 3) and id = 4 and not id = 2)`, "and", -1},
		{`k = 1 and (k = 2 or id = 1 or not id = 2)`, "and", -1},
		{`k = 1 or k = 2 or k in (2, 3)`, "union", 300},
		{`k in (1, 2) or k = 1 or k in (1, 2, 3)`, "union", 300},
		{`not k = 1 and not k in (1, 2)`, "and", 800},
		{`k in (1, 2, absent) and k in (2, absent)`, "posting", 100},
	} {
		e, err := query.Parse(test.expr)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for id := range 1000 {
			if selects(e, fmt.Sprint(id)) {
				want++
			}
		}
		// Asked often enough for unions to be kept.
		for range 3 {
			p, err := c.Explain(context.Background(), e)
			if err != nil {
				t.Fatal(err)
			}
			op := p.Root.Op
			if op == "kept union" {
				op = "union"
			}
			if op != test.op || p.Root.Exact != (test.exact >= 0) || p.Root.Exact && p.Root.Estimated != test.exact || p.Total != want {
				t.Fatalf("%s: %d of %d\n%v", test.expr, p.Total, want, p)
			}
			honest(t, c, p.Root)
		}
	}
}

// selects tells whether the resource of ofTen with an id, which ends with its
// value of k, is selected.
func selects(e query.Expr, id string) bool {
	value := id[len(id)-1:]
	switch e.Op() {
	case query.OpEq:
		return e.Key() == "l" || e.Value() == value
	case query.OpIn:
		for _, v := range e.Values() {
			if v == value {
				return true
			}
		}
		return false
	case query.OpHas:
		return e.Key() == "k" || e.Key() == "l"
	case query.OpNameContains:
		return false
	case query.OpID:
		return e.Value() == id
	case query.OpIDIn:
		return slices.Contains(e.Values(), id)
	case query.OpNot:
		return !selects(e.Args()[0], id)
	}
	for _, arg := range e.Args() {
		if selects(arg, id) == (e.Op() == query.OpOr) {
			return e.Op() == query.OpOr
		}
	}
	return e.Op() == query.OpAnd
}

// honest holds what every step found against the expression that it says it
// stands for.
func honest(t *testing.T, c *Collection, n PlanNode) {
	t.Helper()
	e, err := query.Parse(n.Expr)
	if err != nil {
		t.Fatal(err)
	}
	if n.Op != "nothing" && count(t, c, e) != n.Actual {
		t.Errorf("%s has %d, found %d", n.Expr, count(t, c, e), n.Actual)
	}
	for _, part := range append(n.Args, n.Nots...) {
		honest(t, c, part)
	}
}
