package engine

import (
	"cmp"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/internal/scalar"
	"github.com/tagdex/tagdex/query"
)

// ordering compares the resources of one version by the keys of a sort.
type ordering struct {
	v    *index.Version
	keys []query.SortKey
	// indexed are, by key, the properties that are indexed in the order of the
	// key; nil where it is none.
	indexed []*index.Property
}

func newOrdering(v *index.Version, keys []query.SortKey) *ordering {
	o := &ordering{v: v, keys: keys, indexed: make([]*index.Property, len(keys))}
	for i, k := range keys {
		if look := v.Property(k.Property); k.By == query.ByProperty && look != nil && fitsKind(look, k.Kind) {
			o.indexed[i] = look
		}
	}
	return o
}

// lead is the first key: the id, if there are none.
func (o *ordering) lead() query.SortKey {
	if len(o.keys) == 0 {
		return query.SortKey{By: query.ByID}
	}
	return o.keys[0]
}

// field is what the first key looks at, if the order by that is kept.
func (o *ordering) field() (index.Field, bool) {
	f, ok := fieldOf(o.lead().By)
	return f, ok && o.v.HasOrder(f)
}

// fitsKind reports whether a property is indexed in the order of a kind.
func fitsKind(look *index.Property, kind query.Kind) bool {
	if ranks[kind] == nil {
		return !look.HasRanks()
	}
	return query.Kind(look.Kind()) == kind
}

// sortValue is what a resource has under a key. The zero one, of a resource
// that has none, is below all others.
type sortValue struct {
	text  string
	high  int64 // of the rank; taken apart, it leaves room for there
	low   uint16
	there bool
}

// rankValue is the value of a property that has a rank.
func rankValue(at scalar.Rank) sortValue { return sortValue{there: true, high: at.High, low: at.Low} }

// rank is the rank of the value, the zero one of a text.
func (a *sortValue) rank() scalar.Rank { return scalar.Rank{High: a.high, Low: a.low} }

func (a *sortValue) compare(b *sortValue) int {
	switch {
	case a.there != b.there:
		if b.there {
			return -1
		}
		return 1
	case a.high != b.high:
		return cmp.Compare(a.high, b.high)
	case a.low != b.low:
		return cmp.Compare(a.low, b.low)
	}
	return strings.Compare(a.text, b.text)
}

// row is a resource, or a place where one was, in the order.
type row struct {
	ord    uint32
	id     string
	values []sortValue
}

// value looks up what a resource has under a key.
func (o *ordering) value(ord uint32, i int) sortValue {
	key := &o.keys[i]
	if look := o.indexed[i]; look != nil && look.HasRanks() {
		if !look.Valued().Has(ord) {
			return sortValue{}
		}
		return rankValue(look.At(ord))
	}
	record := o.v.Record(ord)
	switch key.By {
	case query.ByID:
		return sortValue{there: true, text: record.ID()}
	case query.ByName:
		return sortValue{there: true, text: record.Name()}
	}
	return valueOf(detail.Find(record.Detail(), key.Property), key.Kind)
}

// valueOf is the value of a kind that a property has.
func valueOf(p detail.Value, kind query.Kind) sortValue {
	if rank := ranks[kind]; rank != nil {
		if at, ok := rank(p); ok {
			return rankValue(at)
		}
		return sortValue{}
	}
	return sortValue{there: p.Kind > detail.Other, text: p.Text}
}

func (o *ordering) row(ord uint32) row {
	r := row{ord: ord, id: o.v.Record(ord).ID(), values: make([]sortValue, len(o.keys))}
	for i := range o.keys {
		r.values[i] = o.value(ord, i)
	}
	return r
}

// directed turns a comparison round where a key descends.
func directed(c int, descending bool) int {
	if descending {
		return -c
	}
	return c
}

// idDescends: the id has the direction of the last key.
func (o *ordering) idDescends() bool {
	return len(o.keys) > 0 && o.keys[len(o.keys)-1].Descending
}

func (o *ordering) compare(a, b *row) int {
	for i := range o.keys {
		if c := a.values[i].compare(&b.values[i]); c != 0 {
			return directed(c, o.keys[i].Descending)
		}
	}
	return directed(strings.Compare(a.id, b.id), o.idDescends())
}

// read makes r the row of an ordinal, unless that is not after one row or not
// before another, either of which may be nil. It reads no more than it needs
// to tell.
func (o *ordering) read(r *row, ord uint32, after, before *row) bool {
	r.ord = ord
	for i := range o.keys {
		key := &o.keys[i]
		value := o.value(ord, i)
		r.values[i] = value
		if after != nil {
			switch c := directed(value.compare(&after.values[i]), key.Descending); {
			case c < 0:
				return false
			case c > 0:
				after = nil
			}
		}
		if before != nil {
			switch c := directed(value.compare(&before.values[i]), key.Descending); {
			case c > 0:
				return false
			case c < 0:
				before = nil
			}
		}
	}
	r.id = o.v.Record(ord).ID()
	return (after == nil || directed(strings.Compare(r.id, after.id), o.idDescends()) > 0) &&
		(before == nil || directed(strings.Compare(r.id, before.id), o.idDescends()) < 0)
}

// sorted returns the rows in order.
func (h *heap) sorted() []row {
	slices.SortFunc(h.rows, func(a, b row) int { return h.o.compare(&a, &b) })
	return h.rows
}

// heap keeps the first rows of those pushed, the last of them on top.
type heap struct {
	o     *ordering
	limit int
	rows  []row
	room  []sortValue // for the values of rows to come
}

// clone copies values.
func (h *heap) clone(values []sortValue) []sortValue {
	if n := len(values); len(h.room) < n {
		h.room = make([]sortValue, n*min(max(h.limit, 1), 64))
	}
	kept := append(h.room[:0:len(values)], values...)
	h.room = h.room[len(values):]
	return kept
}

// worst is the row that goes out when a better one comes, nil while there is
// room.
func (h *heap) worst() *row {
	if len(h.rows) < h.limit {
		return nil
	}
	return &h.rows[0]
}

// push takes in a copy of r, in the place of the worst if there is no room.
func (h *heap) push(r row) {
	if len(h.rows) == h.limit {
		copy(h.rows[0].values, r.values)
		r.values = h.rows[0].values
		h.rows[0] = r
		h.sink(0)
		return
	}
	r.values = h.clone(r.values)
	h.rows = append(h.rows, r)
	h.rise(len(h.rows) - 1)
}

// above reports whether row i must be above row j.
func (h *heap) above(i, j int) bool { return h.o.compare(&h.rows[i], &h.rows[j]) > 0 }

func (h *heap) rise(i int) {
	for i > 0 && h.above(i, (i-1)/2) {
		h.rows[i], h.rows[(i-1)/2] = h.rows[(i-1)/2], h.rows[i]
		i = (i - 1) / 2
	}
}

func (h *heap) sink(i int) {
	for {
		child := 2*i + 1
		if child >= len(h.rows) {
			return
		}
		if child+1 < len(h.rows) && h.above(child+1, child) {
			child++
		}
		if !h.above(child, i) {
			return
		}
		h.rows[i], h.rows[child] = h.rows[child], h.rows[i]
		i = child
	}
}
