package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// listCall is one documented list by property.
type listCall struct {
	*handler
	profile *dialect.ListProfile
}

// addList adds the paths of a profile.
func (h *handler) addList(p *dialect.ListProfile) {
	l := &listCall{handler: h, profile: p}
	h.routes.add(p.Route.Method, p.Route.Path, &operation{handler: h, errs: &p.Errors, do: l.do})
	if p.ItemRoute.Path != "" {
		h.routes.add(p.ItemRoute.Method, p.ItemRoute.Path, &operation{handler: h, errs: &p.Errors, do: l.item})
	}
}

// projectHeader names the project where no credential does.
const projectHeader = "X-Project-Id"

// projectOf returns the project that a path which names none is about
// (SEMANTICS section 5): the caller's own, else that of the header, unless the
// caller is held to some projects, else the server's.
func (h *handler) projectOf(x *exchange, r *http.Request) string {
	project := x.caller.Project
	if project == "" && x.caller.Projects == nil {
		project = r.Header.Get(projectHeader)
	}
	if project == "" {
		project = h.opts.DefaultProject
	}
	return project
}

func (l *listCall) do(x *exchange, r *http.Request, s *scratch) error {
	project := l.projectOf(x, r)
	if err := x.caller.allow(project, false); err != nil {
		return err
	}
	in := dialect.Input{Query: r.URL.RawQuery, Operator: x.caller.Operator, Unread: hasBody(r)}
	return l.work(r.Context(), func(ctx context.Context) error {
		req, err := l.profile.Decode(in)
		if err != nil {
			return err
		}
		x.tellIgnored(req.Ignored)
		images, err := l.page(ctx, project, req)
		if errors.Is(err, engine.ErrUnknownID) {
			return l.profile.UnknownMarker(req.Marker)
		}
		s.answer = l.profile.AppendImages(s.answer[:0], images)
		return err
	})
}

// item answers with a single one of what is listed.
func (l *listCall) item(x *exchange, r *http.Request, s *scratch) error {
	project := l.projectOf(x, r)
	if err := x.caller.allow(project, false); err != nil {
		return err
	}
	in := dialect.Input{Query: r.URL.RawQuery, Operator: x.caller.Operator, Unread: hasBody(r)}
	shown, ignored, err := l.profile.DecodeItem(in)
	if err != nil {
		return err
	}
	x.tellIgnored(ignored)
	return l.work(r.Context(), func(ctx context.Context) error {
		c, ok := l.reg.Collection(project, l.profile.ItemRoute.ResourceType)
		if !ok {
			return l.profile.NoItem()
		}
		one := query.And(query.ID(r.PathValue("resource_id")), shown)
		found, err := c.Snapshot().Find(ctx, one, engine.Page{Limit: 1})
		switch {
		case err != nil:
			return err
		case len(found.Resources) == 0:
			return l.profile.NoItem()
		}
		s.answer = l.profile.AppendImage(s.answer[:0], &found.Resources[0])
		return nil
	})
}

// page runs the query. A project that is not there holds no image, so not the
// marker's either.
func (l *listCall) page(ctx context.Context, project string, req *dialect.ListRequest) ([]resource.Resource, error) {
	c, ok := l.reg.Collection(project, l.profile.Route.ResourceType)
	if !ok {
		if req.Marker != "" {
			return nil, engine.ErrUnknownID
		}
		return nil, nil
	}
	s := c.Snapshot()
	var page engine.Listed
	err := l.asked(s, req.Expr, func() (err error) {
		page, err = s.List(ctx, req.Expr, engine.Listing{Sort: req.Sort, Limit: req.Limit, AfterID: req.Marker})
		return err
	})
	return page.Resources, err
}
