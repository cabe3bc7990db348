package main

import (
	"context"
	"os"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/internal/datafile"
	"github.com/tagdex/tagdex/internal/realdata"
)

func liveHeap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// Real images must load into less than 200 MB of live heap. How long it took
// is told, not judged: it depends on what else the machine does.
func TestLoadRealImages(t *testing.T) {
	flags := dataFlags{
		Data: []string{realdata.Path(t)}, From: datafile.JSONLines,
		Project: datafile.DefaultProject, Type: datafile.DefaultType,
	}
	before, begin := liveHeap(), time.Now()
	registry, _, err := flags.load(context.Background(), &stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	require.NoError(t, err)
	took := time.Since(begin)
	held := liveHeap() - before
	c, ok := registry.Collection(datafile.DefaultProject, datafile.DefaultType)
	require.True(t, ok)
	require.Equal(t, realdata.Images, c.Snapshot().Len())
	require.Less(t, held, uint64(200<<20))
	t.Logf("%d images in %v, %d MB of live heap", realdata.Images, took.Round(time.Millisecond), held>>20)
}
