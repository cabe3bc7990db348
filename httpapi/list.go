package httpapi

import (
	"context"
	"errors"
	"net/http"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// listCall is one documented list by property.
type listCall struct {
	*handler
	profile *dialect.ListProfile
}

// addList adds the path of a profile.
func (h *handler) addList(p *dialect.ListProfile) {
	l := &listCall{handler: h, profile: p}
	h.routes.add(p.Route.Method, p.Route.Path, &operation{handler: h, errs: &p.Errors, do: l.do})
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
	return l.work(r.Context(), func(ctx context.Context) error {
		req, err := l.profile.Decode(r.URL.RawQuery)
		if err != nil {
			return err
		}
		images, err := l.page(ctx, project, req)
		if errors.Is(err, engine.ErrUnknownID) {
			return l.profile.UnknownMarker(req.Marker)
		}
		s.answer = l.profile.AppendImages(s.answer[:0], images)
		return err
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
