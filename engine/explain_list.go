package engine

import (
	"context"
	"fmt"
	"math"
	"strings"

	"github.com/tagdex/tagdex/query"
)

// PlanOrder says how the rows of a list were put in order.
type PlanOrder struct {
	Sort     string        `json:"sort"`     // the keys, the weightiest first
	Strategy OrderStrategy `json:"strategy"` // the cheaper one
	// Estimates in nanoseconds, of use only against each other. CostWalk is 0
	// where there is no order to walk.
	CostWalk float64 `json:"cost_walk"`
	CostHeap float64 `json:"cost_heap"`
	// Looked is how many resources were looked at for their place, and GivenUp
	// that a walk turned out dearer than thought and the heap was taken.
	Looked  int  `json:"looked"`
	GivenUp bool `json:"given_up,omitzero"`
	Rows    int  `json:"rows"` // on the page
}

// OrderStrategy is how a list is put in order.
type OrderStrategy string

// The strategies.
const (
	// ByWalk goes along an order that is kept, of an indexed property, of the
	// names or of the ids, until the page is full.
	ByWalk OrderStrategy = "walk"
	// ByHeap looks at all matches and keeps the first.
	ByHeap OrderStrategy = "heap"
)

// ExplainList plans and runs a list and tells how, the filter as Explain does.
// Errors are those of List.
func (s *Snapshot) ExplainList(ctx context.Context, e query.Expr, l Listing) (*Plan, error) {
	x := newExec(ctx, s)
	defer x.free()
	page, err := s.listPage(x, e, &l)
	if err != nil {
		return nil, err
	}
	rows, err := page.run()
	if err != nil {
		return nil, err
	}
	plan, err := s.Explain(ctx, e)
	if err != nil {
		return nil, err
	}
	plan.Order = &PlanOrder{
		Sort: sortText(l.Sort), Strategy: ByHeap, CostHeap: page.costHeap,
		Looked: page.steps, GivenUp: page.givenUp, Rows: len(rows),
	}
	if !math.IsInf(page.costWalk, 1) {
		plan.Order.CostWalk = page.costWalk
	}
	if page.walks() {
		plan.Order.Strategy = ByWalk
	}
	return plan, nil
}

func (o *PlanOrder) draw(b *strings.Builder) {
	walk := "none"
	if o.CostWalk > 0 {
		walk = nanos(o.CostWalk)
	}
	givenUp := ""
	if o.GivenUp {
		givenUp = ", given up"
	}
	fmt.Fprintf(b, "order     %s by %s%s (walk %s, heap %s), %d looked at for %d rows\n\n",
		o.Strategy, o.Sort, givenUp, walk, nanos(o.CostHeap), o.Looked, o.Rows)
}

// sortText tells the keys of a sort.
func sortText(keys []query.SortKey) string {
	if len(keys) == 0 {
		return "id"
	}
	texts := make([]string, len(keys))
	for i, k := range keys {
		switch k.By {
		case query.ByID:
			texts[i] = "id"
		case query.ByName:
			texts[i] = "name"
		default:
			texts[i] = query.PropHas(k.Property).String()
		}
		if k.Descending {
			texts[i] += " desc"
		}
	}
	return strings.Join(texts, ", ")
}
