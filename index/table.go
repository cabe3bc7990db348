package index

import "math/bits"

// table is a persistent hash table from a 32-bit hash to ids: the keys
// themselves are kept by whoever uses it, who compares them for every slot
// of equal hash. It grows by linear hashing, one bucket split per few
// insertions, so no single insertion pays for the size of the table.
type table struct {
	buckets vector[bucket]
	size    uint32 // buckets in use
	entries uint32
}

type slot struct{ hash, id uint32 }

// A bucket holds its slots in place; what does not fit goes to a chain that
// is copied whole when it changes.
type bucket struct {
	n     uint32
	slots [bucketSlots]slot
	more  *bucket
}

const (
	bucketSlots = 7
	tableLoad   = 5 // average slots of a bucket before one is split
)

// bucket returns the first bucket that may hold hash, or nil.
func (t *table) bucket(hash uint32) *bucket {
	if t.size == 0 {
		return nil
	}
	return t.buckets.at(t.place(hash))
}

// place maps a hash to a bucket number: the low bits that cover size, less
// the highest of them where that bucket is not made yet.
func (t *table) place(hash uint32) uint32 {
	full := upperPow2(t.size)
	i := hash & (full - 1)
	if i >= t.size {
		i -= full / 2
	}
	return i
}

// upperPow2 is the least power of two that is not below n; n is 1..1<<31.
func upperPow2(n uint32) uint32 { return 1 << bits.Len32(n-1) }

// fill puts the ids below n into an empty table that has the size they need
// from the start. hash is asked for each in turn, before it is put in.
func (t *table) fill(n uint32, hash func(id uint32) uint32, st stamp) {
	t.size = n/tableLoad + 1
	for id := range n {
		h := hash(id)
		t.buckets.edit(t.place(h), st).push(slot{h, id})
	}
	t.entries = n
}

// insert adds the pair. The caller has made sure that it is not there.
func (t *table) insert(hash, id uint32, st stamp) {
	if t.size == 0 {
		t.size = 1
	}
	t.buckets.edit(t.place(hash), st).push(slot{hash, id})
	t.entries++
	if t.entries/tableLoad >= t.size {
		t.split(st)
	}
}

// remove takes the pair out. A table that becomes empty gives its memory back.
func (t *table) remove(hash, id uint32, st stamp) {
	if t.entries == 1 {
		*t = table{}
		return
	}
	b := t.buckets.edit(t.place(hash), st)
	var room [4 * bucketSlots]slot
	all := b.collect(room[:0])
	*b = bucket{}
	for _, s := range all {
		if s != (slot{hash, id}) {
			b.push(s)
		}
	}
	t.entries--
}

// split makes one more bucket and moves to it what now belongs there.
func (t *table) split(st stamp) {
	t.size++
	from := t.size - 1 - upperPow2(t.size)/2
	old := t.buckets.edit(from, st)
	var room [4 * bucketSlots]slot
	all := old.collect(room[:0])
	*old = bucket{}
	for _, s := range all {
		t.buckets.edit(t.place(s.hash), st).push(s)
	}
}

// push adds a slot to a bucket owned by the caller.
func (b *bucket) push(s slot) {
	if b.n < bucketSlots {
		b.slots[b.n] = s
		b.n++
		return
	}
	rest := &bucket{}
	if b.more != nil {
		*rest = *b.more
	}
	rest.push(s)
	b.more = rest
}

// collect appends the slots of a bucket and its chain.
func (b *bucket) collect(all []slot) []slot {
	for ; b != nil; b = b.more {
		all = append(all, b.slots[:b.n]...)
	}
	return all
}
