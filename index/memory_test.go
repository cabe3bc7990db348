package index

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// liveHeap is what is reachable now, in bytes.
func liveHeap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestVersionKeepsNoScratch builds with much scratch and keeps the version
// alone.
func TestVersionKeepsNoScratch(t *testing.T) {
	before := liveHeap()
	b := Empty().Builder()
	rename(t, b, "long", strings.Repeat("ab", 150_000))
	for i := range 3 * BlockSize / 2 {
		rename(t, b, fmt.Sprint("id", i), "name")
	}
	v := freeze(t, b)
	b = v.Builder()
	rename(t, b, "long", strings.Repeat("cd", 150_000))
	for i := range 3 * BlockSize / 2 {
		b.Delete(fmt.Sprint("id", i))
	}
	b.Delete("long")
	v = freeze(t, b)
	if v.Live().Len() != 0 {
		t.Fatal("something is left")
	}
	const most = 1 << 20
	if after := liveHeap(); after-before > most {
		t.Errorf("a version without resources keeps %d KiB alive", (after-before)>>10)
	}
	runtime.KeepAlive(v)
}
