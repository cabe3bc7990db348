package fuzz

import (
	"testing"

	"github.com/tagdex/tagdex/fuzz/gen"
)

// maxQueries bounds the queries of a case.
const maxQueries = 24

// checkStatic loads a data set and asks about it.
func checkStatic(t testing.TB, data []byte) {
	src := gen.New(data)
	p := pairOf(t, src.Set())
	s := p.engine.Snapshot()
	for range maxQueries {
		ask(t, src, s, p.model)
		if src.Done() {
			break
		}
	}
	checkAll(t, s, p.model)
}

func FuzzStatic(f *testing.F) {
	addSeeds(f, "FuzzStatic")
	f.Fuzz(func(t *testing.T, data []byte) { checkStatic(t, data) })
}

func TestStatic(t *testing.T) { runCases(t, "FuzzStatic", 1500, checkStatic) }
