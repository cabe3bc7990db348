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
	tally   gramTally     // of the portion under way
	busy    chan struct{} // closed when the portion under way is done; nil if none is
}

type nameAt struct {
	ord  uint32
	name string
}

const (
	namingPortion = BlockSize          // names that are worth a goroutine
	namingMax     = 16 * namingPortion // names that may wait while one runs
)

// insert takes the name of a new resource, above all ordinals before it.
func (n *naming) insert(ord uint32, name string) {
	n.pending = append(n.pending, nameAt{ord, name})
	if len(n.pending) < namingPortion || len(n.pending)%namingPortion > 0 || len(n.pending) < namingMax && n.isBusy() {
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
	n.grams.addNames(names, n.st, &n.tally)
	words := wordAdder{index: n.words, st: n.st}
	for _, name := range names {
		words.add(name.ord, fold.String(name.name))
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
	if len(n.pending) == 0 {
		return
	}
	n.add(n.pending)
	n.pending = n.pending[:0]
}
