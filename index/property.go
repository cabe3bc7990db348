package index

import (
	"slices"

	"github.com/tagdex/tagdex/internal/detail"
)

// PropertySpec names a member of the details that is indexed, and says how.
type PropertySpec struct {
	Name string
	Kind uint8 // what the caller makes of it
	// Number returns the number that a value of the property is, and whether
	// it is one: the property is kept in the order of its numbers then. Nil: it
	// is indexed by its text.
	Number func(detail.Value) (int64, bool)
}

// Property is what a Version knows of one property of its resources.
//
// A property of texts has a posting for each text. One of numbers has a column
// of them by ordinal, and the ordinals in the order of the numbers, those of
// one number in ascending order.
type Property struct {
	spec   *PropertySpec
	valued Posting // resources whose property has a text, or is a number
	others Posting // resources that have the property, but not so

	texts  dictionary // the texts, as keys
	column vector[int64, [largeLeaf]int64]
	order  ordered
	fresh  []uint32 // of a Builder: valued, and not in order yet
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

// HasNumbers reports whether the property is indexed by numbers, not by texts.
func (p *Property) HasNumbers() bool { return p.spec.Number != nil }

// Number is PropertySpec.Number.
func (p *Property) Number(v detail.Value) (int64, bool) { return p.spec.Number(v) }

// Valued are the resources whose property has a text, or is a number.
func (p *Property) Valued() Posting { return p.valued }

// Others are the resources that have the property, but without text, or no
// number.
func (p *Property) Others() Posting { return p.others }

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

// At returns the number at an ordinal of Valued. Three dependent loads.
func (p *Property) At(ord uint32) int64 {
	if n := p.column.at(ord); n != nil {
		return *n
	}
	return 0
}

// Ascend walks over the ordinals with a number from first on, in order.
func (p *Property) Ascend(first int64, yield func(ord uint32) bool) {
	p.order.from(func(ord uint32) bool { return p.At(ord) >= first }, yield)
}

// Descend walks over the ordinals with a number up to last, the other way.
func (p *Property) Descend(last int64, yield func(ord uint32) bool) {
	p.order.back(func(ord uint32) bool { return p.At(ord) > last }, yield)
}

// less orders ordinals by their numbers, then by themselves.
func (p *Property) less(a, b uint32) bool {
	x, y := p.At(a), p.At(b)
	return x < y || x == y && a < b
}

// startProperties makes the properties the Builder's own.
func (b *Builder) startProperties() {
	b.v.properties = slices.Clone(b.v.properties)
	b.firstNew = b.v.next
}

// settleProperties takes in what was inserted, and puts numbers in order.
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
	}
}

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
		case f.isNumber:
			p.valued.add(ord, b.st, tagLayout)
			*p.column.edit(ord, b.st) = f.number
			p.fresh = append(p.fresh, ord)
		case !p.HasNumbers() && f.value.Kind > detail.Other:
			p.valued.add(ord, b.st, tagLayout)
			p.texts.add(p.texts.intern(0, f.value.Text, b.st), ord, b.st, tagLayout)
		default:
			p.others.add(ord, b.st, tagLayout)
		}
	}
}

func (b *Builder) removeProperties(ord uint32, text string) {
	b.eachProperty(text, func(p *Property, v detail.Value) {
		switch {
		case !p.valued.Has(ord):
			p.others.remove(ord, b.st, tagLayout)
		case p.HasNumbers():
			p.order.remove(ord, p.less, b.st)
			p.valued.remove(ord, b.st, tagLayout)
			p.column.release(ord, b.st)
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
		number int64
		ord    uint32
	}
	all := make([]placed, len(ords))
	for i, ord := range ords {
		all[i] = placed{p.At(ord), ord}
	}
	slices.SortFunc(all, func(a, b placed) int {
		switch {
		case a.number < b.number, a.number == b.number && a.ord < b.ord:
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
