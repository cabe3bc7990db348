package engine

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tagdex/tagdex/index"
)

// unionCache keeps the unions of lists of values that are asked for again, as
// a console does that filters by the same few values all day. A union is made
// when it is asked for the second time on one version, and is good for later
// versions as long as the postings it was made of are the same ones, which
// costs a lookup of each to find out, once a version.
//
// Readers take no lock. Safe for concurrent use.
type unionCache struct {
	most  int // bytes that may be kept
	seed  maphash.Seed
	slots [unionSlots]atomic.Pointer[keptUnion]
	asked [unionSlots]atomic.Uint64 // what was asked for once, by its hash

	mu    sync.Mutex // of those who put something in
	bytes int
	hand  int // the slot that is looked at next when there is too much
}

const unionSlots = 1 << 10

// keptUnion is a union and what it was made of. Never changed, but for what
// is atomic.
type keptUnion struct {
	key     string
	values  []string
	of      []index.Posting
	union   index.Posting
	bytes   int
	version atomic.Uint64 // the last one it is known to be good for
	used    atomic.Bool   // since the hand came by
}

// newUnionCache returns a cache of so many bytes, or nil, which keeps nothing.
func newUnionCache(most int) *unionCache {
	if most <= 0 {
		return nil
	}
	return &unionCache{most: most, seed: maphash.MakeSeed()}
}

// hash of a key and its values.
func (u *unionCache) hash(key string, values []string) uint64 {
	h := maphash.String(u.seed, key)
	for _, v := range values {
		h = (h ^ maphash.String(u.seed, v)) * 0x9e3779b97f4a7c15
	}
	return h ^ h>>32
}

// find returns what is kept for the values of a key, or nil.
func (u *unionCache) find(hash uint64, key string, values []string) *keptUnion {
	k := u.slots[hash%unionSlots].Load()
	if k == nil || k.key != key || !slices.Equal(k.values, values) {
		return nil
	}
	if !k.used.Load() {
		k.used.Store(true)
	}
	return k
}

// again notes that something was asked for on a version, and reports whether
// that was known. It may forget.
func (u *unionCache) again(hash, version uint64) bool {
	mark := hash ^ version*0x9e3779b97f4a7c15
	slot := &u.asked[hash%unionSlots]
	if slot.Load() == mark {
		return true
	}
	slot.Store(mark)
	return false
}

// put keeps the union of postings, in place of what stood in its slot.
func (u *unionCache) put(hash uint64, key string, values []string, postings []index.Posting, version uint64) *keptUnion {
	k := &keptUnion{key: strings.Clone(key), of: slices.Clone(postings), union: index.Union(postings)}
	for _, v := range values {
		k.values = append(k.values, strings.Clone(v))
		k.bytes += len(v)
	}
	const perValue = 16 + 16 // headers of the value and the posting
	k.bytes += k.union.Size() + len(key) + perValue*len(values)
	k.version.Store(version)
	k.used.Store(true)
	if k.bytes > u.most/4 {
		return k // not worth all the others
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if old := u.slots[hash%unionSlots].Swap(k); old != nil {
		u.bytes -= old.bytes
	}
	u.bytes += k.bytes
	u.shrink()
	return k
}

// shrink drops what was not used since the hand came by the last time, until
// the rest is within the limit.
func (u *unionCache) shrink() {
	for steps := 0; u.bytes > u.most && steps < 2*unionSlots; steps++ {
		slot := &u.slots[u.hand]
		u.hand = (u.hand + 1) % unionSlots
		k := slot.Load()
		if k == nil || k.used.Swap(false) {
			continue
		}
		slot.Store(nil)
		u.bytes -= k.bytes
	}
}
