package suite

import (
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// Queries are the queries that figures are kept for, Q1 to Q13, and what a
// console typically sends.
func (p *Profile) Queries() []Query {
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
	keys := query.Filter{
		Tags:       []query.TagMatch{{Key: p.key(0.6)}},
		NotTagsAny: []query.TagMatch{{Key: p.key(0.3)}},
	}
	dense, carriers := p.dense(0.18)
	tag := query.Filter{Tags: []query.TagMatch{dense}}
	id := []query.Match{{Field: query.FieldID, Value: p.images[len(p.images)/2].ID}}

	return []Query{
		newQuery("Q1_dense_tag", "count, one dense tag", tag, count),
		newQuery("Q2_three_keys", "count, 3 keys x 1 value", query.Filter{Tags: p.matches(0, 3, 1)}, count),
		newQuery("Q3_three_keys_five_values", "page of 10, 3 keys x 5 values", query.Filter{Tags: p.matches(0, 3, 5)}, limit(10)),
		newQuery("Q4_four_lists", "count, all four lists, one key each", four, count),
		newQuery("Q5_four_lists_page", "as Q4, page of 1000", four, limit(1000)),
		newQuery("Q6_key_and_not_key", "count, has a key and not another", keys, count),
		newQuery("Q7_without_any_tag", "count, without any tag", query.Filter{WithoutAnyTag: true}, count),
		newQuery("Q8_rare_name", "page of 10, rare part of the name", query.Filter{Matches: named(p.rare())}, limit(10)),
		newQuery("Q9_common_name", "page of 10, 2 characters of the name", query.Filter{Matches: named(p.common(2, 0.3, query.Filter{}))}, limit(10)),
		newQuery("Q10_four_lists_name", "page of 10, four lists and part of the name", fourNamed, limit(10)),
		newQuery("Q11_largest", "page of 10, 10 keys x 10 values in four lists, and name", largest, limit(10)),
		newQuery("Q11b_largest_without_tags", "as Q11 without tags", noTags, limit(10)),
		newQuery("Q12_deep_page", "page of 1000 from the middle of a dense tag", tag, engine.Page{Offset: carriers / 2, Limit: 1000}),
		newQuery("Q13_id", "page of 10, by id", query.Filter{Matches: id}, limit(10)),
		p.typical(),
	}
}

// typical is what a console sends: three keys, one negation, the first page.
func (p *Profile) typical() Query {
	return newQuery("typical", "page of 10, 3 keys, one negation", query.Filter{
		Tags:       []query.TagMatch{p.match(0, 2), p.match(1, 2), {Key: p.match(2, 0).Key}},
		NotTagsAny: p.second(3),
	}, limit(10))
}

func limit(n int) engine.Page { return engine.Page{Limit: n} }

func named(text string) []query.Match { return []query.Match{{Field: query.FieldName, Value: text}} }
