package measure

import (
	"context"
	"errors"
	"math/bits"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/engine"
)

// Reading side by side is measured in windows, alternated.
const (
	windows    = 15
	windowTime = 150 * time.Millisecond
	writesEach = 10 * time.Millisecond // 100 batches a second
	writeBatch = 10
)

// readers measures two readers against one, and one beside a writer against
// one alone. With one core there is nothing to measure.
func (m *run) readers(ctx context.Context) error {
	if runtime.GOMAXPROCS(0) < 2 {
		return nil
	}
	runtime.GC() // of what was measured before
	var two, twoP50, beside, besideP50, machine []float64
	for i := range windows {
		m.Progress("reading side by side", i, windows)
		if ctx.Err() != nil {
			return nil
		}
		one, err := m.window(ctx, 1, false)
		if err != nil {
			return err
		}
		both, err := m.window(ctx, 2, false)
		if err != nil {
			return err
		}
		written, err := m.window(ctx, 1, true)
		if err != nil {
			return err
		}
		machine = append(machine, m.loops(ctx, 2)/m.loops(ctx, 1))
		two = append(two, float64(len(both))/float64(len(one)))
		twoP50 = append(twoP50, median(both)/median(one))
		beside = append(beside, float64(len(written))/float64(len(one)))
		besideP50 = append(besideP50, median(written)/median(one))
	}
	m.Progress("reading side by side", windows, windows)
	m.report.Readers = &figures.Readers{
		TwoCores: median(two), TwoCoresP50: median(twoP50),
		BesideWriter: median(beside), BesideWriterP50: median(besideP50),
		Machine: median(machine), Windows: windows,
	}
	return nil
}

// loops is how often some goroutines, which share nothing, can go over 16 KB each
// in half a window: what more than one core is worth here, at best.
func (m *run) loops(ctx context.Context, goroutines int) float64 {
	ctx, cancel := context.WithTimeout(ctx, windowTime/2)
	defer cancel()
	var all atomic.Int64
	var wait sync.WaitGroup
	for range goroutines {
		wait.Go(func() {
			var words [2 << 10]uint64
			n := int64(1)
			for ; ctx.Err() == nil; n++ {
				for i := range words {
					words[i] = bits.RotateLeft64(words[i]+uint64(n), 7)
				}
			}
			all.Add(n)
		})
	}
	wait.Wait()
	return float64(all.Load())
}

// window times the queries of the mix that some readers ask. It returns at
// least one time.
func (m *run) window(ctx context.Context, readers int, writing bool) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, m.within(windowTime, 10))
	defer cancel()
	took := make([][]time.Duration, readers)
	failed := make([]error, readers+1)
	var wait sync.WaitGroup
	for i := range readers {
		wait.Go(func() { took[i], failed[i] = m.read(ctx) })
	}
	if writing {
		wait.Go(func() { failed[readers] = m.write(ctx) })
	}
	wait.Wait()
	return slices.Concat(took...), errors.Join(failed...)
}

// read asks the mix over and over until ctx is done.
func (m *run) read(ctx context.Context) ([]time.Duration, error) {
	var took []time.Duration
	all := m.mixes[0].queries
	for i := 0; len(took) == 0 || ctx.Err() == nil; i = (i + 1) % len(all) {
		one, err := call(func() error {
			_, err := all[i].Ask(context.Background(), m.engine.Snapshot())
			return err
		})
		if err != nil {
			return nil, err
		}
		took = append(took, one)
	}
	return took, nil
}

// write publishes batches at a steady rate until ctx is done.
func (m *run) write(ctx context.Context) error {
	rng := rand.New(rand.NewPCG(m.Seed, 2))
	tick := time.NewTicker(writesEach)
	defer tick.Stop()
	var batch engine.Batch
	for serial := 0; ; serial++ {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		batch.Reset()
		for range writeBatch {
			batch.Upsert(retagged(m.Images[rng.IntN(len(m.Images))], serial))
		}
		if _, err := m.engine.Apply(context.Background(), &batch); err != nil {
			return err
		}
	}
}
