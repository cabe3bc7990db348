package engine

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/fold"
)

// nameTest is what is asked of a name.
type nameTest uint8

const (
	nameContains nameTest = iota
	namePrefix
	nameEquals
)

// holds answers for one name. Names are folded on the way: keeping them folded
// would cost as much memory again. A name that contains the text as it stands
// need not be, since a folded text is what it folds to itself.
func (n *named) holds(x *exec, name string) bool {
	switch n.test {
	case nameEquals:
		return name == n.text
	case namePrefix:
		name = head(name, 3*len(n.text)) // no rune is longer than three times what it folds to
		x.folded = fold.Append(x.folded[:0], name)
		return bytes.HasPrefix(x.folded, n.bytes)
	}
	if strings.Contains(name, n.text) {
		return true
	}
	if fold.IsPlain(name) {
		return false
	}
	x.folded = fold.Append(x.folded[:0], name)
	return bytes.Contains(x.folded, n.bytes)
}

// head is the longest beginning of a name that has no more than n bytes and
// ends with a whole rune.
func head(name string, n int) string {
	if len(name) <= n {
		return name
	}
	for n > 0 && !utf8.RuneStart(name[n]) {
		n--
	}
	return name[:n]
}

// lookAhead is how many names are looked at together. A name is three loads
// away, each of which waits for the one before, and most come from memory;
// those of different names wait side by side.
const lookAhead = 16

// looker looks at names, some at a time.
type looker struct {
	*named
	x    *exec
	ords [lookAhead]uint32
	n    int // of ords
}

// add puts an ordinal on the list and returns the list's length.
func (l *looker) add(ord uint32) int {
	l.ords[l.n] = ord
	l.n++
	return l.n
}

// hold looks at the names of up to lookAhead ordinals, but for those that words
// make known. Bit i of the result tells whether ordinal i holds.
func (l *looker) hold(ords []uint32) (held uint32) {
	for i, ord := range ords {
		if l.knows(ord) {
			held |= 1 << i
		} else {
			l.add(ord)
		}
	}
	if l.n == 0 {
		return held
	}
	looked := l.look()
	for i := range ords {
		if held>>i&1 == 0 {
			held |= looked & 1 << i
			looked >>= 1
		}
	}
	return held
}

// look empties the list. Bit i of the result tells whether ordinal i holds.
func (l *looker) look() (held uint32) {
	var records [lookAhead]*index.Record
	var names [lookAhead]string
	ords := l.ords[:l.n]
	l.n = 0
	for i, ord := range ords {
		records[i] = l.x.v.Record(ord)
	}
	for i := range ords {
		names[i] = records[i].Name()
	}
	for i := range ords {
		if name := names[i]; name != "" {
			l.x.touched += name[0] + name[len(name)-1]
		}
	}
	for i := range ords {
		if l.holds(l.x, names[i]) {
			held |= 1 << i
		}
	}
	return held
}

// settle empties the list and puts into dst the ordinals that hold.
func (l *looker) settle(dst *index.Block) {
	n := l.n
	held := l.look()
	for i, ord := range l.ords[:n] {
		if held>>i&1 == 1 {
			dst.Set(ord & (index.BlockSize - 1))
		}
	}
}
