package bench

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// shape is one query. A count has no page.
type shape struct {
	name string
	expr query.Expr
	page engine.Page
}

// run asks the engine. The resources are nil for a count.
func (q *shape) run(ctx context.Context, s *engine.Snapshot) (engine.Result, error) {
	if q.page == (engine.Page{}) {
		total, err := s.Count(ctx, q.expr)
		return engine.Result{Total: total}, err
	}
	return s.Find(ctx, q.expr, q.page)
}

// scan asks every image in turn, by the reference.
func (q *shape) scan(images []resource.Resource) engine.Result {
	var r engine.Result
	for i := range images {
		if !model.Match(q.expr, &images[i]) {
			continue
		}
		if r.Total >= q.page.Offset && len(r.Resources) < q.page.Limit {
			r.Resources = append(r.Resources, images[i])
		}
		r.Total++
	}
	return r
}

func filtered(name string, f query.Filter, p engine.Page) shape {
	e, err := f.Expr(query.Reading{})
	if err != nil {
		panic(err) // the filters of this package are right
	}
	return shape{name: name, expr: e, page: p}
}

func limit(n int) engine.Page { return engine.Page{Limit: n} }

func named(text string) []query.Match { return []query.Match{{Field: query.FieldName, Value: text}} }

// shapes are the queries that figures are kept for.
func (p *profile) shapes() []shape {
	var count engine.Page
	four := query.Filter{
		Tags:       p.matches(0, 1, 1),
		TagsAny:    p.matches(1, 1, 1),
		NotTags:    p.second(2),
		NotTagsAny: p.second(3),
	}
	fourNamed := four
	fourNamed.Matches = named(p.common(4, 0.05, four))
	largest := query.Filter{
		Tags:       p.matches(0, 10, 10),
		TagsAny:    p.matches(10, 10, 10),
		NotTags:    p.matches(19, 10, 10),
		NotTagsAny: p.matches(19, 10, 10),
		Matches:    fourNamed.Matches,
	}
	noTags := largest
	noTags.Tags = nil
	dense := []query.TagMatch{p.dense(0.18)}
	middle := p.images[len(p.images)/2].ID

	return []shape{
		filtered("Q1_dense_tag", query.Filter{Tags: dense}, count),
		filtered("Q2_three_keys", query.Filter{Tags: p.matches(0, 3, 1)}, count),
		filtered("Q3_three_keys_five_values", query.Filter{Tags: p.matches(0, 3, 5)}, limit(10)),
		filtered("Q4_four_lists", four, count),
		filtered("Q5_four_lists_page", four, limit(1000)),
		{
			name: "Q6_key_and_not_key",
			expr: query.And(query.Has(p.key(0.6)), query.Not(query.Has(p.key(0.3)))),
		},
		filtered("Q7_without_any_tag", query.Filter{WithoutAnyTag: true}, count),
		filtered("Q8_rare_name", query.Filter{Matches: named(p.rare())}, limit(10)),
		filtered("Q9_common_name", query.Filter{Matches: named(p.common(2, 0.3, query.Filter{}))}, limit(10)),
		filtered("Q10_four_lists_name", fourNamed, limit(10)),
		filtered("Q11_largest", largest, limit(10)),
		filtered("Q11b_largest_without_tags", noTags, limit(10)),
		filtered("Q12_deep_page", query.Filter{Tags: dense}, engine.Page{Offset: len(p.images) / 11, Limit: 1000}),
		filtered("Q13_id", query.Filter{Matches: []query.Match{{Field: query.FieldID, Value: middle}}}, limit(10)),
		p.typical(),
	}
}

// typical is what a console sends: three keys, one negation, the first page.
func (p *profile) typical() shape {
	return filtered("typical", query.Filter{
		Tags:       []query.TagMatch{p.match(0, 2), p.match(1, 2), {Key: p.match(2, 0).Key}},
		NotTagsAny: p.second(3),
	}, limit(10))
}

// mixed is how many queries the mix has.
const mixed = 150

// mix makes random tag queries: one or two tags that some image has, beside
// up to three lists of others; one in three a count.
func (p *profile) mix(n int) []shape {
	rng := rand.New(rand.NewPCG(seed, 0))
	queries := make([]shape, n)
	for i := range queries {
		f := query.Filter{Tags: p.clause(rng, p.images[rng.IntN(len(p.images))].Tags)}
		for range rng.IntN(4) {
			lists := []*[]query.TagMatch{&f.TagsAny, &f.NotTags, &f.NotTagsAny}
			list := lists[rng.IntN(len(lists))]
			*list = append(*list, p.clause(rng, p.images[rng.IntN(len(p.images))].Tags)...)
		}
		queries[i] = filtered(fmt.Sprint("mix", i), f, limit(min(rng.IntN(3), 1)*10))
	}
	return queries
}

// clause asks for one or two of some tags, and now and then for a second
// value of the key.
func (p *profile) clause(rng *rand.Rand, tags []resource.Tag) []query.TagMatch {
	var list []query.TagMatch
	for range min(1+rng.IntN(2), len(tags)) {
		t := tags[rng.IntN(len(tags))]
		m := query.TagMatch{Key: t.Key, Values: []string{t.Value}}
		if all := p.values[t.Key]; len(all) > 0 && rng.IntN(3) == 0 {
			m.Values = append(m.Values, all[rng.IntN(len(all))])
		}
		list = append(list, m)
	}
	return list
}
