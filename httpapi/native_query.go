package httpapi

import (
	"context"
	"fmt"
	"net/http"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// asking makes an operation of one that answers a question. To a tenant no
// system tag is there.
func asking(
	ps parameters, answer func(n *native, ctx context.Context, s *engine.Snapshot, q *question, out *answering) error,
) func(n *native, x *exchange, r *http.Request, s *scratch) error {
	return func(n *native, x *exchange, r *http.Request, s *scratch) error {
		q := question{limit: nativeLimit}
		if r.Method == http.MethodPost {
			if err := parameters(nil).none(r); err != nil {
				return err
			}
			if err := n.readBody(x, r, s); err != nil {
				return err
			}
			if err := ps.fromBody(s.body.Bytes(), &q); err != nil {
				return err
			}
		} else if err := ps.fromQuery(r.URL.RawQuery, &q); err != nil {
			return err
		}
		q.asked = q.expr
		out := answering{scratch: s, tenant: !x.caller.Operator}
		if out.tenant {
			q.expr = query.Tenant(q.expr)
		}
		return n.work(r.Context(), func(ctx context.Context) error {
			snapshot := n.snapshot(r)
			return n.asked(snapshot, q.expr, func() error { return answer(n, ctx, snapshot, &q, &out) })
		})
	}
}

// answering is an answer in the making, and who gets it.
type answering struct {
	*scratch
	tenant bool
}

// sees tells whether the caller may see a tag.
func (a *answering) sees(key string) bool { return !a.tenant || !resource.IsSystem(key) }

// nativeTag and nativeRow are a resource in the form of data files.
type nativeTag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

type nativeRow struct {
	ID     string         `json:"resource_id"`
	Name   string         `json:"resource_name"`
	Detail jsontext.Value `json:"resource_detail,omitzero"`
	Tags   []nativeTag    `json:"tags"`
}

func (a *answering) row(r *resource.Resource) nativeRow {
	row := nativeRow{ID: r.ID, Name: r.Name, Tags: make([]nativeTag, 0, len(r.Tags))}
	if r.Detail != "" {
		row.Detail = jsontext.Value(r.Detail)
	}
	for _, t := range r.Tags {
		if a.sees(t.Key) {
			row.Tags = append(row.Tags, nativeTag(t))
		}
	}
	return row
}

func (n *native) query(ctx context.Context, s *engine.Snapshot, q *question, out *answering) error {
	page, err := s.Select(ctx, q.expr, engine.Page{Offset: q.offset, Limit: q.limit})
	if err != nil {
		return err
	}
	var answer struct {
		Total     int         `json:"total_count"`
		Version   uint64      `json:"version"`
		Resources []nativeRow `json:"resources"`
		Hints     []hintInfo  `json:"hints,omitempty"`
	}
	answer.Total, _ = page.Total()
	if answer.Hints, err = out.hints(ctx, s, q.asked, answer.Total); err != nil {
		return err
	}
	answer.Version = page.Version()
	for r := range page.All() {
		answer.Resources = append(answer.Resources, out.row(&r))
	}
	return out.write(answer)
}

func (n *native) count(ctx context.Context, s *engine.Snapshot, q *question, out *answering) error {
	total, err := s.Count(ctx, q.expr)
	if err != nil {
		return err
	}
	hints, err := out.hints(ctx, s, q.asked, total)
	if err != nil {
		return err
	}
	return out.write(struct {
		Total   int        `json:"total_count"`
		Version uint64     `json:"version"`
		Hints   []hintInfo `json:"hints,omitempty"`
	}{total, s.Version(), hints})
}

// maxExplained is how long the text form of an expression may be that is
// explained: each step of a plan repeats what it stands for.
const maxExplained = 8 << 10

func (n *native) explain(ctx context.Context, s *engine.Snapshot, q *question, out *answering) error {
	if len(q.expr.String()) > maxExplained {
		return nativeErrors.New(dialect.TooLarge, "query", fmt.Sprintf("has more than %d bytes in the text form", maxExplained))
	}
	plan, err := s.ExplainFor(ctx, q.asked, engine.UnknownOptions{Tenant: out.tenant, Names: hintNames, Details: hintDetails})
	if err != nil {
		return err
	}
	return out.write(plan)
}
