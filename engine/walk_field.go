package engine

import "github.com/tagdex/tagdex/index"

// walkField is walk along the order of the names or the ids, which every
// resource has.
func (p *listPage) walkField(f index.Field) {
	at := p.fieldStart()
	for !p.ended() {
		text, more := p.walkTextsFrom(f, at)
		if !more || p.ended() {
			return
		}
		p.inGroup(p.within(p.o.v.TextGroup(f, text)), sortValue{there: true, text: text})
		at = textPlace{bounded: true, text: text, behind: true}
	}
}

// textPlace is where a walk along texts begins.
type textPlace struct {
	bounded bool // false: with the first
	text    string
	behind  bool // with what comes behind the text, not with the text
}

// fieldStart is the place of what the page begins behind. What has the same
// text may come behind it, too.
func (p *listPage) fieldStart() textPlace {
	switch {
	case p.after == nil:
		return textPlace{}
	case len(p.o.keys) == 0:
		return textPlace{bounded: true, text: p.after.id}
	}
	return textPlace{bounded: true, text: p.after.values[0].text}
}

// walkTextsFrom walks over texts from a place on, up to a group that is better
// listed as a whole, and returns its text; nothing of it has been taken in
// then. The text of what does not match is not looked at.
func (p *listPage) walkTextsFrom(f index.Field, at textPlace) (text string, more bool) {
	g, length := p.group(), 0
	visit := func(ord uint32) bool {
		if !p.step() {
			return false
		}
		if !p.n.has(p.x, ord) {
			return true
		}
		if here := p.o.v.Text(f, ord); length == 0 || here != text {
			g.close()
			text, length = here, 0
			if p.full() {
				return false
			}
		}
		length++
		if more = length > largeGroup && len(p.o.keys) > 1; more {
			return false
		}
		p.steps--
		g.take(ord)
		return true
	}
	if p.o.lead().Descending {
		p.o.v.DescendTexts(f, func(t string) bool {
			return at.bounded && (t > at.text || at.behind && t == at.text)
		}, visit)
	} else {
		p.o.v.AscendTexts(f, func(t string) bool {
			return !at.bounded || t > at.text || !at.behind && t == at.text
		}, visit)
	}
	if !more {
		g.close()
	}
	return text, more
}
