package measure

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"runtime"
	"strconv"
	"time"

	"github.com/tagdex/tagdex/bench/figures"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// writeTime is for how long one kind of write is repeated, at most.
const writeTime = time.Second

// within shortens a stage's time where all of the measuring is to be short: to
// so many parts of a thousand of Config.Time.
func (m *run) within(most time.Duration, parts int) time.Duration {
	return min(most, m.Time*time.Duration(parts)/1000)
}

// writes publishes batches to the collection that was asked before, which is
// another one then.
func (m *run) writes(ctx context.Context) error {
	rng := rand.New(rand.NewPCG(m.Seed, 1))
	some := func() resource.Resource { return m.Images[rng.IntN(len(m.Images))] }
	serial := 0
	for i, w := range []struct {
		what  string
		batch int
		next  func() resource.Resource
	}{
		{"upsert, name kept", 1, func() resource.Resource {
			return retagged(some(), serial)
		}},
		{"insert", 1, func() resource.Resource {
			r := some()
			r.ID = "new-" + strconv.Itoa(serial)
			r.Name = r.Name + "-" + strconv.Itoa(serial)
			return r
		}},
		{"upsert, name kept", 1000, func() resource.Resource {
			return retagged(some(), serial)
		}},
	} {
		m.Progress("writing", i, 3)
		var batch engine.Batch
		var took []time.Duration
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		for begun := time.Now(); len(took) < 3 || time.Since(begun) < m.within(writeTime, 50); {
			batch.Reset()
			for range w.batch {
				serial++
				batch.Upsert(w.next())
			}
			start := time.Now()
			if _, err := m.engine.Apply(ctx, &batch); err != nil {
				return err
			}
			took = append(took, time.Since(start)/time.Duration(w.batch))
		}
		runtime.ReadMemStats(&after)
		result := figures.Write{What: w.what, Batch: w.batch}
		images := float64(len(took) * w.batch)
		result.Allocs = float64(after.Mallocs-before.Mallocs) / images
		result.Bytes = float64(after.TotalAlloc-before.TotalAlloc) / images
		summary(&result.Timing, took)
		m.report.Writes = append(m.report.Writes, result)
	}
	m.Progress("writing", 3, 3)
	return nil
}

// retagged is an image with one more tag, whose value is one of a hundred.
func retagged(r resource.Resource, i int) resource.Resource {
	r.Tags = append(r.Tags[:len(r.Tags):len(r.Tags)], resource.Tag{Key: "checked", Value: strconv.Itoa(i % 100)})
	return r
}

// save saves to memory and reads back.
func (m *run) save(ctx context.Context) error {
	var saved bytes.Buffer
	if err := m.engine.Save(ctx, &saved); err != nil { // so that the buffer has its size
		return err
	}
	s := &figures.Saved{Bytes: int64(saved.Len())}
	var err error
	if s.Save, err = m.thrice("saving", func() error { return m.engine.Save(ctx, io.Discard) }); err != nil {
		return err
	}
	// A process that starts has nothing else for the garbage collector to go
	// through; this stage is the last.
	m.floor, m.engine = nil, nil
	s.Restore, err = m.thrice("restoring", func() error {
		return engine.Open(nil).Restore(ctx, bytes.NewReader(saved.Bytes()))
	})
	if err == nil {
		m.report.Saved = s
	}
	return err
}

// thrice is the median time of three calls, with nothing to collect before each.
func (m *run) thrice(stage string, f func() error) (float64, error) {
	var took []time.Duration
	for i := range 3 {
		m.Progress(stage, i, 3)
		runtime.GC()
		start := time.Now()
		if err := f(); err != nil {
			return 0, err
		}
		took = append(took, time.Since(start))
	}
	m.Progress(stage, 3, 3)
	return median(took), nil
}
