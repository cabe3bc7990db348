package index

import (
	"sync/atomic"

	"github.com/tagdex/tagdex/internal/fold"
)

// naming puts the names of inserted resources into the indexes of grams and
// words, beside the Builder's other work when there are many: about half of a
// bulk load is grams, and they touch nothing that the rest touches. Each
// portion of names has a goroutine, which waits for the one before and ends
// with its portion.
type naming struct {
	grams   *gramIndex
	words   *wordIndex
	st      stamp
	tally   *nameTally    // of the portion under way; nil before there were many
	first   uint32        // the ordinal of the first name pending
	pending []string      // of consecutive ordinals
	last    chan struct{} // closed when the last goroutine ends; nil if none runs
	dropped atomic.Bool   // the names do not matter any more
}

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
	if len(n.pending) < tallyFew {
		return
	}
	before, done := n.last, make(chan struct{})
	first, names := n.first, n.pending
	n.last, n.pending = done, make([]string, 0, len(names))
	go func() {
		defer close(done)
		if before != nil {
			<-before
		}
		if !n.dropped.Load() {
			n.tallied().add(first, names)
		}
	}()
}

// tallied is the tally, made first if need be.
func (n *naming) tallied() *nameTally {
	if n.tally == nil {
		n.tally = &nameTally{grams: n.grams, words: n.words, st: n.st, shared: sharing{}}
	}
	return n.tally
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

func (n *naming) wait() {
	if n.last != nil {
		<-n.last
		n.last = nil
	}
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
