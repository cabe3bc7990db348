package engine

import (
	"fmt"
	"testing"

	"github.com/tagdex/tagdex/query"
)

// TestSubtracted holds totals that are counted by what is taken out, and the
// pages beside them, against a walk over all resources of ofTen.
func TestSubtracted(t *testing.T) {
	c := ofTen(t, 40_000, nil)
	for _, text := range []string{
		`not id = 17 and not id = 27 and not id = x`,
		`l and not (k = 7 and id = 17)`,
		`k = 7 and not id = 17`,
		`k = 7 and not id = 16`,
		`k in (6, 7) and not id = 17 and not id = 16 and not id = 15`,
		`not (k in (6, 7) and id = 16) and not id = 16`,
		`k in (6, 7) and not (k in (7, 8) and not k = 6 and id = 17)`,
	} {
		e, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := c.Explain(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		if plan.Strategy != Subtracted {
			t.Errorf("%s is not counted so\n%v", text, plan)
		}
		var all []string
		for id := range 40_000 {
			if selects(e, fmt.Sprint(id)) {
				all = append(all, fmt.Sprint(id))
			}
		}
		if got := count(t, c, e); got != len(all) {
			t.Errorf("%s: %d, want %d", text, got, len(all))
		}
		for _, p := range []Page{{Limit: 5}, {Offset: 3, Limit: 30}, {Offset: len(all) - 2}, {Offset: len(all)}, {Limit: 7, CountTo: NoTotal}} {
			found, err := c.Find(t.Context(), e, p)
			if err != nil {
				t.Fatal(err)
			}
			if p.CountTo == 0 && found.Total != len(all) {
				t.Errorf("%s %+v: %d, want %d", text, p, found.Total, len(all))
			}
			checked, _ := p.validate()
			want := all[p.Offset:min(p.Offset+checked.Limit, len(all))]
			if len(found.Resources) != len(want) {
				t.Errorf("%s %+v: a page of %d, want %d", text, p, len(found.Resources), len(want))
				continue
			}
			for i, r := range found.Resources {
				if r.ID != want[i] {
					t.Errorf("%s %+v: row %d is %s, want %s", text, p, i, r.ID, want[i])
				}
			}
		}
	}
}
