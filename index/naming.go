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
	pending []nameAt
	busy    chan struct{} // closed when the portion under way is done; nil if none is
}

type nameAt struct {
	ord  uint32
	name string
}

// namingPortion is how many names are worth a goroutine.
const namingPortion = 4096

// insert takes the name of a new resource, above all ordinals before it.
func (n *naming) insert(ord uint32, name string) {
	n.pending = append(n.pending, nameAt{ord, name})
	if len(n.pending) < namingPortion {
		return
	}
	portion := n.pending
	n.pending = make([]nameAt, 0, namingPortion)
	n.wait()
	done := make(chan struct{})
	n.busy = done
	go func() {
		defer close(done)
		n.add(portion)
	}()
}

func (n *naming) add(names []nameAt) {
	grams, words := gramAdder{index: n.grams, st: n.st}, wordAdder{index: n.words, st: n.st}
	for _, name := range names {
		folded := fold.String(name.name)
		grams.add(name.ord, folded)
		words.add(name.ord, folded)
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
	if len(n.pending) == 0 {
		return
	}
	n.add(n.pending)
	n.pending = n.pending[:0]
}

// recentGrams is how many grams a gramAdder finds again without a lookup:
// names of a catalogue are made of few.
const recentGrams = 1 << 11

// gramAdder puts names into a gramIndex. An entry that st owns stays where it
// is while nothing is removed, so those met last are kept at hand.
type gramAdder struct {
	index  *gramIndex
	st     stamp
	recent [recentGrams]*gramEntry
	grams  []gram // of the name under way
}

func (a *gramAdder) add(ord uint32, folded string) {
	a.grams = appendGrams(a.grams[:0], folded)
	for _, g := range a.grams {
		near := &a.recent[g.hash()%recentGrams]
		if *near == nil || (*near).gram != g {
			*near = a.index.edit(g, a.st)
		}
		(*near).posting.add(ord, a.st, gramLayout)
	}
}
