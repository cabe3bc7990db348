package suite

import (
	"context"
	"slices"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Query is one question. It is not changed once made.
type Query struct {
	Name   string // "Q4_four_lists"
	What   string // in a few words, for a report
	Filter query.Filter
	Expr   query.Expr  // what Filter compiles to
	Page   engine.Page // the zero Page: only the total is asked for
}

func newQuery(name, what string, f query.Filter, p engine.Page) Query {
	e, err := f.Expr(query.Reading{})
	if err != nil {
		panic(err) // the filters of this package are right
	}
	return Query{Name: name, What: what, Filter: f, Expr: e, Page: p}
}

// Counts reports whether only the total is asked for.
func (q *Query) Counts() bool { return q.Page == (engine.Page{}) }

// Ask asks a snapshot for what the filter was compiled to. The resources are
// nil where only the total is asked for.
func (q *Query) Ask(ctx context.Context, s *engine.Snapshot) (engine.Result, error) {
	if q.Counts() {
		total, err := s.Count(ctx, q.Expr)
		return engine.Result{Total: total}, err
	}
	return s.Find(ctx, q.Expr, q.Page)
}

// Scan asks every image in turn, by the reference.
func (q *Query) Scan(images []resource.Resource) engine.Result {
	var r engine.Result
	for i := range images {
		if !model.Match(q.Expr, &images[i]) {
			continue
		}
		if r.Total >= q.Page.Offset && len(r.Resources) < q.Page.Limit {
			r.Resources = append(r.Resources, images[i])
		}
		r.Total++
	}
	return r
}

// Same reports whether two answers agree: the totals, and the pages one image
// after the other. The version they are of is not looked at.
func Same(a, b engine.Result) bool {
	same := func(a, b resource.Resource) bool {
		return a.ID == b.ID && a.Name == b.Name && a.Detail == b.Detail && slices.Equal(a.Tags, b.Tags)
	}
	return a.Total == b.Total && slices.EqualFunc(a.Resources, b.Resources, same)
}
