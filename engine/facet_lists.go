package engine

import (
	"sync"

	"github.com/tagdex/tagdex/index"
)

// termLists are what facets needed of the terms, kept with their snapshot: it
// holds for this version only.
type termLists struct {
	mu      sync.Mutex
	keys    []index.Term
	values  map[string]*valueList
	columns int     // bytes of all columns
	spent   float64 // on looking at resources, for want of the list of keys
}

// valueList are the values of one key, those of the most resources first. All
// lists together have every term once.
type valueList struct {
	key   index.Term
	terms []index.Term // nil: not listed, there are more than over
	over  int

	// Guarded by the mutex of the termLists.
	column *index.Column
	wished int     // how often a column would have been of use
	spent  float64 // on looking at resources, for want of a list
}

// columnBytes is how much memory the columns of one snapshot may take for each
// ordinal: eight to sixteen of them.
const columnBytes = 32

// get returns the list of a key, or nil.
func (l *termLists) get(key string) *valueList {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.values[key]
}

func (l *termLists) keep(list *valueList) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.values == nil {
		l.values = map[string]*valueList{}
	}
	if old := l.values[list.key.Text()]; old != nil && old.terms != nil {
		return // somebody was faster
	}
	l.values[list.key.Text()] = list
}

// spend notes what looking at resources will cost, for want of a list, and
// returns what it has cost before.
func (l *termLists) spend(list *valueList, cost float64) float64 {
	if list == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	before := list.spent
	list.spent += cost
	return before
}

// spendKeys is spend for the list of keys.
func (l *termLists) spendKeys(cost float64) float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	before := l.spent
	l.spent += cost
	return before
}

// noteOver keeps that a key has more values than it was worth to list.
func (l *termLists) noteOver(key index.Term, over int, cost float64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.values == nil {
		l.values = map[string]*valueList{}
	}
	switch old := l.values[key.Text()]; {
	case old == nil:
		l.values[key.Text()] = &valueList{key: key, over: over, spent: cost}
	case old.terms == nil && old.over < over:
		l.values[key.Text()] = &valueList{key: key, over: over, spent: old.spent}
	}
}

// made returns the list of a key with its column, if there are both.
func (l *termLists) made(key string) (*valueList, *index.Column) {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := l.values[key]
	if list == nil {
		return nil, nil
	}
	return list, list.column
}

// wish returns the column of a list, which it makes when it is wished for the
// second time: making one costs more than counting once without. Before that
// it returns nil.
func (l *termLists) wish(v *index.Version, list *valueList) *index.Column {
	l.mu.Lock()
	list.wished++
	column, wished := list.column, list.wished
	l.mu.Unlock()
	if column != nil || wished < 2 {
		return column
	}
	column = v.Column(list.terms) // maybe by two at once; one is kept
	l.mu.Lock()
	defer l.mu.Unlock()
	if list.column != nil {
		return list.column
	}
	if l.columns += column.Bytes(); l.columns > columnBytes*v.Blocks()*index.BlockSize {
		l.dropColumns()
		l.columns = column.Bytes()
	}
	list.column = column
	return column
}

// dropColumns lets all go when there are too many: what is asked for again is
// made again.
func (l *termLists) dropColumns() {
	for _, list := range l.values {
		list.column, list.wished = nil, 0
	}
}

// allKeys returns the list of keys, or nil.
func (l *termLists) allKeys() []index.Term {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.keys
}

func (l *termLists) keepKeys(keys []index.Term) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.keys = keys
}

// tallies are kept between calls: they are as large as the dictionary.
var tallies = sync.Pool{New: func() any { return new(index.Tally) }}

func newTally(room int) *index.Tally {
	t := tallies.Get().(*index.Tally)
	t.Grow(room)
	return t
}

func freeTally(t *index.Tally) {
	t.Reset()
	tallies.Put(t)
}
