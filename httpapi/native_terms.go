package httpapi

import (
	"context"
	"iter"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// keyCount and valueCount are how many resources have a key, or a value.
type keyCount struct {
	Key   string `json:"key"`
	Count int    `json:"count"`
}

type valueCount struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

func (n *native) keys(ctx context.Context, s *engine.Snapshot, q *question, out *answering) error {
	var answer struct {
		Version uint64     `json:"version"`
		More    bool       `json:"more"`
		Keys    []keyCount `json:"keys"`
	}
	answer.Version = s.Version()
	more, err := list(ctx, out.seen(s.Keys(q.prefix)), q, func(key string, count int) {
		answer.Keys = append(answer.Keys, keyCount{key, count})
	})
	if err != nil {
		return err
	}
	answer.More = more
	return out.write(answer)
}

func (n *native) values(ctx context.Context, s *engine.Snapshot, q *question, out *answering) error {
	var answer struct {
		Version uint64       `json:"version"`
		Key     string       `json:"key"`
		More    bool         `json:"more"`
		Values  []valueCount `json:"values"`
		Hints   []hintInfo   `json:"hints,omitempty"`
	}
	if q.key == "" {
		return badParameter("key", "is missing or empty")
	}
	var err error
	if answer.Hints, err = out.hints(ctx, s, query.Has(q.key), 0); err != nil {
		return err
	}
	answer.Version, answer.Key = s.Version(), q.key
	if out.sees(q.key) {
		more, err := list(ctx, s.Values(q.key, q.prefix), q, func(value string, count int) {
			answer.Values = append(answer.Values, valueCount{value, count})
		})
		if err != nil {
			return err
		}
		answer.More = more
	}
	return out.write(answer)
}

// ctxTerms is after how many terms a listing looks at its context.
const ctxTerms = 1024

// seen leaves out the keys that the caller does not see.
func (a *answering) seen(keys iter.Seq2[string, int]) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for key, n := range keys {
			if a.sees(key) && !yield(key, n) {
				return
			}
		}
	}
}

// list takes a page of terms, and reports whether there are more.
func list(ctx context.Context, terms iter.Seq2[string, int], q *question, take func(string, int)) (more bool, err error) {
	met := 0
	for term, count := range terms {
		if met%ctxTerms == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		if met++; met <= q.offset {
			continue
		}
		if met > q.offset+q.limit {
			return true, nil
		}
		take(term, count)
	}
	return false, nil
}

// facetAnswer is the answer of facets.
type facetAnswer struct {
	Total   int         `json:"total_count"`
	Version uint64      `json:"version"`
	Keys    []keyCount  `json:"keys"`
	Facets  []facetInfo `json:"facets"`
	Hints   []hintInfo  `json:"hints,omitempty"`
}

type facetInfo struct {
	Key     string       `json:"key"`
	Within  facetCounts  `json:"within"`
	Without *facetCounts `json:"without,omitzero"`
}

type facetCounts struct {
	Selected int          `json:"selected"`
	Having   int          `json:"having"`
	Values   []valueCount `json:"values"`
}

func newFacetCounts(c engine.FacetCounts) *facetCounts {
	out := &facetCounts{Selected: c.Selected, Having: c.Having}
	for _, v := range c.Values {
		out.Values = append(out.Values, valueCount{v.Text, v.Count})
	}
	return out
}

func (n *native) facets(ctx context.Context, s *engine.Snapshot, q *question, out *answering) error {
	found, err := s.Facets(ctx, q.expr, engine.FacetOptions{
		Keys: q.keys, Limit: q.limit, KeyLimit: q.keyLimit, Sideways: q.sideways, Tenant: out.tenant,
	})
	if err != nil {
		return err
	}
	answer := facetAnswer{Total: found.Total, Version: found.Version}
	if answer.Hints, err = out.hints(ctx, s, withKeys(q.asked, q.keys), found.Total); err != nil {
		return err
	}
	for _, k := range found.Keys {
		answer.Keys = append(answer.Keys, keyCount{k.Text, k.Count})
	}
	for _, f := range found.Facets {
		info := facetInfo{Key: f.Key, Within: *newFacetCounts(f.Within)}
		if f.Without != nil {
			info.Without = newFacetCounts(*f.Without)
		}
		answer.Facets = append(answer.Facets, info)
	}
	return out.write(answer)
}
