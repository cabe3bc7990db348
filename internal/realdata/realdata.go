// Package realdata finds the catalogue of real images for tests and
// benchmarks. The catalogue is not part of the project.
package realdata

import (
	"os"
	"path/filepath"
	"testing"
)

// Images is how many images the catalogue has.
const Images = 69_305

// Path returns the file with the catalogue, in the form of SEMANTICS section
// 6, which may lie beside one of the folders above the test's. Where it does
// not, the test is skipped and says so.
func Path(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for ; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		path := filepath.Join(dir, "shared", "data", "images.jsonl.gz")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	tb.Skip("SKIPPED: the catalogue of real images lies beside none of the folders above")
	return ""
}
