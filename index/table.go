package index

import "math/bits"

// table is a persistent hash table from a 32-bit hash to ids: the keys
// themselves are kept by whoever uses it, who compares them for every id found.
// It grows by linear hashing, one bucket split per few insertions, so no single
// insertion pays for the size of the table.
//
// Of a hash a bucket keeps a print: a window of sixteen bits, the next ones that
// tell where an id goes when the bucket is split among them. When the table has
// become 2^windowStep times as large those are used up; whoever inserts then
// tells the hashes again, and the window moves on.
type table struct {
	buckets  vector[bucket, [smallLeaf]bucket]
	overflow vector[bucket, [smallLeaf]bucket] // what does not fit
	size     uint32                            // buckets in use
	entries  uint32
	next     uint32 // overflow buckets handed out
	free     uint32 // 1 + the first that may be used again, whose more is the next, or 0
}

// A bucket holds slots in place, as many as make a leaf of buckets fill a size
// class of the allocator. It goes on in an overflow bucket when it is full.
type bucket struct {
	prints [bucketSlots]uint16
	n      uint16
	ids    [bucketSlots]uint32
	more   uint32 // 1 + the overflow bucket, or 0
}

// slot is one id of a bucket.
type slot struct {
	print uint16
	id    uint32
}

// hashFunc tells the hash of an id that is in a table, or goes into it.
type hashFunc func(id uint32) uint32

const (
	bucketSlots = 9
	tableLoad   = 6 // average slots of a bucket before one is split
	windowStep  = 5 // bits of a print that are used up before the window moves
)

// printAt is what a bucket of a level keeps of a hash.
func printAt(level int, hash uint32) uint16 { return uint16(hash >> windowAt(level)) }

// windowAt is the lowest bit of the window of a level.
func windowAt(level int) int { return min(level-level%windowStep, 16) }

// bucket returns the first bucket that may hold hash, or nil, and the print that
// hash has there and in those after.
func (t *table) bucket(hash uint32) (*bucket, uint16) {
	if t.size == 0 {
		return nil, 0
	}
	place, level := t.place(hash)
	return t.buckets.at(place), printAt(level, hash)
}

// after returns the bucket in which b goes on, or nil.
func (t *table) after(b *bucket) *bucket {
	if b.more == 0 {
		return nil
	}
	return t.over(b.more - 1)
}

// over is an overflow bucket: apart, so that after is but a comparison.
//
//go:noinline
func (t *table) over(i uint32) *bucket { return t.overflow.at(i) }

// place maps a hash to a bucket, and tells its level. A bucket's number is as
// many low bits of the hash as its level: those whose numbers are all in use,
// and the next one where the bucket has been split by it.
func (t *table) place(hash uint32) (i uint32, level int) {
	level = bits.Len32(t.size) - 1
	all := uint32(1) << level
	i = hash & (all - 1)
	split := (i - (t.size - all)) >> 31 // 1 if i is less: nobody could predict a branch
	return i | hash&(all&-split), level + int(split)
}

// hashedID is an id with its hash.
type hashedID struct{ hash, id uint32 }

// What is put in at once goes in part by part of the table: fillBuckets of a part,
// as a power of two, at least.
const fillBuckets = 9

// fill puts the ids below n into an empty table that has the size they need
// from the start, with twelve bytes for each meanwhile. hash is asked for each
// in turn. same tells whether two ids of one print are the same: of those that
// are there already, fill leaves out the second, and returns the first of these,
// or n. If same is nil none is.
func (t *table) fill(n uint32, hash hashFunc, same func(id, other uint32) bool, st stamp) (twice uint32) {
	t.size = n/tableLoad + 1
	t.entries = n
	twice = n
	for _, e := range t.byPart(n, hash) {
		place, level := t.place(e.hash)
		b, print := t.buckets.edit(place, st), printAt(level, e.hash)
		if same != nil && t.holds(b, print, e.id, same) {
			twice = min(twice, e.id)
			continue
		}
		t.push(b, slot{print, e.id}, st)
	}
	return twice
}

// byPart lists the ids below n by the part of the table they belong to, in
// ascending order within one.
func (t *table) byPart(n uint32, hash hashFunc) []hashedID {
	shift := max(fillBuckets, bits.Len32(t.size-1)-partsAtOnce)
	var starts [1 << partsAtOnce]uint32
	hashes := make([]uint32, n)
	for id := range hashes {
		h := hash(uint32(id))
		hashes[id] = h
		place, _ := t.place(h)
		starts[place>>shift]++
	}
	sums(starts[:])
	all := make([]hashedID, n)
	for id, h := range hashes {
		place, _ := t.place(h)
		next := &starts[place>>shift]
		all[*next] = hashedID{h, uint32(id)}
		*next++
	}
	return all
}

// holds tells whether a bucket, or one after, has an id of a print that is the
// same as another.
func (t *table) holds(b *bucket, print uint16, id uint32, same func(id, other uint32) bool) bool {
	for ; b != nil; b = t.after(b) {
		for i, p := range b.prints[:b.n] {
			if p == print && same(id, b.ids[i]) {
				return true
			}
		}
	}
	return false
}

// insert adds the pair. The caller has made sure that it is not there. hash
// must know all ids that are in the table.
func (t *table) insert(h, id uint32, st stamp, hash hashFunc) {
	if t.size == 0 {
		t.size = 1
	}
	t.put(h, id, st)
	t.entries++
	if t.entries/tableLoad >= t.size {
		t.split(st, hash)
	}
}

func (t *table) put(hash, id uint32, st stamp) {
	place, level := t.place(hash)
	t.push(t.buckets.edit(place, st), slot{printAt(level, hash), id}, st)
}

// remove takes the pair out. A table that becomes empty gives its memory back.
func (t *table) remove(hash, id uint32, st stamp) {
	if t.entries == 1 {
		*t = table{}
		return
	}
	place, _ := t.place(hash)
	b := t.buckets.edit(place, st)
	var room [4 * bucketSlots]slot
	for _, s := range t.take(b, room[:0], st) {
		if s.id != id {
			t.push(b, s, st)
		}
	}
	t.entries--
}

// split makes one more bucket and moves to it what now belongs there.
func (t *table) split(st stamp, hash hashFunc) {
	to := t.size
	t.size++
	level := bits.Len32(to) // of both from now on
	window := windowAt(level - 1)
	old, added := t.buckets.edit(to-1<<(level-1), st), t.buckets.edit(to, st)
	var room [4 * bucketSlots]slot
	for _, s := range t.take(old, room[:0], st) {
		b := old
		if s.print>>(level-1-window)&1 == 1 {
			b = added
		}
		if window != windowAt(level) {
			s.print = printAt(level, hash(s.id))
		}
		t.push(b, s, st)
	}
}

// push adds a slot to a bucket owned by the caller.
func (t *table) push(b *bucket, s slot, st stamp) {
	for b.n == bucketSlots {
		if b.more == 0 {
			b.more = t.newOverflow(st) + 1
		}
		b = t.overflow.edit(b.more-1, st)
	}
	b.prints[b.n], b.ids[b.n] = s.print, s.id
	b.n++
}

func (t *table) newOverflow(st stamp) uint32 {
	if t.free == 0 {
		t.next++
		return t.next - 1
	}
	i := t.free - 1
	b := t.overflow.edit(i, st)
	t.free, *b = b.more, bucket{}
	return i
}

// take appends the slots of a bucket owned by the caller, and leaves it empty.
// The overflow buckets in which it went on may be used again.
func (t *table) take(b *bucket, all []slot, st stamp) []slot {
	all = b.appendTo(all)
	more := b.more
	*b = bucket{}
	for more != 0 {
		o := t.overflow.edit(more-1, st)
		all = o.appendTo(all)
		next := o.more
		*o = bucket{more: t.free}
		t.free, more = more, next
	}
	return all
}

func (b *bucket) appendTo(all []slot) []slot {
	for i, print := range b.prints[:b.n] {
		all = append(all, slot{print, b.ids[i]})
	}
	return all
}
