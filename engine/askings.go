package engine

import (
	"math/rand/v2"
	"sync/atomic"
)

// askings notes what was asked for and is not kept, and what that cost. It has
// askingWays places for each of a few groups, one of which a hash belongs to; a
// group forgets only where more than that are asked for on one version. Safe
// for concurrent use: readers that meet in a place may miss what the other
// noted.
type askings []asking

type asking struct {
	hash    atomic.Uint64
	version atomic.Uint64
	spent   atomic.Uint64 // nanoseconds
}

const askingWays = 4

// group is the places that a hash has.
func (a askings) group(hash uint64) askings {
	first := hash % uint64(len(a)) / askingWays * askingWays
	return a[first : first+askingWays]
}

// find returns what is noted of an asking, or nil.
func (a askings) find(hash, version uint64) *asking {
	group := a.group(hash)
	for i := range group {
		if at := &group[i]; at.hash.Load() == hash && at.version.Load() == version {
			return at
		}
	}
	return nil
}

// noted returns what is noted of an asking, from now on, and whether it was
// before. It takes the place of one of an earlier version, or of any: which of
// them, nobody knows, so that of many that are asked for in turn some stay.
func (a askings) noted(hash, version uint64) (at *asking, known bool) {
	if at = a.find(hash, version); at != nil {
		return at, true
	}
	group := a.group(hash)
	at = &group[rand.IntN(askingWays)]
	for i := range group {
		if group[i].version.Load() < version {
			at = &group[i]
			break
		}
	}
	at.spent.Store(0)
	at.hash.Store(hash)
	at.version.Store(version)
	return at, false
}

// again notes that something was asked for on a version, and reports whether
// that was known.
func (a askings) again(hash, version uint64) (known bool) {
	_, known = a.noted(hash, version)
	return known
}

// spend notes what a query of a version cost that asked for something.
func (a askings) spend(hash, version uint64, cost float64) {
	at, _ := a.noted(hash, version)
	at.spent.Add(uint64(cost))
}

// spentOn is the sum of what was spent on one version, of which some may be
// forgotten.
func (a askings) spentOn(hash, version uint64) uint64 {
	if at := a.find(hash, version); at != nil {
		return at.spent.Load()
	}
	return 0
}

// forget forgets an asking.
func (a askings) forget(hash, version uint64) {
	if at := a.find(hash, version); at != nil {
		at.version.Store(0)
	}
}
