package suite

import (
	"fmt"
	"math/rand/v2"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Mix makes n random tag queries: one or two tags that some image has, beside
// up to three lists of others; one in three a count. The same images and seed
// give the same queries.
func (p *Profile) Mix(n int, seed uint64) []Query {
	rng := rand.New(rand.NewPCG(seed, 0))
	queries := make([]Query, n)
	for i := range queries {
		f := query.Filter{Tags: p.clause(rng, p.images[rng.IntN(len(p.images))].Tags)}
		for range rng.IntN(4) {
			lists := []*[]query.TagMatch{&f.TagsAny, &f.NotTags, &f.NotTagsAny}
			list := lists[rng.IntN(len(lists))]
			*list = append(*list, p.clause(rng, p.images[rng.IntN(len(p.images))].Tags)...)
		}
		queries[i] = newQuery(fmt.Sprint("mix", i), "random tags", f, limit(min(rng.IntN(3), 1)*10))
	}
	return queries
}

// clause asks for one or two of some tags, and now and then for a second
// value of the key.
func (p *Profile) clause(rng *rand.Rand, tags []resource.Tag) []query.TagMatch {
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
