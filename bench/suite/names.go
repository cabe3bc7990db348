package suite

import (
	"strings"

	"github.com/tagdex/tagdex/query"
)

// sampled is of how many names the runs of runes are counted.
const sampled = 2000

// common is the run of some runes that is nearest to a share of the names of
// the images that a filter selects; of all names, if it selects none.
func (p *Profile) common(runes int, share float64, among query.Filter) string {
	q := newQuery("", "", among, limit(len(p.images)))
	selected := q.Scan(p.images).Resources
	if len(selected) == 0 {
		selected = p.images
	}
	counts := map[string]int{}
	names := 0
	for i := 0; i < len(selected); i += max(len(selected)/sampled, 1) {
		names++
		name := []rune(strings.ToLower(selected[i].Name))
		seen := map[string]bool{}
		for from := 0; from+runes <= len(name); from++ {
			if run := string(name[from : from+runes]); !seen[run] {
				seen[run] = true
				counts[run]++
			}
		}
	}
	if len(counts) == 0 {
		return "" // every name is shorter; it asks for all of them
	}
	return nearest(counts, names, share, itself)
}

// rare is the shortest end of the name in the middle that no more than one of
// ten thousand names contains; the whole name, if there is none.
func (p *Profile) rare() string {
	name := []rune(strings.ToLower(p.images[len(p.images)/2].Name))
	limit := max(len(p.images)/10_000, 1)
	for from := max(len(name)-4, 0); from > 0; from-- {
		if part := string(name[from:]); p.atMost(limit, part) {
			return part
		}
	}
	return string(name)
}

// atMost reports whether no more than so many names contain a text. It looks
// no further than it must.
func (p *Profile) atMost(limit int, text string) bool {
	n := 0
	for i := range p.images {
		if strings.Contains(strings.ToLower(p.images[i].Name), text) {
			if n++; n > limit {
				return false
			}
		}
	}
	return true
}
