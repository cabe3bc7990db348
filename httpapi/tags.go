package httpapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// tagCall is one documented path about the tags of a resource or of a project
// (SEMANTICS section 7).
type tagCall struct {
	*handler
	profile *dialect.Profile
	route   dialect.TagRoute
}

// addTagCalls adds the paths of a profile's TagAPI.
func (h *handler) addTagCalls(p *dialect.Profile) {
	for _, route := range p.TagAPI.Routes {
		c := &tagCall{handler: h, profile: p, route: route}
		do := map[dialect.TagCall]func(*exchange, *http.Request, *scratch) error{
			dialect.TagList: c.list,
			dialect.TagAll:  c.all,
		}[route.Call]
		if route.Call.Writes() {
			do = c.write
		}
		h.routes.add(route.Method, route.Path, &operation{handler: h, errs: &p.Errors, do: do})
	}
}

// collection is what the path is about. A project nobody has loaded has none,
// and gets none.
func (c *tagCall) collection(r *http.Request) (*engine.Collection, bool) {
	return c.reg.Collection(r.PathValue("project_id"), c.route.ResourceType)
}

// resource is what the path names.
func (c *tagCall) resource(r *http.Request) (*engine.Collection, resource.Resource, error) {
	if collection, ok := c.collection(r); ok {
		if found, ok := collection.Get(r.PathValue("resource_id")); ok {
			return collection, found, nil
		}
	}
	return nil, resource.Resource{}, c.noResource()
}

// audience is who reads the answer.
func (c *tagCall) audience(x *exchange) dialect.Audience {
	return dialect.Audience{ResourceType: c.route.ResourceType, Operator: x.caller.Operator}
}

func (c *tagCall) noResource() error {
	return c.profile.Errors.New(dialect.NoResource, c.profile.TagAPI.IDName, "is the id of nothing in this project")
}

func (c *tagCall) noTag() error {
	return c.profile.Errors.New(dialect.NoTag, "key", "is the key of no tag there")
}

// list answers with the tags of a resource.
func (c *tagCall) list(x *exchange, r *http.Request, s *scratch) error {
	if err := x.caller.allow(r.PathValue("project_id"), false); err != nil {
		return err
	}
	if err := c.bare(x, r); err != nil {
		return err
	}
	return c.work(r.Context(), func(context.Context) error {
		_, found, err := c.resource(r)
		if err != nil {
			return err
		}
		s.answer = c.profile.AppendTags(s.answer[:0], c.audience(x), found.Tags)
		return nil
	})
}

// bare looks at what there is besides the path of a call that only reads.
func (c *tagCall) bare(x *exchange, r *http.Request) error {
	ignored, err := c.profile.DecodeTagRead(dialect.Input{Query: r.URL.RawQuery, Unread: hasBody(r)})
	x.tellIgnored(ignored)
	return err
}

// write changes the tags of a resource.
func (c *tagCall) write(x *exchange, r *http.Request, s *scratch) error {
	if err := x.caller.allow(r.PathValue("project_id"), true); err != nil {
		return err
	}
	in := dialect.Input{Query: r.URL.RawQuery, Key: r.PathValue("key"), Operator: x.caller.Operator}
	if c.route.Call == dialect.TagRemove {
		in.Unread = hasBody(r)
	} else if err := c.readBody(x, r, s); err != nil {
		return err
	}
	in.Body = s.body.Bytes()
	var edit *dialect.TagEdit
	err := c.work(r.Context(), func(context.Context) (err error) {
		edit, err = c.profile.DecodeTagEdit(c.route.Call, in)
		return err
	})
	if err != nil {
		return err
	}
	x.tellIgnored(edit.Ignored)
	return c.change(r.Context(), func(ctx context.Context) error { return c.apply(ctx, x, r, edit) })
}

// apply makes the edit as one version. What can be seen beforehand is refused
// beforehand, so that nothing is published for it; but only the writer's own
// look decides.
func (c *tagCall) apply(ctx context.Context, x *exchange, r *http.Request, edit *dialect.TagEdit) error {
	collection, found, err := c.resource(r)
	if err != nil {
		return err
	}
	if c.route.Call == dialect.TagRemove && !slices.ContainsFunc(found.Tags, func(t resource.Tag) bool { return t.Key == edit.Remove[0] }) {
		return c.noTag()
	}
	b := engine.Batch{MaxTags: c.profile.TagAPI.Rules.MaxTags}
	if len(edit.Set) > 0 {
		b.SetTags(found.ID, edit.Set...)
	}
	if len(edit.Remove) > 0 {
		b.RemoveTags(found.ID, edit.Remove...)
	}
	done, err := collection.Apply(ctx, &b)
	switch {
	case errors.Is(err, engine.ErrNotFound), errors.Is(err, engine.ErrDropped):
		return c.noResource()
	case errors.Is(err, engine.ErrTooManyTags):
		return c.profile.Errors.New(dialect.TooMany, edit.Path,
			fmt.Sprintf("with these there would be more than the %d tags allowed", b.MaxTags))
	case err != nil:
		return err
	case c.route.Call == dialect.TagRemove && done.TagsRemoved == 0:
		return c.noTag()
	}
	x.noContent()
	return nil
}
