package httpapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/resource"
)

const noResource = "the collection has no resource of the id"

func (n *native) get(x *exchange, r *http.Request, s *scratch) error {
	if err := parameters(nil).none(r); err != nil {
		return err
	}
	return n.work(r.Context(), func(context.Context) error {
		found, ok := n.snapshot(r).Get(r.PathValue("resource_id"))
		if !ok {
			return notFound(noResource)
		}
		out := answering{scratch: s, tenant: !x.caller.Operator}
		return out.write(out.row(&found))
	})
}

// applied is the report of a write.
type applied struct {
	Inserted int    `json:"inserted"`
	Replaced int    `json:"replaced"`
	Deleted  int    `json:"deleted"`
	Version  uint64 `json:"version"`
	// KindMismatches are by property, and there only if there are some.
	KindMismatches map[string]int `json:"kind_mismatches,omitzero"`
}

func report(done engine.Applied) applied {
	return applied{done.Inserted, done.Replaced, done.Deleted, done.Version, done.KindMismatches}
}

// put inserts or replaces the one resource of the path.
func (n *native) put(x *exchange, r *http.Request, s *scratch) error {
	if err := parameters(nil).none(r); err != nil {
		return err
	}
	if err := n.readBody(x, r, s); err != nil {
		return err
	}
	return n.change(r.Context(), func(ctx context.Context) error {
		one, err := n.oneRow(ctx, x, r, s.body.Bytes())
		if err != nil {
			return err
		}
		done, err := n.upsert(ctx, x, r, func(yield func(engine.Row, error) bool) { yield(one, nil) })
		if err != nil {
			return err
		}
		return s.write(report(done))
	})
}

// oneRow reads a body that is one resource, the one of the path.
func (n *native) oneRow(ctx context.Context, x *exchange, r *http.Request, body []byte) (engine.Row, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return engine.Row{}, nativeErrors.New(dialect.EmptyBody, dialect.PathBody, "is empty")
	}
	line := jsontext.Value(bytes.TrimPrefix(body, []byte("\ufeff"))) // which a load may begin with, too
	if err := line.Compact(); err != nil {                           // it may have several lines
		return engine.Row{}, malformed(err)
	}
	for row, err := range n.rows(ctx, x, r, bytes.NewReader(line)) {
		switch {
		case err != nil:
			return engine.Row{}, withoutLine(rowFault(err))
		case row.Resource.ID != r.PathValue("resource_id"):
			return engine.Row{}, fault(http.StatusBadRequest, codeBadResource, "resource_id", "is not that of the path")
		}
		return row, nil
	}
	return engine.Row{}, nativeErrors.New(dialect.EmptyBody, dialect.PathBody, "is empty")
}

// withoutLine leaves out the line, of which a single resource has but one.
func withoutLine(err error) error {
	var e *dialect.Error
	if errors.As(err, &e) {
		return e
	}
	return err
}

// rowOptions say how resources of a request are read: for the collection of
// the path alone, and from tenants without system tags.
func (n *native) rowOptions(x *exchange, r *http.Request) *datafile.Options {
	project, kind, operator := r.PathValue("project_id"), r.PathValue("resource_type"), x.caller.Operator
	return &datafile.Options{
		Project: project, Type: kind, Plain: true, MaxLine: int(n.opts.MaxBodyBytes),
		Check: func(row *engine.Row) error {
			switch {
			case row.Project != project:
				return &datafile.FieldError{Path: "project_id", Reason: "is not that of the path"}
			case row.Type != kind:
				return &datafile.FieldError{Path: "resource_type", Reason: "is not that of the path"}
			}
			if err := checkTags(&row.Resource, operator); err != nil {
				return err
			}
			return n.reg.CheckKinds(&row.Resource)
		},
	}
}

// upsert writes rows into the collection of the path, all or nothing. What a
// tenant replaces keeps the system tags that it has: the tenant does not see
// them.
func (n *native) upsert(ctx context.Context, x *exchange, r *http.Request, rows iter.Seq2[engine.Row, error]) (engine.Applied, error) {
	to := engine.Target{
		Name:     engine.Name{Project: r.PathValue("project_id"), Type: r.PathValue("resource_type")},
		MaxTypes: max(n.opts.MaxTypes, 0),
	}
	done, err := n.reg.LoadInto(ctx, to, func(before *engine.Snapshot) iter.Seq2[resource.Resource, error] {
		return func(yield func(resource.Resource, error) bool) {
			for row, err := range rows {
				if err == nil && !x.caller.Operator {
					keepSystemTags(before, &row.Resource)
				}
				if !yield(row.Resource, err) {
					return
				}
			}
		}
	})
	if errors.Is(err, engine.ErrTooManyTypes) {
		return done, fault(http.StatusInsufficientStorage, codeFull, "resource_type", fmt.Sprintf(
			"is not there, and the project has the %d types that it may have: write to one that is there, or have an operator drop one", n.opts.MaxTypes))
	}
	return done, rowFault(err)
}

func keepSystemTags(before *engine.Snapshot, r *resource.Resource) {
	old, ok := before.Get(r.ID)
	if !ok {
		return
	}
	for _, t := range old.Tags {
		if resource.IsSystem(t.Key) {
			r.Tags = append(r.Tags, t)
		}
	}
}

func (n *native) remove(_ *exchange, r *http.Request, s *scratch) error {
	if err := parameters(nil).none(r); err != nil {
		return err
	}
	return n.change(r.Context(), func(ctx context.Context) error {
		c, ok := n.reg.Collection(r.PathValue("project_id"), r.PathValue("resource_type"))
		if _, there := n.snapshot(r).Get(r.PathValue("resource_id")); !ok || !there {
			return notFound(noResource)
		}
		done, err := c.Delete(ctx, r.PathValue("resource_id"))
		if errors.Is(err, engine.ErrDropped) {
			return notFound(noResource)
		}
		if err != nil {
			return err
		}
		if done.Deleted == 0 { // somebody was faster
			return notFound(noResource)
		}
		return s.write(report(done))
	})
}
