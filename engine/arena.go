package engine

import "github.com/tagdex/tagdex/index"

// arena holds the nodes of one plan, so that planning a query of the usual
// size allocates nothing once the arena has grown. Nodes are good until reset.
type arena struct {
	leaves slab[leaf]
	unions slab[union]
	conjs  slab[conj]
	disjs  slab[disj]
	names  slab[named]

	properties slab[propertied]
	ranges     slab[ranged]

	asked    slab[asked]
	lookups  slab[index.Lookup]
	terms    slab[index.TermID]
	nodes    slab[node]
	postings slab[index.Posting]
	texts    slab[byte]
}

// reset forgets every node, and lets go of the version they belong to.
func (a *arena) reset() {
	a.leaves.reset()
	a.unions.reset()
	a.conjs.reset()
	a.disjs.reset()
	a.names.reset()
	a.properties.reset()
	a.ranges.reset()
	a.asked.reset()
	a.lookups.reset()
	a.terms.reset()
	a.nodes.reset()
	a.postings.reset()
	a.texts.reset()
}

// slab hands out items of one array. What does not fit comes from the heap,
// and the array is larger the next time.
type slab[T any] struct {
	items []T
	used  int
	more  int // items that did not fit
}

const slabMax = 1 << 10 // items that are kept for the next plan

// new returns an item with the value v.
func (s *slab[T]) new(v T) *T {
	item := &s.list(1)[:1][0]
	*item = v
	return item
}

// list returns an empty list with room for n.
func (s *slab[T]) list(n int) []T {
	if s.used+n > len(s.items) {
		s.more += n
		return make([]T, 0, n)
	}
	l := s.items[s.used : s.used : s.used+n]
	s.used += n
	return l
}

func (s *slab[T]) reset() {
	if s.used+s.more == 0 {
		return
	}
	if want := min(s.used+s.more, slabMax); want > len(s.items) {
		s.items = make([]T, want)
	} else {
		clear(s.items[:s.used])
	}
	s.used, s.more = 0, 0
}
