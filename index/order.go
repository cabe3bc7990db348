package index

import (
	"slices"
	"strings"
)

// A term made by a Builder enters the order when the Builder freezes: sorted
// beforehand, a million of them go in many times faster, and a term that did
// not last is never put in.

// mergeFresh puts the terms made since the last merge in order.
func (d *dictionary) mergeFresh(st stamp) {
	fresh := slices.DeleteFunc(d.fresh, func(id uint32) bool { return d.entries.at(id).posting().n == 0 })
	d.fresh, d.texts = nil, nil
	if len(fresh) > smallMerge {
		fresh = d.sortTerms(fresh)
	}
	if len(fresh) <= smallMerge || len(fresh) < d.order.n/mergeAll {
		for i, id := range fresh {
			if !slices.Contains(fresh[max(i-smallMerge, 0):i], id) {
				d.order.insert(id, d.less, st)
			}
		}
		return
	}
	d.order = buildOrdered(mergeSorted(d.order.all(), fresh, d.less), st)
}

const (
	smallMerge = 16 // new terms that are not worth sorting
	mergeAll   = 4  // one new term to so many old ones is worth making the order anew
)

// mergeSorted merges two sorted lists; the second is not empty.
func mergeSorted(a, b []uint32, less lessFunc) []uint32 {
	if len(a) == 0 {
		return b
	}
	all := make([]uint32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if less(a[0], b[0]) {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// merge puts in sorted ids that are not there: one by one where they are few
// beside the others, else by building all of it anew.
func (t *ordered) merge(fresh []uint32, less lessFunc, st stamp) {
	switch {
	case len(fresh) == 0:
	case len(fresh) <= smallMerge || len(fresh) < t.n/mergeAll:
		for _, id := range fresh {
			t.insert(id, less, st)
		}
	default:
		*t = buildOrdered(mergeSorted(t.all(), fresh, less), st)
	}
}

// keyTerms are the terms to be sorted that are a key, or are under it.
type keyTerms struct {
	key    uint32
	itself bool // the key is one of them
	values int
	next   int // where the next value goes
}

// sortTerms orders terms as less does, and leaves each in once.
func (d *dictionary) sortTerms(terms []uint32) []uint32 {
	slices.Sort(terms)
	terms = slices.Compact(terms)
	groups, places := d.groupByKey(terms)
	sorted := make([]uint32, len(terms))
	at := 0
	for i := range groups {
		g := &groups[i]
		if g.itself {
			sorted[at] = g.key
			at++
		}
		g.next = at
		at += g.values
	}
	for _, id := range terms {
		if o := d.entries.at(id).owner; o != 0 {
			g := &groups[places[o.key()]]
			sorted[g.next] = id
			g.next++
		}
	}
	var scratch []sortable
	value := func(id uint32) string { return d.entries.at(id).value }
	for _, g := range groups {
		scratch = sortByText(sorted[g.next-g.values:g.next], value, scratch)
	}
	return sorted
}

// groupByKey lists the keys of terms in order, and where in the list each is.
func (d *dictionary) groupByKey(terms []uint32) (groups []keyTerms, places map[uint32]int) {
	places = map[uint32]int{}
	for _, id := range terms {
		key := id
		o := d.entries.at(id).owner
		if o != 0 {
			key = o.key()
		}
		at, ok := places[key]
		if !ok {
			at = len(groups)
			places[key] = at
			groups = append(groups, keyTerms{key: key})
		}
		if o == 0 {
			groups[at].itself = true
		} else {
			groups[at].values++
		}
	}
	slices.SortFunc(groups, func(a, b keyTerms) int {
		return strings.Compare(d.entries.at(a.key).value, d.entries.at(b.key).value)
	})
	for i, g := range groups {
		places[g.key] = i
	}
	return groups, places
}
