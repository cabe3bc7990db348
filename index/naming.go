package index

import "github.com/tagdex/tagdex/internal/fold"

// naming puts the names of inserted resources into the gram index, beside the
// Builder's other work when there are many: about half of a bulk load is
// grams, and they touch nothing that the rest touches. A goroutine runs for
// one portion of names at a time and ends with it.
type naming struct {
	grams   *gramIndex
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
		n.grams.addNames(portion, n.st)
	}()
}

func (n *naming) wait() {
	if n.busy != nil {
		<-n.busy
		n.busy = nil
	}
}

// settle returns when every name inserted is in the index. The gram index
// must not be touched before.
func (n *naming) settle() {
	n.wait()
	if len(n.pending) == 0 {
		return
	}
	n.grams.addNames(n.pending, n.st)
	n.pending = n.pending[:0]
}

// recentGrams is how many grams addNames finds again without a lookup: names
// of a catalogue are made of few.
const recentGrams = 1 << 11

// addNames puts names into the index. An entry that st owns stays where it is
// while nothing is removed, so those met last are kept at hand.
func (x *gramIndex) addNames(names []nameAt, st stamp) {
	var recent [recentGrams]*gramEntry
	var grams []gram
	for _, name := range names {
		grams = appendGrams(grams[:0], fold.String(name.name))
		for _, g := range grams {
			near := &recent[g.hash()%recentGrams]
			if *near == nil || (*near).gram != g {
				*near = x.edit(g, st)
			}
			(*near).posting.add(name.ord, st, gramLayout)
		}
	}
}
