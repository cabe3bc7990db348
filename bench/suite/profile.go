package suite

import (
	"cmp"
	"errors"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Profile knows what is frequent in a list of images, so that the same shapes
// can be asked of any data. What occurs beside the most frequent tag comes
// first, so that the first keys do occur together where the data are of
// several kinds. Keys of one or two values, which tell little, come last.
type Profile struct {
	images []resource.Resource
	keys   []string            // tenants' keys, that with the most frequent value first
	values map[string][]string // of each key, the most frequent first
	counts map[resource.Tag]int
	having map[string]int // images with a key
}

// ErrNothingToAsk: none of the images has a tag that tenants see.
var ErrNothingToAsk = errors.New("no image has a tag, so there is nothing to ask for")

// NewProfile looks at the images once. They are kept, and must not be changed.
// It fails with ErrNothingToAsk.
func NewProfile(images []resource.Resource) (*Profile, error) {
	p := &Profile{images: images, values: map[string][]string{}}
	p.counts, p.having = count(images, func(*resource.Resource) bool { return true })
	perKey := map[string]map[string]int{}
	for t, n := range p.counts {
		if perKey[t.Key] == nil {
			perKey[t.Key] = map[string]int{}
		}
		perKey[t.Key][t.Value] = n
	}
	telling := maps.Clone(p.counts)
	maps.DeleteFunc(telling, func(t resource.Tag, _ int) bool { return len(perKey[t.Key]) < 3 })
	if len(telling) == 0 {
		telling = p.counts
	}
	if len(telling) == 0 {
		return nil, ErrNothingToAsk
	}
	top := slices.MinFunc(slices.Collect(maps.Keys(telling)), func(a, b resource.Tag) int {
		return cmp.Or(cmp.Compare(telling[b], telling[a]), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Value, b.Value))
	})
	near, _ := count(images, func(r *resource.Resource) bool { return slices.Contains(r.Tags, top) })

	first := map[string]int{}
	for key, counts := range perKey {
		for value, n := range counts {
			counts[value] = near[resource.Tag{Key: key, Value: value}]*len(images) + n
		}
		p.values[key] = byCount(counts, itself)
		if first[key] = counts[p.values[key][0]]; len(counts) < 3 {
			first[key] -= math.MaxInt
		}
	}
	p.keys = byCount(first, itself)
	return p, nil
}

// count counts the tenants' tags and keys of some images.
func count(images []resource.Resource, of func(*resource.Resource) bool) (map[resource.Tag]int, map[string]int) {
	tags, keys := map[resource.Tag]int{}, map[string]int{}
	for i := range images {
		if !of(&images[i]) {
			continue
		}
		for _, t := range images[i].Tags {
			if !resource.IsSystem(t.Key) {
				tags[t]++
				keys[t.Key]++
			}
		}
	}
	return tags, keys
}

func itself(text string) string { return text }

func tagText(t resource.Tag) string { return t.Key + "=" + t.Value }

// byCount lists what is counted, the most frequent first.
func byCount[T comparable](counts map[T]int, text func(T) string) []T {
	return slices.SortedFunc(maps.Keys(counts), func(a, b T) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(text(a), text(b)))
	})
}

// match asks for the most frequent values of a key, given by its place among
// the keys; places past the end begin anew.
func (p *Profile) match(place, values int) query.TagMatch {
	key := p.keys[place%len(p.keys)]
	all := p.values[key]
	return query.TagMatch{Key: key, Values: all[:min(values, len(all))]}
}

// second asks for the second most frequent value of a key.
func (p *Profile) second(place int) []query.TagMatch {
	m := p.match(place, 2)
	m.Values = m.Values[len(m.Values)-1:]
	return []query.TagMatch{m}
}

// matches asks for several keys, from a place on.
func (p *Profile) matches(place, keys, values int) []query.TagMatch {
	list := make([]query.TagMatch, keys)
	for i := range list {
		list[i] = p.match(place+i, values)
	}
	return list
}

// nearest is the item whose count is nearest to a share of a total.
func nearest[T comparable](counts map[T]int, total int, share float64, text func(T) string) T {
	off := func(item T) float64 { return math.Abs(float64(counts[item]) - share*float64(total)) }
	return slices.MinFunc(slices.Collect(maps.Keys(counts)), func(a, b T) int {
		return cmp.Or(cmp.Compare(off(a), off(b)), strings.Compare(text(a), text(b)))
	})
}

// dense is the tag that is nearest to a share of all images, and how many
// images have it.
func (p *Profile) dense(share float64) (query.TagMatch, int) {
	t := nearest(p.counts, len(p.images), share, tagText)
	return query.TagMatch{Key: t.Key, Values: []string{t.Value}}, p.counts[t]
}

// key is the key that is nearest to a share of all images.
func (p *Profile) key(share float64) string { return nearest(p.having, len(p.images), share, itself) }
