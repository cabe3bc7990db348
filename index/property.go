package index

import (
	"iter"
	"slices"

	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/internal/scalar"
)

// PropertySpec names a member of the details that is indexed, and says how.
type PropertySpec struct {
	Name string
	Kind uint8 // what the caller makes of it
	// Rank returns the place of a value of the property in the order that it is
	// kept in, and whether it has one. Nil: the property is indexed by its text.
	Rank func(detail.Value) (scalar.Rank, bool)
	// Odd reports whether a value with a rank is a text that others of its rank
	// need not have: "40.0", beside the number 40. Nil: that is not kept.
	Odd func(detail.Value) bool
	// Fits reports whether a value is of the kind that was declared.
	Fits func(detail.Value) bool
}

// Property is what a Version knows of one property of its resources.
//
// A property of texts has a posting for each text. One of numbers or times has
// a column of their ranks by ordinal, and the ordinals in the order of the
// ranks, those of one rank in ascending order.
type Property struct {
	spec       *PropertySpec
	valued     Posting // resources whose property has a text, or a rank
	others     Posting // resources that have the property, but not so
	odd        Posting // see PropertySpec.Odd
	mismatches Posting // resources whose property is not of the declared kind

	texts dictionary // the texts, as keys
	ranks ranks
	order ordered
	// Of a Builder: valued and not in order yet, and given to mismatches.
	fresh, unfit []uint32
}

// Property returns what is known of a property by its name, nil if it is not
// indexed. Its methods do not change it.
func (v *Version) Property(name string) *Property {
	for i := range v.properties {
		if v.properties[i].spec.Name == name {
			return &v.properties[i]
		}
	}
	return nil
}

// Kind is PropertySpec.Kind.
func (p *Property) Kind() uint8 { return p.spec.Kind }

// HasRanks reports whether the property is indexed by ranks, not by texts.
func (p *Property) HasRanks() bool { return p.spec.Rank != nil }

// Valued are the resources whose property has a text, or a rank.
func (p *Property) Valued() Posting { return p.valued }

// Others are the resources that have the property, but without text, or
// without rank.
func (p *Property) Others() Posting { return p.others }

// Odd are the resources with a value for which PropertySpec.Odd holds.
func (p *Property) Odd() Posting { return p.odd }

// Mismatches walks over the properties that some resources have a value of
// which is not of the declared kind, and how many do.
func (v *Version) Mismatches() iter.Seq2[string, int] {
	return func(yield func(property string, resources int) bool) {
		for i := range v.properties {
			p := &v.properties[i]
			if n := p.mismatches.Len(); n > 0 && !yield(p.spec.Name, n) {
				return
			}
		}
	}
}

// Text are the resources whose property has a text. A hash lookup.
func (p *Property) Text(text string) Posting {
	if _, e := p.texts.find(0, text); e != nil {
		return e.posting()
	}
	return Posting{}
}

// Texts walks over the texts that there are, with the resources that have
// each: ascending from a text on, or descending from it.
func (p *Property) Texts(from string, yield func(text string, q Posting) bool) {
	p.texts.order.from(func(id uint32) bool { return p.texts.entries.at(id).value >= from }, p.yieldText(yield))
}

// TextsBack is Texts, descending. The last text is the one to begin with if
// bounded, else the last of all.
func (p *Property) TextsBack(last string, bounded bool, yield func(text string, q Posting) bool) {
	p.texts.order.back(func(id uint32) bool { return bounded && p.texts.entries.at(id).value > last }, p.yieldText(yield))
}

func (p *Property) yieldText(yield func(text string, q Posting) bool) func(id uint32) bool {
	return func(id uint32) bool {
		e := p.texts.entries.at(id)
		return yield(e.value, e.posting())
	}
}

// At returns the rank at an ordinal of Valued. Three dependent loads.
func (p *Property) At(ord uint32) scalar.Rank { return p.ranks.at(ord) }

// Ascend walks over the ordinals with a rank from first on, in order.
func (p *Property) Ascend(first scalar.Rank, yield func(ord uint32) bool) {
	p.order.from(func(ord uint32) bool { return !p.At(ord).Less(first) }, yield)
}

// Descend walks over the ordinals with a rank up to last, the other way.
func (p *Property) Descend(last scalar.Rank, yield func(ord uint32) bool) {
	p.order.back(func(ord uint32) bool { return last.Less(p.At(ord)) }, yield)
}

// less orders ordinals by their ranks, then by themselves.
func (p *Property) less(a, b uint32) bool {
	x, y := p.At(a), p.At(b)
	return x.Less(y) || x == y && a < b
}

// startProperties makes the properties the Builder's own.
func (b *Builder) startProperties() {
	b.v.properties = slices.Clone(b.v.properties)
	b.firstNew = b.v.next
}

// settleProperties takes in what was inserted, and puts ranks in order.
func (b *Builder) settleProperties() {
	if len(b.v.properties) == 0 {
		return
	}
	shared := sharedDetails{}
	for ord := b.firstNew; ord < b.v.next; ord++ {
		if b.v.live.Has(ord) {
			b.addProperties(ord, shared.read(b, b.v.Record(ord).Detail()))
		}
	}
	for i := range b.v.properties {
		p := &b.v.properties[i]
		p.mergeFresh(b.st)
		p.texts.mergeFresh(b.st)
		p.countUnfit(b)
	}
}

// countUnfit notes how many of the resources written have a value that is not
// of the declared kind now.
func (p *Property) countUnfit(b *Builder) {
	unfit := p.unfit
	p.unfit = nil
	slices.Sort(unfit)
	unfit = slices.DeleteFunc(slices.Compact(unfit), func(ord uint32) bool { return !p.mismatches.Has(ord) })
	if len(unfit) == 0 {
		return
	}
	if b.mismatches == nil {
		b.mismatches = map[string]int{}
	}
	b.mismatches[p.spec.Name] = len(unfit)
}

// Mismatches tells, of a Builder that is frozen, how many of the resources that
// Upsert was called for have a value that is not of the declared kind, by
// property; nil: none.
func (b *Builder) Mismatches() map[string]int { return b.mismatches }

// changeProperties moves a resource from one detail to another. What was
// inserted by this Builder is taken in later.
func (b *Builder) changeProperties(ord uint32, from, to string) {
	if ord >= b.firstNew || from == to || len(b.v.properties) == 0 {
		return
	}
	b.removeProperties(ord, from)
	b.addProperties(ord, b.readProperties(to))
}

// eachProperty finds the indexed properties in a detail, null ones left out.
func (b *Builder) eachProperty(text string, do func(p *Property, v detail.Value)) {
	for name, raw := range detail.Members(text) {
		p := b.v.Property(name)
		if p == nil {
			continue
		}
		if v := detail.Parse(raw); v.Kind != detail.Absent {
			do(p, v)
		}
	}
}

func (b *Builder) addProperties(ord uint32, found []foundProperty) {
	for _, f := range found {
		p := f.property
		switch {
		case f.ranked:
			p.valued.add(ord, b.st, tagLayout)
			p.ranks.set(ord, f.rank, b.st)
			p.fresh = append(p.fresh, ord)
			if p.spec.Odd != nil && p.spec.Odd(f.value) {
				p.odd.add(ord, b.st, tagLayout)
			}
		case !p.HasRanks() && f.value.Kind > detail.Other:
			p.valued.add(ord, b.st, tagLayout)
			p.texts.add(p.texts.intern(0, f.value.Text, b.st), ord, b.st, tagLayout)
		default:
			p.others.add(ord, b.st, tagLayout)
		}
		if !p.spec.Fits(f.value) {
			p.mismatches.add(ord, b.st, tagLayout)
			p.unfit = append(p.unfit, ord)
		}
	}
}

// noteUnfit notes a resource that was replaced where its properties, changed or
// not, are not of the declared kind. One that this Builder inserted is noted
// when it is taken in.
func (b *Builder) noteUnfit(ord uint32) {
	if ord >= b.firstNew {
		return
	}
	for i := range b.v.properties {
		if p := &b.v.properties[i]; p.mismatches.Has(ord) {
			p.unfit = append(p.unfit, ord)
		}
	}
}

func (b *Builder) removeProperties(ord uint32, text string) {
	b.eachProperty(text, func(p *Property, v detail.Value) {
		p.mismatches.remove(ord, b.st, tagLayout)
		switch {
		case !p.valued.Has(ord):
			p.others.remove(ord, b.st, tagLayout)
		case p.HasRanks():
			p.order.remove(ord, p.less, b.st)
			p.valued.remove(ord, b.st, tagLayout)
			p.odd.remove(ord, b.st, tagLayout)
			p.ranks.release(ord, b.st)
		default:
			p.valued.remove(ord, b.st, tagLayout)
			if id, e := p.texts.find(0, v.Text); e != nil {
				p.texts.remove(id, ord, b.st, tagLayout)
			}
		}
	})
}

// mergeFresh puts ordinals in order that are not yet.
func (p *Property) mergeFresh(st stamp) {
	fresh := p.fresh
	p.fresh = nil
	if len(fresh) == 0 {
		return
	}
	fresh = slices.DeleteFunc(fresh, func(ord uint32) bool { return !p.valued.Has(ord) })
	p.order.merge(p.sorted(fresh), p.less, st)
}

// sorted puts ordinals in order, each once.
func (p *Property) sorted(ords []uint32) []uint32 {
	type placed struct {
		rank scalar.Rank
		ord  uint32
	}
	all := make([]placed, len(ords))
	for i, ord := range ords {
		all[i] = placed{p.At(ord), ord}
	}
	slices.SortFunc(all, func(a, b placed) int {
		switch {
		case a.rank.Less(b.rank), a.rank == b.rank && a.ord < b.ord:
			return -1
		case a == b:
			return 0
		}
		return 1
	})
	all = slices.Compact(all)
	for i := range all {
		ords[i] = all[i].ord
	}
	return ords[:len(all)]
}
