package measure

import (
	"context"
	"runtime"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/bench/floor"
	"github.com/tagdex/tagdex/engine"
)

// Builds are repeated while they take less than this together, up to three
// times.
const (
	builds    = 3
	buildTime = 6 * time.Second
)

// build makes the engine's collection and the floor's index, and keeps the
// last of each.
func (m *run) build(ctx context.Context) error {
	err := m.repeat(ctx, systemNames[engineSystem], func() error {
		m.engine = engine.Open(nil)
		_, err := m.engine.Load(ctx, all(m.Images))
		return err
	}, func() { m.engine = nil })
	if err != nil {
		return err
	}
	return m.repeat(ctx, systemNames[floorSystem], func() error {
		m.floor = floor.Build(m.Images)
		return nil
	}, func() { m.floor = nil })
}

func (m *run) repeat(ctx context.Context, system string, build func() error, drop func()) error {
	var took []time.Duration
	var heap uint64
	begun := time.Now()
	for i := range builds {
		m.Progress("building the "+system, i, builds)
		drop()
		before := liveHeap()
		start := time.Now()
		if err := build(); err != nil {
			return err
		}
		took = append(took, time.Since(start))
		heap = max(liveHeap(), before) - before
		if ctx.Err() != nil || time.Since(begun)+took[i] > buildTime {
			break
		}
	}
	m.Progress("building the "+system, builds, builds)
	n := float64(len(m.Images))
	m.report.Build = append(m.report.Build, figures.Build{
		System:   system,
		PerImage: median(took) / n,
		Builds:   len(took),
		Bytes:    float64(heap) / n,
	})
	return nil
}

func liveHeap() uint64 {
	runtime.GC()
	runtime.GC() // what finalizers and pools let go
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}
