package index

import "slices"

// Field is a text that every resource has.
type Field uint8

// The fields.
const (
	FieldID Field = iota
	FieldName
	NumFields // how many there are
)

// textOrder keeps the ordinals of all resources in the order of a field, by
// bytes, those of one text in ascending order. The texts are those of the
// records: only the ordinals are stored.
type textOrder struct {
	kept bool
	ids  ordered
}

// Text is a field of the resource at an ordinal in use.
func (v *Version) Text(f Field, ord uint32) string {
	if f == FieldID {
		return v.Record(ord).ID()
	}
	return v.Record(ord).Name()
}

// HasOrder reports whether the order by a field is kept.
func (v *Version) HasOrder(f Field) bool { return v.orders[f].kept }

// AscendTexts walks over all ordinals in the order of a field that is kept,
// from the first for whose text reached is true: it is false for the texts up
// to some place, true for all after.
func (v *Version) AscendTexts(f Field, reached func(text string) bool, yield func(ord uint32) bool) {
	v.orders[f].ids.from(func(ord uint32) bool { return reached(v.Text(f, ord)) }, yield)
}

// DescendTexts is AscendTexts the other way, from the last for whose text
// beyond is false.
func (v *Version) DescendTexts(f Field, beyond func(text string) bool, yield func(ord uint32) bool) {
	v.orders[f].ids.back(func(ord uint32) bool { return beyond(v.Text(f, ord)) }, yield)
}

// TextGroup returns the resources with one text in a field whose order is
// kept: a posting of its own. Costs time and memory in proportion to them.
func (v *Version) TextGroup(f Field, text string) Posting {
	var ords []uint32
	v.AscendTexts(f, func(t string) bool { return t >= text }, func(ord uint32) bool {
		if v.Text(f, ord) != text {
			return false
		}
		ords = append(ords, ord)
		return true
	})
	var p Posting
	if len(ords) > 0 {
		p.appendRun(ords, stamp(v.number), tagLayout)
	}
	return p
}

// lessText orders ordinals by a field, then by themselves.
func (v *Version) lessText(f Field) lessFunc {
	return func(a, b uint32) bool {
		x, y := v.Text(f, a), v.Text(f, b)
		return x < y || x == y && a < b
	}
}

// leaveOrder takes a resource out of an order, before its text goes or changes.
// What was inserted by this Builder is not in yet.
func (b *Builder) leaveOrder(f Field, ord uint32) {
	if o := &b.v.orders[f]; o.kept && ord < b.firstNew {
		o.ids.remove(ord, b.v.lessText(f), b.st)
	}
}

// renamed notes that a resource that was taken out of the order of names comes
// in again.
func (b *Builder) renamed(ord uint32) {
	if b.v.orders[FieldName].kept && ord < b.firstNew {
		b.unordered = append(b.unordered, ord)
	}
}

// settleOrders puts what was inserted and renamed in order.
func (b *Builder) settleOrders() {
	for f := range NumFields {
		if o := &b.v.orders[f]; o.kept {
			fresh := b.fresh(f)
			sortByText(fresh, func(ord uint32) string { return b.v.Text(f, ord) }, nil)
			o.ids.merge(fresh, b.v.lessText(f), b.st)
		}
	}
	b.unordered = nil
}

// fresh lists what is not in an order yet, each once.
func (b *Builder) fresh(f Field) []uint32 {
	var ords []uint32
	if f == FieldName {
		for _, ord := range b.unordered {
			if b.v.live.Has(ord) {
				ords = append(ords, ord)
			}
		}
		slices.Sort(ords)
		ords = slices.Compact(ords)
	}
	ords = slices.Grow(ords, int(b.v.next-b.firstNew))
	for ord := b.firstNew; ord < b.v.next; ord++ {
		if b.v.live.Has(ord) {
			ords = append(ords, ord)
		}
	}
	return ords
}
