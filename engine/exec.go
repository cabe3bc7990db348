package engine

import (
	"context"
	"math"
	"math/bits"
	"slices"
	"sync"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// exec runs one plan over one version. Its memory comes from a pool and goes
// back to it.
type exec struct {
	ctx     context.Context
	v       *index.Version
	unions  *unionCache
	blocks  []*index.Block // scratch, a stack
	depth   int
	ords    []uint32   // the page, or the candidates
	lists   [][]uint32 // scratch, a stack
	taken   int        // of lists
	folded  []byte     // the name being looked at
	every   int        // blocks between two looks at the context
	read    int        // bytes of details since the context was looked at
	stopped error      // the context's: what was found is not all
	// touched is written so that names are loaded before they are looked at.
	touched byte
	// tags are the terms of the resource that is looked at, if byTags is set:
	// nodes are asked about no other then.
	tags   []index.TermID
	byTags bool
	grams  bool     // the plan has some
	wanted []uint64 // tests of names that are not kept, by their hashes
	expr   query.Expr
	arena  arena
}

var execs = sync.Pool{New: func() any { return new(exec) }}

func newExec(ctx context.Context, s *Snapshot) *exec {
	x := execs.Get().(*exec)
	x.ctx, x.v, x.unions = ctx, s.content(), s.unions
	return x
}

// The scratch of a pooled exec may hold lists of so many ordinals, and so many
// blocks and lists.
const (
	keepOrds   = 1 << 16
	keepBlocks = 1 << 8
	keepLists  = 1 << 3
)

func (x *exec) free() {
	if cap(x.ords) > keepOrds {
		x.ords = nil
	}
	if len(x.blocks) > keepBlocks {
		x.blocks = nil
	}
	if len(x.lists) > keepLists {
		x.lists = nil
	}
	x.ctx, x.v, x.unions, x.depth, x.ords = nil, nil, nil, 0, x.ords[:0]
	x.taken, x.read, x.stopped, x.tags, x.wanted = 0, 0, nil, x.tags[:0], x.wanted[:0]
	x.expr, x.grams, x.every = query.Expr{}, false, 0
	x.arena.reset()
	execs.Put(x)
}

// take returns a scratch block with any content; give returns the last taken.
func (x *exec) take() *index.Block {
	if x.depth == len(x.blocks) {
		x.blocks = append(x.blocks, new(index.Block))
	}
	x.depth++
	return x.blocks[x.depth-1]
}

func (x *exec) give() { x.depth-- }

// ctxBlocks is after how many blocks a query looks at its context, at most;
// after less where they are supposed to cost more than ctxCost, in nanoseconds.
const (
	ctxBlocks = 16
	ctxCost   = 1e6
)

// due reports the context's error, looking only now and then.
func (x *exec) due(block int) error {
	if x.every > 1 && block%x.every != 0 {
		return x.stopped
	}
	return x.ctx.Err()
}

// ctxRead is after how many bytes of details the context is looked at: a
// detail can be large, and one block holds many.
const ctxRead = 1 << 20

// reads notes that so much of a detail is to be read, and reports whether to
// go on. Once it does not, nothing more is found, and the query fails.
func (x *exec) reads(bytes int) bool {
	if x.read += bytes; x.read > ctxRead && x.stopped == nil {
		x.read, x.stopped = 0, x.ctx.Err()
	}
	return x.stopped == nil
}

// count returns how many ordinals a plan has.
func (x *exec) count(n node) (int, error) {
	if err := x.ctx.Err(); err != nil {
		return 0, err
	}
	if size, exact := n.size(); exact {
		return size, nil
	}
	if total, ok := x.subtracted(n); ok {
		return total, x.stopped
	}
	if x.byList(n, math.MaxInt) {
		total, _ := x.list(n, math.MaxInt)
		return total, x.stopped
	}
	total := 0
	dst := x.take()
	defer x.give()
	for block := range x.v.Blocks() {
		if err := x.due(block); err != nil {
			return 0, err
		}
		total += x.countBlock(n, block, dst)
	}
	return total, x.stopped
}

// countBlock counts a node's ordinals of a block, in dst as scratch.
func (x *exec) countBlock(n node, block int, dst *index.Block) int {
	if c, ok := n.(*conj); ok {
		return c.len(x, block, dst)
	}
	if !n.fill(x, block, dst) {
		return 0
	}
	return dst.Len()
}

// page leaves a page of a plan's ordinals in x.ords and returns the total.
// Where the total is known beforehand, or not wanted, it stops when the page
// is full; atLeast tells that there may be more then.
func (x *exec) page(n node, p Page) (total int, atLeast bool, err error) {
	if err := x.ctx.Err(); err != nil {
		return 0, false, err
	}
	x.ords = x.ords[:0]
	size, exact := n.size()
	if !exact && p.CountTo == 0 {
		size, exact = x.subtracted(n)
	}
	if exact && p.Offset >= size {
		return size, false, x.stopped
	}
	enough := p.enough()
	if exact {
		enough = p.full() // nothing is left to count
	}
	if !x.byList(n, enough) {
		return x.sweepPage(n, p, size, exact)
	}
	total, atLeast = x.list(n, enough)
	from := min(p.Offset, total)
	// Moved down: cutting the front off would lose it as scratch.
	x.ords = x.ords[:copy(x.ords, x.ords[from:from+min(p.Limit, total-from)])]
	if exact {
		return size, false, x.stopped
	}
	return total, atLeast, x.stopped
}

// sweepPage is page by blocks; exact tells that the total is size.
func (x *exec) sweepPage(n node, p Page, size int, exact bool) (total int, atLeast bool, err error) {
	l, isLeaf := n.(*leaf)
	enough := p.enough()
	dst := x.take()
	defer x.give()
	for block := range x.v.Blocks() {
		if err := x.due(block); err != nil {
			return 0, false, err
		}
		if total >= enough {
			return total, true, nil
		}
		if isLeaf {
			// A stored count skips a block before the page unread.
			if here := l.posting.BlockLen(block); total+here <= p.Offset {
				total += here
				continue
			}
		}
		want := p.Limit - len(x.ords)
		if want == 0 {
			total += x.countBlock(n, block, dst)
			continue
		}
		if !n.fill(x, block, dst) {
			continue
		}
		x.ords = dst.AppendTo(x.ords, block, max(p.Offset-total, 0), want)
		if exact && len(x.ords) == p.Limit {
			return size, false, nil
		}
		total += dst.Len()
	}
	return total, false, x.stopped
}

// each calls yield with a plan's ordinals in order until it returns false.
func (x *exec) each(n node, yield func(ord uint32) bool) error {
	if err := x.ctx.Err(); err != nil {
		return err
	}
	if x.byList(n, math.MaxInt) {
		x.list(n, math.MaxInt)
		if x.stopped != nil {
			return x.stopped
		}
		_, err := x.yield(yield)
		return err
	}
	dst := x.take()
	defer x.give()
	for block := range x.v.Blocks() {
		if err := x.due(block); err != nil {
			return err
		}
		if !n.fill(x, block, dst) || x.stopped != nil {
			continue
		}
		x.ords = dst.AppendTo(x.ords[:0], block, 0, index.BlockSize)
		if more, err := x.yield(yield); !more || err != nil {
			return err
		}
	}
	return x.stopped
}

// ctxOrds is after how many ordinals handed out the context is looked at.
const ctxOrds = 1024

// yield hands out the ordinals gathered.
func (x *exec) yield(yield func(ord uint32) bool) (more bool, err error) {
	for i, ord := range x.ords {
		if i%ctxOrds == ctxOrds-1 {
			if err := x.ctx.Err(); err != nil {
				return false, err
			}
		}
		if !yield(ord) {
			return false, nil
		}
	}
	return true, nil
}

// guessedShare is what part of its upper bound a plan is supposed to have,
// when the query may stop early: on the safe side.
const guessedShare = 1.0 / 8

// byList decides how a plan is run: a conjunction by looking up each ordinal
// of its smallest argument in the others, or block by block. A small set
// alone is listed too. With enough ordinals the query stops, which is early in
// a sweep, but not in a list, which is gathered first.
func (x *exec) byList(n node, enough int) bool {
	list, sweep := costs(x.v, n)
	size, _ := n.size()
	if expected := guessedShare * float64(size); float64(enough) < expected {
		sweep *= float64(enough) / expected
	}
	for _, hash := range x.wanted {
		x.unions.spend(hash, x.v, min(list, sweep))
	}
	if list < sweep {
		return true
	}
	forSweep(n, x.grams)
	x.every = int(min(ctxBlocks, ctxCost/max(n.sweep(), 1)))
	return false
}

// costs returns what the two ways of running a plan cost. The list's is
// the dearer where the plan has nothing to list.
func costs(v *index.Version, n node) (list, sweep float64) {
	sweep = n.sweep() * float64(v.Blocks())
	driver, rest := n, 0.0
	if c, ok := n.(*conj); ok {
		driver, rest = c.args[0], c.probeRest(1)
	}
	item := listing(driver)
	if item == 0 {
		return sweep + 1, sweep
	}
	size, _ := driver.size()
	return float64(size) * (item + rest), sweep
}

// listing is what it costs to list one ordinal of a node, or 0 for a node that
// cannot be listed. What comes from several postings must be sorted.
func listing(n node) float64 {
	switch n := n.(type) {
	case *leaf:
		return costItem
	case *union:
		return costItem * float64(bits.Len(uint(len(n.postings)))+4)
	case *disj:
		for _, arg := range n.args {
			if listing(arg) == 0 {
				return 0
			}
		}
		return costItem * float64(bits.Len(uint(len(n.args)))+4)
	}
	return 0
}

// listPortion is how many ordinals are asked about together where fewer than
// all may be enough.
const listPortion = 256

// list leaves the ordinals of a plan in x.ords, sorted, and returns how many
// there are; no more than enough, and then there may be more.
func (x *exec) list(n node, enough int) (total int, atLeast bool) {
	c, _ := n.(*conj)
	if c != nil {
		n = c.args[0]
	}
	x.gather(n)
	if c == nil {
		return len(x.ords), false
	}
	portion := len(x.ords)
	if enough < portion {
		portion = listPortion
	}
	kept := x.ords[:0]
	for ords := x.ords; len(ords) > 0 && !atLeast; {
		n := min(portion, len(ords))
		kept = append(kept, c.keepFrom(x, 1, ords[:n])...)
		ords = ords[n:]
		atLeast = len(kept) > enough || len(kept) == enough && len(ords) > 0
	}
	x.ords = kept[:min(len(kept), enough)]
	return len(x.ords), atLeast
}

// gather leaves all ordinals of a node that can be listed in x.ords, sorted,
// each once.
func (x *exec) gather(n node) {
	x.ords = appendOrds(x.ords[:0], n)
	switch n.(type) {
	case *union:
		slices.Sort(x.ords)
	case *disj:
		slices.Sort(x.ords)
		x.ords = slices.Compact(x.ords)
	}
}

// appendOrds appends the ordinals of a node that can be listed, posting by
// posting.
func appendOrds(ords []uint32, n node) []uint32 {
	switch n := n.(type) {
	case *leaf:
		return n.posting.AppendTo(ords)
	case *union:
		for _, p := range n.postings {
			ords = p.AppendTo(ords)
		}
	case *disj:
		for _, arg := range n.args {
			ords = appendOrds(ords, arg)
		}
	}
	return ords
}

func trailing(w uint64) uint32 { return uint32(bits.TrailingZeros64(w)) }
