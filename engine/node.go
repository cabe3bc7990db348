package engine

import (
	"slices"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// node is one step of a plan: a set of ordinals that can be asked for block
// by block, or one ordinal at a time. Nodes are immutable; what they need
// while running is in the exec.
type node interface {
	// size is how many ordinals there are: exactly, or at most.
	size() (n int, exact bool)
	// sweep is what one block costs, probe what one ordinal costs, in
	// nanoseconds on a machine of 2026; only their ratio matters.
	sweep() float64
	probe() float64

	// fill overwrites dst with the ordinals of a block; false means none, and
	// dst is undefined then.
	fill(x *exec, block int, dst *index.Block) bool
	// and leaves in dst what is in the node too; false means that nothing is
	// left and dst is undefined.
	and(x *exec, block int, dst *index.Block) bool
	// andNot takes out of dst what is in the node; false means that nothing
	// is left, true that something may be.
	andNot(x *exec, block int, dst *index.Block) bool
	// has tells whether one live ordinal is in the node.
	has(x *exec, ord uint32) bool

	// source is the expression that the node stands for, for Explain.
	source() *query.Expr
}

// Measured costs, in nanoseconds: a 2 KiB block read and combined, one
// ordinal of a list, one bit or list looked up, one of many ordinals met with
// a posting, a block of a sparse gram without its ordinals, one name looked at.
const (
	costBlock  = 50
	costItem   = 1.5
	costProbe  = 10
	costKeep   = 2
	costSparse = 60
	costVerify = 60
)

// leaf is one posting.
type leaf struct {
	posting index.Posting
	blocks  int
	expr    *query.Expr
	gram    bool         // of one gram of a longer text
	kept    *keptUnion   // whose union it is; nil: of one posting
	term    index.TermID // of one value of a tag; 0: of anything else
	key     string       // of term, or of what was kept
	word    bool         // of one word, which all names that hold have
	names   bool         // kept of a test of names
}

func (l *leaf) size() (int, bool) { return l.posting.Len(), true }

// sweep of a sparse posting is that of its few ordinals in a block. Grams,
// which are many, are kept sparse for longer.
func (l *leaf) sweep() float64 {
	here := float64(l.posting.Len()) / float64(max(l.blocks, 1))
	if l.gram && here < index.GramsPacked {
		return costSparse + costItem*here
	}
	return min(costBlock, 20+costItem*here)
}

// share is the part of the resources that it lets through.
func (l *leaf) share() float64 {
	return min(float64(l.posting.Len())/(float64(max(l.blocks, 1))*index.BlockSize), 1)
}

func (l *leaf) probe() float64 { return costKeep }

func (l *leaf) fill(_ *exec, block int, dst *index.Block) bool { return l.posting.Fill(block, dst) }

func (l *leaf) and(_ *exec, block int, dst *index.Block) bool { return l.posting.And(block, dst) }

func (l *leaf) andNot(_ *exec, block int, dst *index.Block) bool {
	return l.posting.AndNot(block, dst)
}

func (l *leaf) has(x *exec, ord uint32) bool {
	switch {
	case x.byTags && l.term != 0:
		return slices.Contains(x.tags, l.term)
	case x.byTags && l.kept != nil:
		return x.hasTag(l.kept.terms)
	}
	return l.posting.Has(ord)
}

func (l *leaf) source() *query.Expr { return l.expr }

// union is the OR of the postings of several values of one key. A resource
// has a key once, so they share no ordinal.
type union struct {
	postings []index.Posting
	terms    []index.TermID // of the postings; nil where they are not known
	key      string         // whose values they are, where the terms are known
	total    int
	blocks   int
	expr     *query.Expr
}

func (u *union) size() (int, bool) { return u.total, true }

func (u *union) sweep() float64 {
	per := 20*float64(len(u.postings)) + costItem*float64(u.total)/float64(max(u.blocks, 1))
	return min(costBlock*float64(len(u.postings)), per)
}

func (u *union) probe() float64 { return costKeep * float64(len(u.postings)) }

func (u *union) fill(_ *exec, block int, dst *index.Block) bool {
	return index.FillUnion(u.postings, block, dst)
}

func (u *union) and(x *exec, block int, dst *index.Block) bool {
	return andByFill(u, x, block, dst)
}

func (u *union) andNot(_ *exec, block int, dst *index.Block) bool {
	for _, p := range u.postings {
		if !p.AndNot(block, dst) {
			return false
		}
	}
	return true
}

func (u *union) has(x *exec, ord uint32) bool {
	if x.byTags && u.terms != nil {
		return x.hasTag(u.terms)
	}
	for _, p := range u.postings {
		if p.Has(ord) {
			return true
		}
	}
	return false
}

func (u *union) source() *query.Expr { return u.expr }

// andByFill is and for nodes that can only fill.
func andByFill(n node, x *exec, block int, dst *index.Block) bool {
	tmp := x.take()
	defer x.give()
	if !n.fill(x, block, tmp) {
		return false
	}
	return dst.And(tmp)
}

// andNotByFill is andNot for nodes that can only fill.
func andNotByFill(n node, x *exec, block int, dst *index.Block) bool {
	tmp := x.take()
	defer x.give()
	return !n.fill(x, block, tmp) || dst.AndNot(tmp)
}
