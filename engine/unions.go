package engine

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
)

// unionCache keeps the unions of lists of values that are asked for again, as
// a console does that filters by the same few values all day, and what tests of
// names select (keptnames.go). A union is made when it is asked for the second
// time on one version, and is good for later versions as long as the postings
// it was made of are the same ones, which costs a lookup of each to find out,
// once a version. When there is no room left, what is used stays, and little by
// little what is not goes: of more unions than there is room for, asked for in
// turn, some are always there.
//
// Who asks takes no lock. Who would put something in takes one if it is free,
// and else puts nothing in: no query waits. Safe for concurrent use.
type unionCache struct {
	most   int // bytes that may be kept, and besides,
	each   int // for each resource
	seed   maphash.Seed
	tables atomic.Pointer[unionTables] // nil before anything was asked for

	mu sync.Mutex // of those who put something in
}

// unionTables have the slots and what is noted of askings. Small collections,
// of which there may be thousands, have small ones.
type unionTables struct {
	slots []atomic.Pointer[keptUnion]
	asked askings

	// Guarded by the mutex of the unionCache.
	bytes   int
	refused int // unions for which there was no room
	hand    int // the slot that is looked at next for room
}

const (
	unionSlots     = 1 << 10 // at most, and
	unionSlotsLess = 1 << 5  // at least; both powers of two
	perUnionSlot   = 1 << 2  // resources
)

// slotsFor is how many slots so many resources are worth.
func slotsFor(resources int) int {
	n := unionSlotsLess
	for n < unionSlots && n*perUnionSlot < resources {
		n *= 2
	}
	return n
}

// grown returns the tables, with room enough for the resources of a version.
// What was kept in smaller ones is let go.
func (u *unionCache) grown(v *index.Version) *unionTables {
	n := slotsFor(v.Live().Len())
	if t := u.tables.Load(); t != nil && len(t.slots) >= n {
		return t
	}
	made := &unionTables{slots: make([]atomic.Pointer[keptUnion], n), asked: make(askings, n)}
	for {
		t := u.tables.Load()
		if t != nil && len(t.slots) >= n {
			return t // somebody was faster
		}
		if u.tables.CompareAndSwap(t, made) {
			return made
		}
	}
}

// again, spend, spentOn and forget are those of askings, on a version.
func (u *unionCache) again(hash uint64, v *index.Version) bool {
	return u.grown(v).asked.again(hash, v.Number())
}

func (u *unionCache) spend(hash uint64, v *index.Version, cost float64) {
	u.grown(v).asked.spend(hash, v.Number(), cost)
}

func (u *unionCache) spentOn(hash uint64, v *index.Version) uint64 {
	return u.grown(v).asked.spentOn(hash, v.Number())
}

func (u *unionCache) forget(hash uint64, v *index.Version) {
	u.grown(v).asked.forget(hash, v.Number())
}

// request is what was asked for: values of a key, or a test of names.
type request struct {
	test   query.Op // of names; 0: values of a key
	key    string   // or the text
	values []string
}

func (r request) is(o request) bool {
	return r.test == o.test && r.key == o.key && slices.Equal(r.values, o.values)
}

// keptUnion is a union and what it was made of, or what a test of names
// selects. Never changed, but for what is atomic.
type keptUnion struct {
	request
	of      []index.Posting // of the values, or of the text's rarest gram alone
	terms   []index.TermID  // of the values
	renamed uint64          // of the version that the names are of
	union   index.Posting
	bytes   int
	version atomic.Uint64 // the last one it is known to be good for
	used    atomic.Uint32 // up to usedMost, less one each time the hand comes by
}

const usedMost = 3

// newUnionCache returns a cache of so many bytes, or nil, which keeps nothing.
func newUnionCache(most, each int) *unionCache {
	if most <= 0 {
		return nil
	}
	return &unionCache{most: most, each: each, seed: maphash.MakeSeed()}
}

// hash of what is asked for.
func (u *unionCache) hash(r request) uint64 {
	h := (maphash.String(u.seed, r.key) ^ uint64(r.test)) * 0x9e3779b97f4a7c15
	for _, v := range r.values {
		h = (h ^ maphash.String(u.seed, v)) * 0x9e3779b97f4a7c15
	}
	return h ^ h>>32
}

// places are the two of so many slots that a union may stand in: with one, two
// unions that are asked for all day might drive each other out all day.
func places(hash uint64, slots int) [2]uint64 {
	last := uint64(slots - 1)
	one, other := hash&last, hash/unionSlots&last
	if one == other {
		other ^= 1
	}
	return [2]uint64{one, other}
}

// find returns what is kept for a request, or nil.
func (u *unionCache) find(hash uint64, r request) *keptUnion {
	t := u.tables.Load()
	if t == nil {
		return nil
	}
	for _, slot := range places(hash, len(t.slots)) {
		k := t.slots[slot].Load()
		if k == nil || !k.is(r) {
			continue
		}
		if n := k.used.Load(); n < usedMost {
			k.used.Store(n + 1)
		}
		return k
	}
	return nil
}

// perValue is what a value and its posting take, beside the text.
const perValue = 16 + 16 + 4

// put keeps the union of postings, in place of what stood in its slot, and
// returns it; nil if there is no room, or what stands there is used.
func (u *unionCache) put(hash uint64, r request, of *union, v *index.Version) *keptUnion {
	slot, ok := u.room(hash, r, roomFor(of.total, v.Blocks())+perValue*len(r.values), v)
	if !ok {
		return nil
	}
	k := &keptUnion{of: slices.Clone(of.postings), terms: slices.Clone(of.terms), union: index.Union(of.postings)}
	u.keep(slot, r, k, v)
	return k
}

// roomFor is about what so many ordinals take, in bytes: as blocks, or as
// offsets, whichever is less.
func roomFor(ordinals, blocks int) int { return min(blocks*index.BlockSize/8, 2*ordinals) }

// keep puts k into a slot, as what was asked for of a version.
func (u *unionCache) keep(slot unionSlot, r request, k *keptUnion, v *index.Version) {
	k.test, k.key = r.test, strings.Clone(r.key)
	for _, value := range r.values {
		k.values = append(k.values, strings.Clone(value))
		k.bytes += len(value)
	}
	k.bytes += k.union.Size() + len(k.key) + perValue*len(k.values)
	k.version.Store(v.Number())
	k.used.Store(1)
	if !u.mu.TryLock() {
		return
	}
	defer u.mu.Unlock()
	if slot.of == u.tables.Load() { // else nobody would find it there
		slot.replace(k)
	}
}

// unionSlot is one of the slots of tables.
type unionSlot struct {
	of *unionTables
	at uint64
}

func (s unionSlot) load() *keptUnion { return s.of.slots[s.at].Load() }

// pressEach is how many unions are refused before the hand goes on by one
// slot: those that are used must be found faster than it comes around.
const pressEach = 8

// room finds a slot for a union of so many bytes, if there is one.
func (u *unionCache) room(hash uint64, r request, bytes int, v *index.Version) (slot unionSlot, ok bool) {
	t := u.grown(v)
	if !u.mu.TryLock() {
		return slot, false
	}
	defer u.mu.Unlock()
	limit := u.most + u.each*v.Live().Len()
	if bytes > limit/4 {
		return slot, false // not worth all the others
	}
	slot, ok = t.place(hash, r, t.bytes+bytes <= limit)
	if !ok || slot.fits(bytes, limit) {
		return slot, ok
	}
	if t.refused++; t.refused%pressEach == 0 || t.bytes > limit {
		t.press()
	}
	return slot, slot.fits(bytes, limit)
}

// fits reports whether there is room in a slot.
func (s unionSlot) fits(bytes, limit int) bool {
	if old := s.load(); old != nil {
		bytes -= old.bytes
	}
	return s.of.bytes+bytes <= limit
}

// place chooses one of the slots: that of what was kept of the same request
// before, an empty one while there is room for more, or one that was not used.
// If there is none, what stands there comes nearer to that.
func (t *unionTables) place(hash uint64, r request, room bool) (slot unionSlot, ok bool) {
	empty := false
	for _, at := range places(hash, len(t.slots)) {
		here := unionSlot{t, at}
		k := here.load()
		switch {
		case k == nil:
			if !ok || room && !empty {
				slot, ok, empty = here, true, true
			}
		case k.is(r):
			return here, true
		case k.used.Load() == 0 && !(room && empty):
			slot, ok = here, true
		}
	}
	if ok {
		return slot, true
	}
	for _, at := range places(hash, len(t.slots)) {
		k := t.slots[at].Load()
		k.used.Store(max(k.used.Load(), 1) - 1)
	}
	return slot, false
}

// press moves the hand to the next union that there is, which goes if it was
// not used.
func (t *unionTables) press() {
	for range t.slots {
		slot := unionSlot{t, uint64(t.hand)}
		t.hand = (t.hand + 1) % len(t.slots)
		k := slot.load()
		if k == nil {
			continue
		}
		if n := k.used.Load(); n > 0 {
			k.used.Store(n - 1)
		} else {
			slot.replace(nil)
		}
		return
	}
}

// replace puts k, or nothing, into a slot, and keeps the account.
func (s unionSlot) replace(k *keptUnion) {
	if k != nil {
		s.of.bytes += k.bytes
	}
	if old := s.of.slots[s.at].Swap(k); old != nil {
		s.of.bytes -= old.bytes
	}
}
