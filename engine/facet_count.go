package engine

import (
	"math"
	"slices"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/resource"
)

// Values are counted in one of three ways. By posting: the set of each value
// is held against the selection, those of the most resources first, until no
// other can have a count as high. By column: the value of each resource
// selected is looked up; a column is made when a key is asked for again. By
// resource: the tags of each resource selected are looked at, which needs
// nothing made before.

// Costs in nanoseconds, as those of node.go.
const (
	costWalk   = 1000 // the tags of one resource looked at
	costTerm   = 300  // one value of a key met for the first time
	costKnown  = 30   // one value of a list that is kept, beside its ordinals
	costColumn = 2    // one resource looked up in a column
)

// byPostingCost is what counting a list of terms costs, if none is ruled out.
func (f *faceting) byPostingCost(terms, having int) float64 {
	blocks := float64(terms) * float64(f.v.Blocks()) * costBlock
	return float64(terms)*costKnown + min(float64(having)*costItem, blocks)
}

// values counts the values of a key.
func (f *faceting) values(sel *selected, key string) (FacetCounts, error) {
	out := FacetCounts{Selected: sel.n, Values: []Count{}}
	if sel.n == 0 || f.opts.Tenant && resource.IsSystem(key) {
		return out, nil
	}
	term, ok := f.v.KeyTerm(key)
	if !ok {
		return out, nil
	}
	t := newTop(f.opts.Limit)
	var err error
	if list, column := f.lists.made(key); column != nil && sel.list != nil {
		// Not even how many have the key is known beforehand.
		out.Having, err = f.byColumn(&t, sel, list, column)
	} else if out.Having = sel.in(term); out.Having > 0 {
		err = f.countValues(&t, sel, term, out.Having)
	}
	if err != nil {
		return out, err
	}
	out.Values = t.counts()
	return out, nil
}

// countValues chooses the cheapest way. having resources of the selection have
// the key.
func (f *faceting) countValues(t *top, sel *selected, key index.Term, having int) error {
	walk := float64(having) * costWalk
	list := f.valueList(sel, key, walk)
	byPosting := math.Inf(1)
	if list != nil {
		byPosting = f.byPostingCost(len(list.terms), key.Posting.Len())
		byColumn := float64(having)*costColumn + float64(f.v.Blocks())*costBlock
		if !sel.all && 2*byColumn < min(byPosting, walk) {
			if column := f.lists.wish(f.v, list); column != nil {
				_, err := f.byColumn(t, sel, list, column)
				return err
			}
		}
	}
	if !sel.all && walk < byPosting {
		return f.byResource(t, sel.ords(key), func(tally *index.Tally, ords []uint32) {
			f.v.TallyValues(tally, key, ords)
		})
	}
	return f.byPosting(t, sel, list.terms, having)
}

// valueList returns the values of a key, or nil where listing them costs more
// than looking at the resources, with what that has cost before: who asks again
// and again for a key gets its list in the end.
func (f *faceting) valueList(sel *selected, key index.Term, walk float64) *valueList {
	list := f.lists.get(key.Text())
	most := math.MaxInt - 1
	if !sel.all {
		most = int((walk + f.lists.spend(list, walk)) / costTerm)
	}
	switch {
	case list == nil || list.terms == nil && list.over <= most/2: // twice as far, so that trying costs little
	case list.terms == nil:
		return nil
	default:
		return list
	}
	terms, ok := f.v.ValueTerms(key, most)
	if !ok {
		f.lists.noteOver(key, most, walk)
		return nil
	}
	list = &valueList{key: key, terms: terms}
	f.lists.keep(list)
	return list
}

// keys counts the keys.
func (f *faceting) keys(sel *selected) ([]Count, error) {
	t := newTop(f.opts.KeyLimit)
	if sel.n == 0 {
		return t.counts(), nil
	}
	var err error
	if list := f.keyList(sel); list != nil {
		err = f.byPosting(&t, sel, list, math.MaxInt)
	} else {
		err = f.byResource(&t, sel.ords(index.Term{Posting: f.v.Live()}), f.v.TallyKeys)
	}
	return t.counts(), err
}

// keyList returns the keys, or nil where looking at the resources is cheaper.
func (f *faceting) keyList(sel *selected) []index.Term {
	list, walk := f.lists.allKeys(), float64(sel.n)*costWalk
	if list == nil {
		if !sel.all && walk+f.lists.spendKeys(walk) < float64(f.v.Terms())*costKnown {
			return nil
		}
		list = f.v.KeyTerms()
		f.lists.keepKeys(list)
	}
	// Of many keys most are ruled out.
	met := min(len(list), 4*min(f.opts.KeyLimit, len(list))+256)
	if !sel.all && walk < f.byPostingCost(met, math.MaxInt) {
		return nil
	}
	return list
}

// sees tells whether a key is counted among the keys. Values always are.
func (f *faceting) sees(t index.Term) bool {
	return !f.opts.Tenant || !t.IsKey() || !resource.IsSystem(t.Text())
}

// byPosting counts terms, largest first, until left resources are counted or
// nothing that follows can matter.
func (f *faceting) byPosting(t *top, sel *selected, list []index.Term, left int) error {
	for i, term := range list {
		if i%ctxOrds == 0 {
			if err := f.ctx.Err(); err != nil {
				return err
			}
		}
		if left == 0 || term.Posting.Len() < t.floor() {
			return nil
		}
		if !f.sees(term) {
			continue
		}
		n := sel.in(term)
		left -= n
		t.add(ranked{n, term})
	}
	return nil
}

// byColumn counts the values of a list, and how many resources have one.
func (f *faceting) byColumn(t *top, sel *selected, list *valueList, column *index.Column) (having int, err error) {
	tally := newTally(len(list.terms) + 1)
	defer freeTally(tally)
	if sel.list != nil {
		err = f.inSteps(sel.list, func(ords []uint32) { column.CountOrds(tally, ords) })
	} else {
		tmp := sel.x.take()
		defer sel.x.give()
		column.Count(tally, sel.set, list.key.Posting, len(list.terms), tmp, func(block int) bool {
			err = sel.x.due(block)
			return err != nil
		})
	}
	for _, place := range tally.Met {
		if place > 0 {
			n := int(tally.Counts[place])
			having += n
			t.add(ranked{n, list.terms[place-1]})
		}
	}
	return having, err
}

// inSteps hands out ordinals until there are no more, or the context is done.
func (f *faceting) inSteps(ords []uint32, do func([]uint32)) error {
	for some := range slices.Chunk(ords, ctxOrds) {
		if err := f.ctx.Err(); err != nil {
			return err
		}
		do(some)
	}
	return nil
}

// byResource counts the terms that look finds at ordinals.
func (f *faceting) byResource(t *top, ords []uint32, look func(*index.Tally, []uint32)) error {
	tally := newTally(f.v.Terms())
	defer freeTally(tally)
	err := f.inSteps(ords, func(some []uint32) { look(tally, some) })
	for _, id := range tally.Met {
		if term := f.v.TermOf(id); f.sees(term) {
			t.add(ranked{int(tally.Counts[id]), term})
		}
	}
	return err
}

// ords lists the resources selected, or those of them that have a term. Where
// all are selected what is stored is counted instead.
func (s *selected) ords(t index.Term) []uint32 {
	if s.list != nil {
		return s.list
	}
	tmp := s.x.take()
	defer s.x.give()
	s.x.ords = t.Posting.AppendIn(s.x.ords[:0], s.set, tmp)
	return s.x.ords
}
