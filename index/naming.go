package index

import "github.com/tagdex/tagdex/internal/fold"

// naming puts the names of inserted resources into the indexes of grams and
// words, beside the Builder's other work when there are many: about half of a
// bulk load is grams, and they touch nothing that the rest touches. A
// goroutine runs for one portion of names at a time and ends with it.
type naming struct {
	grams   *gramIndex
	words   *wordIndex
	st      stamp
	tally   *nameTally    // of the portion under way; nil before there were many
	first   uint32        // the ordinal of the first name pending
	pending []string      // of consecutive ordinals
	busy    chan struct{} // closed when the portion under way is done; nil if none is
}

const (
	namingPortion = tallyNames         // names that are worth a goroutine
	namingMax     = 16 * namingPortion // names that may wait while one runs
)

// insert takes the name of a new resource, at the ordinal after that of the
// name before it.
func (n *naming) insert(ord uint32, name string) {
	if len(n.pending) == 0 {
		n.first = ord
	}
	n.pending = append(n.pending, name)
	if len(n.pending) < namingPortion || len(n.pending)%namingPortion > 0 || len(n.pending) < namingMax && n.isBusy() {
		return
	}
	first, portion := n.first, n.pending
	n.pending = make([]string, 0, namingPortion)
	n.wait()
	done := make(chan struct{})
	n.busy = done
	go func() {
		defer close(done)
		n.add(first, portion)
	}()
}

func (n *naming) add(first uint32, names []string) {
	if len(names) < tallyFew {
		n.addFew(first, names)
		return
	}
	n.tallied().add(first, names)
}

// tallied is the tally, made first if need be.
func (n *naming) tallied() *nameTally {
	if n.tally == nil {
		n.tally = &nameTally{grams: n.grams, words: n.words, st: n.st, shared: sharing{}}
	}
	return n.tally
}

// addFew is add for so few that a tally is not worth it.
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

func (n *naming) isBusy() bool {
	select {
	case <-n.busy: // never, if it is nil
		return false
	default:
		return n.busy != nil
	}
}

func (n *naming) wait() {
	if n.busy != nil {
		<-n.busy
		n.busy = nil
	}
}

// settle returns when every name inserted is in the indexes. They must not be
// touched before.
func (n *naming) settle() {
	n.wait()
	if len(n.pending) > 0 {
		n.add(n.first, n.pending)
		n.pending = n.pending[:0]
	}
}
