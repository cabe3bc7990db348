package suite

import (
	"fmt"
	"math/rand/v2"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Mix makes n random tag queries: one or two tags that some image has, beside
// up to three lists of others; one in three a count. A quarter of the matches
// are for any value of a key; else most select few images, since most tags
// have few. The same images and seed give the same
// queries.
func (p *Profile) Mix(n int, seed uint64) []Query {
	return p.random("mix", n, rand.New(rand.NewPCG(seed, 0)), p.anyValue)
}

// Frequent is Mix of keys that some image has with one to five of their ten
// most frequent values, as people choose them from a list.
func (p *Profile) Frequent(n int, seed uint64) []Query {
	return p.random("frequent", n, rand.New(rand.NewPCG(seed, 1)), p.frequentValues)
}

// random makes queries of entries that match makes of a tag of some image.
func (p *Profile) random(name string, n int, rng *rand.Rand, match func(*rand.Rand, resource.Tag) query.TagMatch) []Query {
	clause := func() []query.TagMatch {
		tags := p.images[rng.IntN(len(p.images))].Tags
		var list []query.TagMatch
		for range min(1+rng.IntN(2), len(tags)) {
			list = append(list, match(rng, tags[rng.IntN(len(tags))]))
		}
		return list
	}
	queries := make([]Query, n)
	for i := range queries {
		f := query.Filter{Tags: clause()}
		for range rng.IntN(4) {
			lists := []*[]query.TagMatch{&f.TagsAny, &f.NotTags, &f.NotTagsAny}
			list := lists[rng.IntN(len(lists))]
			*list = append(*list, clause()...)
		}
		queries[i] = newQuery(fmt.Sprint(name, i), "random tags", f, limit(min(rng.IntN(3), 1)*10))
	}
	return queries
}

// anyValue asks for a tag, and now and then for a second value of the key, or
// for any value of it.
func (p *Profile) anyValue(rng *rand.Rand, t resource.Tag) query.TagMatch {
	if rng.IntN(4) == 0 {
		return query.TagMatch{Key: t.Key}
	}
	m := query.TagMatch{Key: t.Key, Values: []string{t.Value}}
	if all := p.values[t.Key]; len(all) > 0 && rng.IntN(3) == 0 {
		m.Values = append(m.Values, all[rng.IntN(len(all))])
	}
	return m
}

// frequentValues asks for some of the ten most frequent values of a key.
func (p *Profile) frequentValues(rng *rand.Rand, t resource.Tag) query.TagMatch {
	m := query.TagMatch{Key: t.Key}
	all := p.values[t.Key]
	for _, i := range rng.Perm(min(len(all), 10)) {
		if m.Values = append(m.Values, all[i]); len(m.Values) > rng.IntN(5) {
			break
		}
	}
	return m
}
