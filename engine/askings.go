package engine

import "sync/atomic"

// askings notes what was asked for and is not kept, and what that cost, in two
// places each. It may forget, where many are asked for, but not because of one
// other. Safe for concurrent use.
type askings []struct {
	mark  atomic.Uint64 // of what was asked for, and of the version
	spent atomic.Uint64 // nanoseconds on it
}

func mark(hash, version uint64) uint64 { return hash ^ version*0x9e3779b97f4a7c15 }

// again notes that something was asked for on a version, and reports whether
// that was known.
func (a askings) again(hash, version uint64) (known bool) {
	m := mark(hash, version)
	for _, place := range places(hash, len(a)) {
		if at := &a[place]; at.mark.Load() == m {
			known = true
		} else {
			at.spent.Store(0)
			at.mark.Store(m)
		}
	}
	return known
}

// spend notes what a query of a version cost that asked for something.
func (a askings) spend(hash, version uint64, cost float64) {
	a.again(hash, version)
	for _, place := range places(hash, len(a)) {
		a[place].spent.Add(uint64(cost))
	}
}

// spentOn is the sum of what was spent on one version, of which some may be
// forgotten.
func (a askings) spentOn(hash, version uint64) (most uint64) {
	m := mark(hash, version)
	for _, place := range places(hash, len(a)) {
		if at := &a[place]; at.mark.Load() == m {
			most = max(most, at.spent.Load())
		}
	}
	return most
}

// forget forgets something, in favour of a version that has no resources.
func (a askings) forget(hash uint64) { a.again(hash, 0) }
