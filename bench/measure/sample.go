package measure

import (
	"cmp"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
)

// A block is the calls of one system for one query in one round.
const (
	blockTime  = 2 * time.Millisecond
	blockMost  = 20 * blockTime // if there are fewer than fewCalls
	fewCalls   = 9
	blockCalls = 1000 // or groups of them, at most
	allocCalls = 20   // whose allocations are counted
)

// clock is what two readings of the clock take by themselves; samples are
// shortened by it.
var clock = sync.OnceValue(func() time.Duration {
	empty := make([]time.Duration, 2001)
	for i := range empty {
		start := time.Now()
		empty[i] = time.Since(start)
	}
	return time.Duration(median(empty))
})

// call times one call.
func call(ask func() error) (time.Duration, error) { return group(ask, 1) }

// group times some calls, one after the other, and returns what one takes.
func group(ask func() error, calls int) (time.Duration, error) {
	start := time.Now()
	for range calls {
		if err := ask(); err != nil {
			return 0, err
		}
	}
	return max((time.Since(start)-clock())/time.Duration(calls), 1), nil
}

// repeated is the median of some calls, after a few that bring the caches back.
func repeated(ask func() error) (time.Duration, error) {
	const warm, calls = 2, 7
	took := make([]time.Duration, 0, warm+calls)
	for range warm + calls {
		one, err := call(ask)
		if err != nil {
			return 0, err
		}
		took = append(took, one)
	}
	return time.Duration(median(took[warm:])), nil
}

// Calls that take less than a microsecond are timed in groups: the clock's
// step is tens of nanoseconds.
const (
	groupTime  = time.Microsecond
	groupCalls = 100 // at most
)

// groupOf is how many calls make a group, after a few that bring the caches
// back.
func groupOf(ask func() error) (int, error) {
	const warm = 3
	one := groupTime
	for range warm {
		took, err := call(ask)
		if err != nil {
			return 0, err
		}
		one = min(one, took)
	}
	return int(min(groupTime/max(one, 1), groupCalls)), nil
}

// more reports whether a block goes on. A block that another process broke off
// has few calls, and their median would be that interruption.
func more(calls int, since time.Duration) bool {
	switch {
	case calls == 0:
		return true
	case calls < fewCalls:
		return since < blockMost
	default:
		return since < blockTime && calls < blockCalls
	}
}

// block times calls for a while, at least once.
func block(ask func() error) ([]time.Duration, error) {
	calls, err := groupOf(ask)
	if err != nil {
		return nil, err
	}
	var took []time.Duration
	for begun := time.Now(); more(len(took), time.Since(begun)); {
		one, err := group(ask, calls)
		if err != nil {
			return nil, err
		}
		took = append(took, one)
	}
	return took, nil
}

// allocations are those of one call, in the mean of some. Nothing else may run
// meanwhile.
func allocations(ask func() error) (count, bytes float64, err error) {
	if err := ask(); err != nil {
		return 0, 0, err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range allocCalls {
		if err := ask(); err != nil {
			return 0, 0, err
		}
	}
	runtime.ReadMemStats(&after)
	return math.Floor(float64(after.Mallocs-before.Mallocs) / allocCalls), float64(after.TotalAlloc-before.TotalAlloc) / allocCalls, nil
}

// quantile is the value below which a share of the sorted values lies.
func quantile[T cmp.Ordered](sorted []T, share float64) T {
	var none T
	if len(sorted) == 0 {
		return none
	}
	return sorted[int(share*float64(len(sorted)-1)+0.5)]
}

func median[T ~int64 | ~float64](values []T) float64 {
	return float64(quantile(slices.Sorted(slices.Values(values)), 0.5))
}

func mean(values []time.Duration) float64 {
	var sum time.Duration
	for _, v := range values {
		sum += v
	}
	return float64(sum) / float64(max(len(values), 1))
}

// summary fills in the quantiles of samples, which are sorted.
func summary(t *figures.Timing, samples []time.Duration) {
	slices.Sort(samples)
	t.P50 = float64(quantile(samples, 0.5))
	t.P99 = float64(quantile(samples, 0.99))
	t.Mean = mean(samples)
	t.Samples = len(samples)
}
