package engine

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/fold"
	"github.com/tagdex/tagdex/query"
)

// compile turns an expression into a plan for the version of x: first by
// logic alone (the normal form), then by what the version knows: a term that
// no resource has is nothing, one that every resource has is everything, and
// the smaller comes first. The plan is good until x is freed. If the context of
// x is done meanwhile, x.stopped says so, and the plan means nothing.
func compile(x *exec, e query.Expr) node {
	p := planner{x: x, ctx: x.ctx, v: x.v, blocks: x.v.Blocks(), live: x.v.Live().Len(), arena: &x.arena, unions: x.unions}
	x.expr = e
	if !p.plain(&x.expr) {
		if x.expr, x.stopped = query.NormalizeContext(x.ctx, e); x.stopped != nil {
			return p.none(&x.expr)
		}
	}
	p.ask(&x.expr)
	return p.plan(&x.expr)
}

// planner plans one expression. Any tree is planned rightly, in normal form
// or not.
type planner struct {
	x      *exec
	ctx    context.Context
	v      *index.Version
	blocks int
	live   int // resources there are
	arena  *arena
	unions *unionCache
	steps  int

	asked  []asked // leaves about tags that are not planned yet
	leaves int     // about tags
	terms  int     // of the leaves
	keys   uint64  // of the leaves, as a set of 64
	again  bool    // two leaves may be about one key
}

// planSteps is after how many steps the planner looks at the context; one may
// cost some tens of microseconds.
const planSteps = 32

// stopped counts a step, and reports whether the context is done. What is
// planned by then need not be right: no plan is run with x.stopped.
func (p *planner) stopped() bool {
	if p.steps++; p.steps%planSteps == 0 && p.x.stopped == nil {
		p.x.stopped = p.ctx.Err()
	}
	return p.x.stopped != nil
}

// allExpr is the source of the live set.
var allExpr = query.All()

func (p *planner) all() node { return p.leaf(p.v.Live(), &allExpr) }

func (p *planner) none(e *query.Expr) node { return p.leaf(index.Posting{}, e) }

func (p *planner) leaf(posting index.Posting, e *query.Expr) node {
	return p.arena.leaves.new(leaf{posting: posting, blocks: p.blocks, expr: e})
}

func (p *planner) plan(e *query.Expr) node {
	if p.stopped() {
		return p.none(e)
	}
	switch e.Op() {
	case query.OpAll:
		return p.all()
	case query.OpTagged:
		return p.leaf(p.v.Tagged(), e)
	case query.OpHas:
		return p.leaf(p.found(e).found[0].Posting, e)
	case query.OpEq:
		return p.tags(p.found(e).found, e)
	case query.OpIn:
		return p.in(p.found(e))
	case query.OpContains:
		return p.contains(e)
	case query.OpNameContains, query.OpNamePrefix, query.OpNameEquals:
		return p.name(e)
	case query.OpID:
		return p.id(e)
	case query.OpIDIn:
		return p.ids(e)
	case query.OpPropHas, query.OpPropEq, query.OpPropIn,
		query.OpPropLess, query.OpPropAtMost, query.OpPropMore, query.OpPropAtLeast:
		return p.property(e)
	case query.OpNot, query.OpAnd:
		return p.and(e)
	case query.OpOr:
		return p.or(e)
	}
	return p.none(e)
}

func (p *planner) id(e *query.Expr) node {
	if ord, ok := p.v.Ordinal(e.Value()); ok {
		return p.leaf(index.Single(ord), e)
	}
	return p.none(e)
}

// idsAtOnce is how many ids are looked up between two looks at the context.
const idsAtOnce = 1 << 10

// ids looks every id of a list up. What is found is a set of its own.
func (p *planner) ids(e *query.Expr) node {
	ords := p.x.takeOrds()
	for some := range slices.Chunk(e.Values(), idsAtOnce) {
		if p.x.stopped = p.ctx.Err(); p.x.stopped != nil {
			break
		}
		ords = p.v.AppendOrdinals(ords, some)
	}
	sortOrds(ords, p.blocks)
	posting := index.SetOf(ords)
	p.x.giveOrds(ords)
	return p.leaf(posting, e)
}

// sortOrds sorts ordinals of so many blocks, none of which is there twice:
// where there are many, by marking their places.
func sortOrds(ords []uint32, blocks int) {
	words := blocks * (index.BlockSize / 64)
	if len(ords) < words/4 {
		slices.Sort(ords)
		return
	}
	marks := make([]uint64, words)
	for _, ord := range ords {
		marks[ord/64] |= 1 << (ord % 64)
	}
	sorted := ords[:0]
	for i, w := range marks {
		for ; w != 0; w &= w - 1 {
			sorted = append(sorted, uint32(i)*64+trailing(w))
		}
	}
}

// in plans a list of values: by the union that is kept, if it is still good.
func (p *planner) in(a *asked) node {
	e, kept, version := a.expr, a.kept, p.v.Number()
	if a.good {
		return p.keptUnion(kept, e)
	}
	n := p.tags(a.found, e)
	u, ok := n.(*union)
	switch {
	case !ok || p.unions == nil:
		return n
	case kept != nil && slices.Equal(kept.of, u.postings) && slices.Equal(kept.terms, u.terms):
		kept.version.Store(version)
		return p.keptUnion(kept, e)
	case p.unions.again(a.hash, p.v):
		if kept := p.unions.put(a.hash, request{key: e.Key(), values: e.Values()}, u, p.v); kept != nil {
			return p.keptUnion(kept, e)
		}
	}
	return n
}

// tags makes a node of what was looked up for values of one key.
func (p *planner) tags(found []index.Lookup, e *query.Expr) node {
	if len(found) == 1 {
		f := &found[0]
		return p.arena.leaves.new(leaf{posting: f.Posting, blocks: p.blocks, expr: e, term: f.Term, key: e.Key()})
	}
	postings, terms := p.arena.postings.list(len(found)), p.arena.terms.list(len(found))
	for i := range found {
		if f := &found[i]; f.Posting.Len() > 0 {
			postings, terms = append(postings, f.Posting), append(terms, f.Term)
		}
	}
	return p.ofTerms(tagSet{e.Key(), terms, postings}, e)
}

// ofTerms makes a node of the values of one key, none of which is of no
// resource.
func (p *planner) ofTerms(s tagSet, e *query.Expr) node {
	n := p.union(s.postings, e)
	switch n := n.(type) {
	case *union:
		n.terms, n.key = s.terms, s.key
	case *leaf:
		if len(s.terms) == 1 {
			n.term, n.key = s.terms[0], s.key
		}
	}
	return n
}

func (p *planner) keptUnion(k *keptUnion, e *query.Expr) node {
	return p.arena.leaves.new(leaf{posting: k.union, blocks: p.blocks, expr: e, kept: k, key: k.key})
}

// contains asks every value of the key; the text of a value is looked at
// once, however many resources have it.
func (p *planner) contains(e *query.Expr) node {
	if !utf8.ValidString(e.Value()) {
		return p.none(e)
	}
	var postings []index.Posting
	for value, posting := range p.v.Values(e.Key(), "") {
		if p.stopped() {
			break
		}
		if strings.Contains(value, e.Value()) {
			postings = append(postings, posting)
		}
	}
	return p.union(postings, e)
}

// union makes a node of postings that share no ordinal.
func (p *planner) union(postings []index.Posting, e *query.Expr) node {
	total := 0
	postings = slices.DeleteFunc(postings, func(q index.Posting) bool {
		total += q.Len()
		return q.Len() == 0
	})
	switch len(postings) {
	case 0:
		return p.none(e)
	case 1:
		return p.leaf(postings[0], e)
	}
	return p.arena.unions.new(union{postings: postings, total: total, blocks: p.blocks, expr: e})
}

func size(n node) int {
	s, _ := n.size()
	return s
}

// and plans a conjunction, or one negation, which is a conjunction with
// everything. Arguments that are conjunctions themselves, as names are,
// become part of it.
func (p *planner) and(e *query.Expr) node {
	args := e.Args()
	c := p.arena.conjs.new(conj{expr: e})
	c.args, c.nots = p.arena.nodes.list(len(args)+gramsTaken+1), p.arena.nodes.list(len(args))
	if e.Op() == query.OpNot {
		p.not(c, &args[0])
	} else {
		for i := range args {
			if n, ok := p.span(args, i); !ok {
				p.conjoin(c, &args[i])
			} else if n != nil {
				c.args = append(c.args, n)
			}
		}
	}
	return p.settle(c)
}

func (p *planner) conjoin(c *conj, e *query.Expr) {
	if e.Op() == query.OpNot {
		p.not(c, &e.Args()[0])
		return
	}
	switch n := p.plan(e).(type) {
	case *conj:
		c.args, c.nots = append(c.args, n.args...), append(c.nots, n.nots...)
	default:
		c.args = append(c.args, n)
	}
}

// not adds what must not hold; each argument of a disjunction on its own.
func (p *planner) not(c *conj, e *query.Expr) {
	n := p.plan(e)
	if d, ok := n.(*disj); ok {
		c.nots = append(c.nots, d.args...)
		return
	}
	c.nots = append(c.nots, n)
}

// settle folds what the version knows into a conjunction and orders it.
func (p *planner) settle(c *conj) node {
	for _, n := range c.nots {
		if s, exact := n.size(); exact && s == p.live {
			return p.none(c.expr)
		}
	}
	c.nots = slices.DeleteFunc(c.nots, func(n node) bool { return size(n) == 0 })
	for _, n := range c.args {
		if size(n) == 0 {
			return p.none(c.expr)
		}
	}
	if !p.fold(c) {
		return p.none(c.expr)
	}
	c.args = slices.DeleteFunc(c.args, func(n node) bool {
		s, exact := n.size()
		return exact && s == p.live
	})
	if len(c.args) == 0 {
		c.args = append(c.args, p.all())
	}
	if len(c.args) == 1 && len(c.nots) == 0 {
		return c.args[0]
	}
	return arranged(c)
}

// arranged puts the parts of a conjunction in the order they are applied in.
func arranged(c *conj) node {
	slices.SortStableFunc(c.args, compareArgs)
	slices.SortStableFunc(c.nots, func(a, b node) int { return cmp.Compare(size(b), size(a)) })
	return c
}

// compareArgs puts what must look at resources last, the dearest at the end,
// else the smaller first.
func compareArgs(a, b node) int {
	if c := behind(verifies(a), verifies(b)); c != 0 {
		return c
	}
	if c := cmp.Compare(size(a), size(b)); c != 0 {
		return c
	}
	return cmp.Compare(a.probe(), b.probe())
}

func (p *planner) or(e *query.Expr) node {
	args := e.Args()
	d := p.arena.disjs.new(disj{expr: e, max: p.live})
	d.args = p.arena.nodes.list(len(args))
	for i := range args {
		n := p.plan(&args[i])
		s, exact := n.size()
		if exact && s == d.max {
			return p.all()
		}
		if s > 0 {
			d.args = append(d.args, n)
		}
	}
	d.args = p.unite(d.args)
	switch len(d.args) {
	case 0:
		return p.none(e)
	case 1:
		return d.args[0]
	}
	return d
}

// gramsTaken is how many grams of a pattern are met as postings: the rarest.
const gramsTaken = 3

// wordsTaken is how many words of names a pattern is looked up by: those that
// the most names have. A word less is a name more to look at, no error.
const wordsTaken = 16

// byGrams plans a test of the names that have all the grams of a folded text.
// Words are searched where that costs little beside the looks it may save: a
// rare gram's candidates are mostly gone before a name is looked at.
func (p *planner) byGrams(folded string, verify *named) node {
	rarest := p.v.Candidates(folded, p.arena.postings.list(gramsTaken))
	verify.rarest, verify.grams = rarest[0], len(rarest)
	candidates := rarest[0].Len()
	if candidates == 0 {
		return p.none(verify.expr)
	}
	if candidates >= manyNames && len(rarest) == gramsTaken {
		spread := p.v.Spread(folded, p.arena.postings.list(index.SpreadGrams))
		verify.more = slices.DeleteFunc(spread, func(p index.Posting) bool { return slices.Contains(rarest, p) })
	}
	if verify.test == nameContains && candidates > p.v.KnownCost(folded)/4 {
		verify.known = p.v.Known(folded, p.arena.postings.list(wordsTaken))
	}
	if len(verify.known) == 1 && verify.known[0].Len() == candidates {
		// A subset of the matches is as large as a superset.
		return p.arena.leaves.new(leaf{posting: verify.known[0], blocks: p.blocks, expr: verify.expr, word: true})
	}
	p.x.grams = true
	leaves := p.arena.nodes.list(gramsTaken + 1)
	for _, posting := range rarest {
		l := p.arena.leaves.new(leaf{posting: posting, blocks: p.blocks, expr: verify.expr, gram: true})
		leaves = append(leaves, l)
	}
	return p.arena.conjs.new(conj{args: append(leaves, verify), expr: verify.expr})
}

func (p *planner) named(e *query.Expr, test nameTest, text string) *named {
	kept := append(p.arena.texts.list(len(text)), text...)
	return p.arena.names.new(named{test: test, text: text, bytes: kept, live: p.v.Live(), expr: e})
}

// name plans the three questions about names. Contains of a gram or less is
// exact; what is longer, and where in the name it stands, the names must say,
// unless the words of a name are known to hold it, or it was asked for before.
func (p *planner) name(e *query.Expr) node {
	text := e.Value()
	switch {
	case !utf8.ValidString(text):
		return p.none(e)
	case text == "" && e.Op() == query.OpNameEquals:
		return p.leaf(p.v.Gram(""), e)
	case text == "":
		return p.all()
	}
	folded := fold.String(text)
	switch {
	case e.Op() == query.OpNameEquals:
		return p.tested(folded, p.named(e, nameEquals, text))
	case e.Op() == query.OpNamePrefix:
		return p.tested(folded, p.named(e, namePrefix, folded))
	case utf8.RuneCountInString(folded) <= index.GramRunes:
		return p.leaf(p.v.Gram(folded), e)
	}
	return p.tested(folded, p.named(e, nameContains, folded))
}
