package engine

import (
	"slices"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// A resource has a key once. So what a conjunction says of a key in several
// places is one statement about its values, which is made here of the terms
// that were looked up: the normal form does the same to the texts, but costs
// more than most queries.

// foldMost and foldTerms are how many parts of a conjunction, and how many
// values, are compared each with each.
const (
	foldMost  = 64
	foldTerms = 1 << 10
)

// tagSet are some values of a key.
type tagSet struct {
	key      string
	terms    []index.TermID
	postings []index.Posting
}

// tagKey is the key of the tag whose values a node asks for, if that is all it
// does.
func tagKey(n node) (key string, ok bool) {
	switch n := n.(type) {
	case *union:
		return n.key, n.terms != nil
	case *leaf:
		return n.key, n.term != 0 || n.kept != nil
	}
	return "", false
}

// tagSetOf is what a node asks of the value of a key, if tagKey has one.
func (p *planner) tagSetOf(n node) (s tagSet, ok bool) {
	switch n := n.(type) {
	case *union:
		return tagSet{n.key, n.terms, n.postings}, n.terms != nil
	case *leaf:
		switch {
		case n.kept != nil:
			return tagSet{n.key, n.kept.terms, n.kept.of}, true
		case n.term != 0:
			terms, postings := p.arena.terms.list(1), p.arena.postings.list(1)
			return tagSet{n.key, append(terms, n.term), append(postings, n.posting)}, true
		}
	}
	return s, false
}

// shared is how many terms of s are in o.
func (s tagSet) shared(o tagSet) (n int) {
	for _, t := range s.terms {
		if slices.Contains(o.terms, t) {
			n++
		}
	}
	return n
}

// only makes a node of the values of s that are in o, or of those that are
// not. It stands for both and.
func (p *planner) only(s, o tagSet, want bool, and query.Expr) node {
	terms, postings := p.arena.terms.list(len(s.terms)), p.arena.postings.list(len(s.terms))
	for i, t := range s.terms {
		if slices.Contains(o.terms, t) == want {
			terms, postings = append(terms, t), append(postings, s.postings[i])
		}
	}
	return p.ofTerms(tagSet{s.key, terms, postings}, &and)
}

// fold makes of what the parts of a conjunction say of one key one part. It
// reports false if they contradict each other.
func (p *planner) fold(c *conj) bool {
	if !p.again || len(c.args)+len(c.nots) > foldMost {
		return true
	}
	return p.foldArgs(c) && p.foldNots(c) && p.foldOrs(c)
}

// foldArgs meets the arguments about one key.
func (p *planner) foldArgs(c *conj) bool {
	args := c.args[:0]
	for _, n := range c.args {
		s, ok := p.tagSetOf(n)
		if !ok {
			args = append(args, n)
			continue
		}
		at, o := p.about(args, s)
		if at < 0 {
			args = append(args, n)
			continue
		}
		switch shared := s.shared(o); shared {
		case 0:
			return false
		case len(o.terms): // o is the narrower
		case len(s.terms):
			args[at] = n
		default:
			args[at] = p.only(o, s, true, query.And(*args[at].source(), *n.source()))
		}
	}
	c.args = args
	return true
}

// about finds among nodes one about the key of s, where both are not too many.
func (p *planner) about(nodes []node, s tagSet) (at int, o tagSet) {
	for i, n := range nodes {
		if key, ok := tagKey(n); ok && key == s.key {
			if o, _ = p.tagSetOf(n); len(s.terms)*len(o.terms) <= foldTerms {
				return i, o
			}
		}
	}
	return -1, o
}

// foldNots takes out of the arguments what must not be.
func (p *planner) foldNots(c *conj) bool {
	nots := c.nots[:0]
	for _, n := range c.nots {
		if inner, ok := n.(*conj); ok {
			switch p.settled(c, inner) {
			case always:
				return false
			case never:
				continue
			}
			if len(inner.args) == 1 && len(inner.nots) == 0 {
				n = inner.args[0]
			}
		}
		s, ok := p.tagSetOf(n)
		if !ok {
			nots = append(nots, n)
			continue
		}
		at, o := p.about(c.args, s)
		if at < 0 {
			nots = p.another(nots, n, s)
			continue
		}
		switch shared := o.shared(s); shared {
		case 0: // it is another value already
		case len(o.terms):
			return false
		default:
			c.args[at] = p.only(o, s, false, query.And(*c.args[at].source(), query.Not(*n.source())))
		}
	}
	c.nots = nots
	return true
}

// another adds to nots one that says s, unless one of them takes in the other.
func (p *planner) another(nots []node, n node, s tagSet) []node {
	at, o := p.about(nots, s)
	if at < 0 {
		return append(nots, n)
	}
	switch s.shared(o) {
	case len(s.terms):
		return nots
	case len(o.terms):
		nots[at] = n
		return nots
	}
	return append(nots, n)
}

// verdict is what the arguments of a conjunction say about another node.
type verdict uint8

const (
	open verdict = iota
	always
	never
)

// judge tells what the arguments of c make of a node about a tag.
func (p *planner) judge(c *conj, n node) verdict {
	s, ok := p.tagSetOf(n)
	if !ok {
		return open
	}
	at, o := p.about(c.args, s)
	if at < 0 {
		return open
	}
	switch o.shared(s) {
	case 0:
		return never
	case len(o.terms):
		return always
	}
	return open
}

// settled leaves in a conjunction within c what the arguments of c do not say.
func (p *planner) settled(c, inner *conj) verdict {
	args := inner.args[:0]
	for _, n := range inner.args {
		switch p.judge(c, n) {
		case never:
			return never
		case open:
			args = append(args, n)
		}
	}
	if len(args) == 0 && len(inner.nots) == 0 {
		return always
	}
	if len(args) == len(inner.args) {
		return open
	}
	if len(args) == 0 {
		args = append(args, p.all())
	}
	inner.args = args
	parts := sources(inner.args)
	for _, n := range inner.nots {
		parts = append(parts, query.Not(*n.source()))
	}
	e := query.And(parts...)
	inner.expr = &e
	return open
}

// foldOrs leaves of the disjunctions what the other arguments do not say.
func (p *planner) foldOrs(c *conj) bool {
	args := c.args[:0]
	for _, n := range c.args {
		d, ok := n.(*disj)
		if !ok {
			args = append(args, n)
			continue
		}
		left := d.args[:0]
		holds := false
		for _, arg := range d.args {
			switch p.judge(c, arg) {
			case always:
				holds = true
			case open:
				left = append(left, arg)
			}
		}
		switch {
		case holds:
			continue
		case len(left) == 0:
			return false
		case len(left) == 1:
			n = left[0]
		case len(left) < len(d.args):
			e := query.Or(sources(left)...)
			d.args, d.expr = left, &e
		}
		args = append(args, n)
	}
	c.args = args
	return true
}

// unite makes of the nodes of a disjunction about one key one node.
func (p *planner) unite(nodes []node) []node {
	if !p.again || len(nodes) > foldMost {
		return nodes
	}
	kept := nodes[:0]
	for _, n := range nodes {
		s, ok := p.tagSetOf(n)
		if !ok {
			kept = append(kept, n)
			continue
		}
		at, o := p.about(kept, s)
		if at < 0 {
			kept = append(kept, n)
			continue
		}
		switch s.shared(o) {
		case len(s.terms): // nothing new
		case len(o.terms):
			kept[at] = n
		default:
			kept[at] = p.both(o, s, query.Or(*kept[at].source(), *n.source()))
		}
	}
	return kept
}

// both makes a node of the values of two sets.
func (p *planner) both(s, o tagSet, or query.Expr) node {
	n := len(s.terms) + len(o.terms)
	terms, postings := append(p.arena.terms.list(n), s.terms...), append(p.arena.postings.list(n), s.postings...)
	for i, t := range o.terms {
		if !slices.Contains(s.terms, t) {
			terms, postings = append(terms, t), append(postings, o.postings[i])
		}
	}
	return p.ofTerms(tagSet{s.key, terms, postings}, &or)
}

// sources are the expressions that nodes stand for.
func sources(nodes []node) []query.Expr {
	all := make([]query.Expr, len(nodes))
	for i, n := range nodes {
		all[i] = *n.source()
	}
	return all
}
