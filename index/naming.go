package index

import (
	"sync"
	"sync/atomic"

	"github.com/tagdex/tagdex/internal/fold"
)

// naming puts the names of inserted resources into the indexes of grams and
// words, beside the Builder's other work when there are many: about half of a
// bulk load is grams, and they touch nothing that the rest touches. Each
// portion of names has a goroutine, which ends with its portion. Portions are
// noted one after the other, and written one after the other; the next one is
// noted while one is written.
type naming struct {
	grams   *gramIndex
	words   *wordIndex
	st      stamp
	first   uint32          // the ordinal of the first name pending
	pending []string        // of consecutive ordinals
	last    portion         // the last one that was started
	tallies chan *nameTally // those that are free; nil before there were many names
	settler *nameSettler    // as well
	dropped atomic.Bool     // the names do not matter any more
}

// portion is how far some names have come. Closed channels, nil for none.
type portion struct {
	noted   chan struct{} // they are noted, the last of them
	settled chan struct{} // they are in the indexes
}

// tallyFew names are put in one by one.
const tallyFew = 256

// insert takes the name of a new resource, at the ordinal after that of the
// name before it.
func (n *naming) insert(ord uint32, name string) {
	if len(n.pending) == 0 {
		n.first = ord
	}
	n.pending = append(n.pending, name)
	if ord&lowMask == lowMask { // the block is full: a chunk is written once
		n.start()
	}
}

// start begins with the names pending, if they are worth a goroutine.
func (n *naming) start() {
	if len(n.pending) >= tallyFew {
		n.begin()
	}
}

// begin is start however few names are pending.
func (n *naming) begin() {
	if n.tallies == nil {
		n.settler = &nameSettler{grams: n.grams, words: n.words, st: n.st, shared: sharing{}}
		n.tallies = make(chan *nameTally, 2)
		n.tallies <- new(nameTally)
		n.tallies <- new(nameTally)
	}
	before := n.last
	n.last = portion{make(chan struct{}), make(chan struct{})}
	go n.add(n.first, n.pending, before, n.last)
	n.pending = make([]string, 0, len(n.pending))
}

// add puts names into the indexes, after the portion before. Their ordinals,
// from first on, are above all that is in there.
func (n *naming) add(first uint32, names []string, before, this portion) {
	defer close(this.settled)
	noted := sync.OnceFunc(func() { close(this.noted) })
	before.waitNoted()
	for len(names) > 0 && !n.dropped.Load() {
		t := <-n.tallies
		taken := t.take(names[:min(len(names), BlockSize-int(first&lowMask))])
		if names = names[taken:]; len(names) == 0 {
			noted()
		}
		before.waitSettled()
		n.settler.settle(t, first)
		t.reset()
		n.tallies <- t
		first += uint32(taken)
	}
	noted()
	before.waitSettled()
}

func (p portion) waitNoted() {
	if p.noted != nil {
		<-p.noted
	}
}

func (p portion) waitSettled() {
	if p.settled != nil {
		<-p.settled
	}
}

// addFew adds names that are not worth a tally.
func (n *naming) addFew(first uint32, names []string) {
	var grams []gram
	var words []nameWord
	for i, name := range names {
		ord, folded := first+uint32(i), fold.String(name)
		grams, words = appendGrams(grams[:0], folded), appendWords(words[:0], folded)
		for _, g := range grams {
			n.grams.edit(g, n.st).posting.add(ord, n.st, gramLayout)
		}
		n.words.add(words, ord, n.st)
	}
}

// wait returns when no portion is under way.
func (n *naming) wait() {
	n.last.waitSettled()
	n.last = portion{}
}

// drop ends what is under way, as soon as its portion is done.
func (n *naming) drop() {
	n.dropped.Store(true)
	n.wait()
}

// settle returns when every name inserted is in the indexes. They must not be
// touched before.
func (n *naming) settle() {
	n.start()
	n.wait()
	n.addFew(n.first, n.pending)
	n.pending = n.pending[:0]
}
