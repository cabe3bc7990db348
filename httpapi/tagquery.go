package httpapi

import (
	"context"
	"net/http"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
)

// tagQuery is one documented path of the tag query.
type tagQuery struct {
	*handler
	profile *dialect.Profile
	route   dialect.Route
}

// addTagQueries adds the paths of a profile.
func (h *handler) addTagQueries(p *dialect.Profile) {
	for _, route := range p.Routes {
		q := &tagQuery{handler: h, profile: p, route: route}
		h.routes.add(route.Method, route.Path, &operation{handler: h, errs: &p.Errors, do: q.do})
	}
}

func (q *tagQuery) do(x *exchange, r *http.Request, s *scratch) error {
	if err := x.caller.allow(r.PathValue("project_id"), false); err != nil {
		return err
	}
	if err := q.readBody(x, r, s); err != nil {
		return err
	}
	in := dialect.Input{
		Body: s.body.Bytes(), Query: r.URL.RawQuery, Action: q.route.Action, Operator: x.caller.Operator,
	}
	return q.work(r.Context(), func(ctx context.Context) error {
		req, err := q.profile.Decode(in)
		if err != nil {
			return err
		}
		x.tellIgnored(req.Ignored)
		return q.answer(ctx, x, r, req, s)
	})
}

// answer runs the query. Total and page are of one snapshot.
func (q *tagQuery) answer(ctx context.Context, x *exchange, r *http.Request, req *dialect.Request, s *scratch) error {
	expr, err := req.Expr()
	if err != nil {
		return err
	}
	c, ok := q.reg.Collection(r.PathValue("project_id"), q.resourceType(r))
	if req.Action == dialect.ActionCount {
		total := 0
		if ok {
			total, err = c.Snapshot().Count(ctx, expr)
		}
		s.answer = q.profile.AppendCount(s.answer[:0], total)
		return err
	}
	var page engine.Rows
	if ok {
		page, err = c.Snapshot().Select(ctx, expr, engine.Page{Offset: req.Offset, Limit: req.Limit})
	}
	total, _ := page.Total()
	to := dialect.Audience{ResourceType: q.resourceType(r), Operator: x.caller.Operator}
	s.answer = q.profile.AppendPage(s.answer[:0], to, total, page.All())
	return err
}

func (q *tagQuery) resourceType(r *http.Request) string {
	if q.route.ResourceType != "" {
		return q.route.ResourceType
	}
	return r.PathValue("resource_type")
}
