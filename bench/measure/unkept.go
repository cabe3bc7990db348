package measure

import (
	"context"
	"runtime/debug"

	"github.com/tagdex/tagdex/engine"
)

// openUnkept makes the collection that keeps nothing of what it was asked, until
// it is closed. It is loaded and not restored, so that it shares the images'
// texts, as the engine's does, and lies in memory in the same way.
//
// It is there only while queries are asked: it is no part of what an index
// takes, and the garbage collector must not go through it when writes are
// measured. Meanwhile the collector begins after as much garbage as it would
// without it, which all systems would gain by otherwise.
func (m *run) openUnkept(ctx context.Context) (closed func(), err error) {
	stage := "building the " + systemNames[unkeptSystem]
	m.Progress(stage, 0, 1)
	before := liveHeap()
	m.unkept = engine.Open(&engine.Options{UnionBytes: -1})
	_, err = m.unkept.Load(ctx, all(m.Images))
	percent := debug.SetGCPercent(100)
	debug.SetGCPercent(shrunk(percent, before, liveHeap()))
	m.Progress(stage, 1, 1)
	return func() {
		m.unkept = nil
		debug.SetGCPercent(percent)
	}, err
}

// shrunk is the percentage of a heap that has grown which is as much as this
// percentage was before. One below 1, which stands for no collecting at all, is
// left alone.
func shrunk(percent int, before, after uint64) int {
	if percent < 1 || after <= before {
		return percent
	}
	return max(1, int(float64(percent)*float64(before)/float64(after)))
}
