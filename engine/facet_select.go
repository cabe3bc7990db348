package engine

import (
	"math"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// selected is what an expression selects, evaluated: as a list where the plan
// is run by list, else block by block in the scratch of its exec.
type selected struct {
	x    *exec
	n    int  // how many
	all  bool // every resource there is: what is stored need not be counted
	list []uint32
	set  index.Selection // of a list, made when it is needed
}

func (s *selected) free() {
	if cap(s.list) > cap(s.x.ords) {
		s.x.ords = s.list // as scratch
	}
	s.x.free()
}

// evaluate runs an expression once, for any number of looks at the result,
// which the caller frees.
func (f *faceting) evaluate(e query.Expr) (*selected, error) {
	if err := f.ctx.Err(); err != nil {
		return nil, err
	}
	s := &selected{x: newExec(f.ctx, f.Snapshot)}
	root := compile(s.x, e)
	size, exact := root.size()
	switch {
	case s.x.stopped != nil:
		err := s.x.stopped
		s.free()
		return nil, err
	case exact && size == f.Len():
		s.n, s.all = size, true
		return s, nil
	case exact && size == 0:
		return s, nil
	}
	err := s.fill(root)
	if err != nil {
		s.free()
		return nil, err
	}
	s.all = s.n == f.Len()
	return s, nil
}

func (s *selected) fill(root node) error {
	if s.x.byList(root, math.MaxInt) {
		s.x.list(root, math.MaxInt)
		s.list, s.x.ords = s.x.ords, nil
		s.n = len(s.list)
		return s.x.stopped
	}
	s.set = make(index.Selection, s.x.v.Blocks())
	for block := range s.set {
		if err := s.x.due(block); err != nil {
			return err
		}
		b := s.x.take()
		if !root.fill(s.x, block, b) {
			s.x.give()
			continue
		}
		s.set[block] = b
		s.n += b.Len()
	}
	return s.x.stopped
}

// blocks is the selection block by block.
func (s *selected) blocks() index.Selection {
	if s.set != nil {
		return s.set
	}
	s.set = make(index.Selection, s.x.v.Blocks())
	for _, ord := range s.list {
		b := &s.set[ord>>index.BlockBits]
		if *b == nil {
			*b = s.x.take()
			**b = index.Block{}
		}
		(*b).Set(ord & (index.BlockSize - 1))
	}
	return s.set
}

// in counts the resources selected that have a term.
func (s *selected) in(t index.Term) int {
	switch {
	case s.all:
		return t.Posting.Len()
	case s.set == nil && len(s.list) < 32*s.x.v.Blocks(): // blocks would cost more
		n := 0
		for _, ord := range s.list {
			if t.Posting.Has(ord) {
				n++
			}
		}
		return n
	}
	return t.Posting.In(s.blocks())
}
