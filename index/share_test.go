package index

import (
	"testing"
	"unsafe"

	"github.com/tagdex/tagdex/bench/workload"
)

// shares is how many bytes each kind of piece takes, and how many there are.
type shares map[string]int

// BenchmarkShares tells where the bytes of an image go, by structure. What
// the allocator rounds up is not counted.
func BenchmarkShares(b *testing.B) {
	const n = 100_000
	builder := EmptyWith(Declared{Orders: []Field{FieldID, FieldName}}).Builder()
	for r := range workload.Images(n, 1) {
		if _, err := builder.Upsert(&r); err != nil {
			b.Fatal(err)
		}
	}
	v := builder.Freeze()
	var s shares
	for b.Loop() {
		s = v.shares()
	}
	b.ReportMetric(0, "ns/op")
	for kind, bytes := range s {
		b.ReportMetric(float64(bytes)/n, kind+"/image")
	}
}

func (v *Version) shares() shares {
	s := shares{}
	s["records-B"] = vectorSize(&v.records)
	for ord := range v.next {
		s["term-lists-B"] += len(v.Record(ord).termList())
	}
	s["ids-B"] = tableSize(&v.ids)
	s["terms"] = v.tags.order.n
	s["id-order-B"] = v.orders[FieldID].ids.root.size()
	s["name-order-B"] = v.orders[FieldName].ids.root.size()
	s["term-entries-B"] = vectorSize(&v.tags.entries)
	s["term-table-B"] = tableSize(&v.tags.table)
	s["term-order-B"] = v.tags.order.root.size()
	for id := range v.tags.next {
		e := v.tags.entries.at(id)
		s["term-texts-B"] += len(e.value)
		s.posting("tag", e.posting())
	}
	s["gram-entries-B"] = vectorSize(&v.grams.entries) + tableSize(&v.grams.table)
	for id := range v.grams.next {
		s.posting("gram", v.grams.entries.at(id).posting)
	}
	return s
}

func (s shares) posting(kind string, p Posting) {
	if p.set == nil {
		return
	}
	s[kind+"-sets-B"] += int(unsafe.Sizeof(*p.set))
	l := p.set.large
	if l == nil {
		return
	}
	s[kind+"-lists-B"] += int(unsafe.Sizeof(*l)) + 4*cap(l.list)
	s[kind+"-chunks-B"] += int(unsafe.Sizeof(chunk{})) * cap(l.chunks)
	for i := range l.chunks {
		form := "-offsets-B"
		if l.chunks[i].bits() != nil {
			form = "-bits-B"
		}
		s[kind+form] += l.chunks[i].size()
	}
}

func vectorSize[T comparable, L leafOf[T]](v *vector[T, L]) int {
	size := 8 * cap(v.root)
	for _, n := range v.root {
		if n == nil {
			continue
		}
		size += int(unsafe.Sizeof(*n))
		for _, l := range n.leaves {
			if l != nil {
				size += int(unsafe.Sizeof(*l))
			}
		}
	}
	return size
}

func tableSize(t *table) int {
	return vectorSize(&t.buckets) + vectorSize(&t.overflow)
}

func (n *orderedNode) size() int {
	size := int(unsafe.Sizeof(*n)) + 4*cap(n.ids) + 8*cap(n.kids)
	for _, kid := range n.kids {
		size += kid.size()
	}
	return size
}
