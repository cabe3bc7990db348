package engine

import (
	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/scalar"
)

// walk goes along the order of the first key until the page is full. What has
// the same value is a group, whose rows the other keys put in order. What has
// no value is the lowest group.
func (p *listPage) walk() {
	if f, kept := p.o.field(); kept {
		p.walkField(f)
		return
	}
	descending := p.o.keys[0].Descending
	afterValue := p.after != nil && p.after.values[0].there
	afterNone := p.after != nil && !p.after.values[0].there
	if !descending && !afterValue {
		p.walkAbsent()
	}
	if !p.ended() && (!descending || !afterNone) {
		if p.o.indexed[0].HasRanks() {
			p.walkRanks()
		} else {
			p.walkTexts()
		}
	}
	if descending && !p.ended() {
		p.walkAbsent()
	}
}

// ended reports whether nothing more is to be looked for.
func (p *listPage) ended() bool { return p.full() || p.givenUp || p.err != nil }

// walkAbsent takes in what has no value.
func (p *listPage) walkAbsent() {
	valued := p.o.indexed[0].Valued()
	if valued.Len() < p.o.v.Live().Len() {
		p.oneGroup(p.without(valued), sortValue{})
	}
}

// oneGroup takes in a group as a whole.
func (p *listPage) oneGroup(n node, value sortValue) {
	if len(p.o.keys) > 1 {
		p.inGroup(n, value)
	} else {
		p.best(n)
	}
}

// step counts a step, and reports whether to go on.
func (p *listPage) step() bool {
	p.steps++
	if p.steps%ctxOrds == 0 {
		p.err = p.x.ctx.Err()
	}
	if p.err == nil {
		p.err = p.x.stopped
	}
	p.givenUp = p.steps > p.patient
	return p.err == nil && !p.givenUp
}

// largeGroup is from how many resources on a group is listed as a whole, by
// the keys that are left.
const largeGroup = 1024

func (p *listPage) walkRanks() {
	first, last := p.bounds()
	descending := p.o.keys[0].Descending
	if p.after != nil && p.after.values[0].there {
		if at := p.after.values[0].rank(); descending {
			last = scalar.Min(last, at)
		} else {
			first = scalar.Max(first, at)
		}
	}
	for !last.Less(first) && !p.ended() {
		rank, more := p.walkSome(first, last)
		if !more || p.ended() {
			return
		}
		equal := &ranged{property: p.o.indexed[0], first: rank, last: rank, most: p.o.indexed[0].Valued().Len(), expr: p.n.source()}
		c := p.conj()
		c.args = append(c.args, equal)
		p.inGroup(arranged(c), rankValue(rank))
		switch {
		case descending && rank == scalar.MinRank, !descending && rank == scalar.MaxRank:
			return
		case descending:
			last = rank.Prev()
		default:
			first = rank.Next()
		}
	}
}

// walkSome walks over ranks from one end, up to a group that is better listed
// as a whole, and returns its rank; nothing of it has been taken in then.
func (p *listPage) walkSome(first, last scalar.Rank) (rank scalar.Rank, more bool) {
	look := p.o.indexed[0]
	g, length := p.group(), 0
	visit := func(ord uint32) bool {
		at := look.At(ord)
		if at.Less(first) || last.Less(at) {
			return false
		}
		if length == 0 || at != rank {
			g.close()
			rank, length = at, 0
			if p.full() {
				return false
			}
		}
		length++
		if more = length > largeGroup && len(p.o.keys) > 1; more || !p.step() {
			return false
		}
		if p.n.has(p.x, ord) {
			p.steps--
			g.take(ord)
		}
		return true
	}
	if p.o.keys[0].Descending {
		look.Descend(last, visit)
	} else {
		look.Ascend(first, visit)
	}
	if !more {
		g.close()
	}
	return rank, more
}

func (p *listPage) walkTexts() {
	look := p.o.indexed[0]
	visit := func(text string, q index.Posting) bool {
		if p.step() {
			p.walkText(text, q)
		}
		return !p.ended()
	}
	from, bounded := "", p.after != nil && p.after.values[0].there
	if bounded {
		from = p.after.values[0].text
	}
	if p.o.keys[0].Descending {
		look.TextsBack(from, bounded, visit)
	} else {
		look.Texts(from, visit)
	}
}

// fewOrds is up to how many resources of one text are looked at one by one.
const fewOrds = 64

// walkText takes in what has one text.
func (p *listPage) walkText(text string, q index.Posting) {
	if q.Len() > fewOrds {
		p.oneGroup(p.within(q), sortValue{there: true, text: text})
		return
	}
	g := p.group()
	var few [fewOrds]uint32
	for _, ord := range q.AppendTo(few[:0]) {
		if p.step() && p.n.has(p.x, ord) {
			g.take(ord)
		}
	}
	g.close()
}
