package structure

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// maxLines is how long a source file or a page may be.
const maxLines = 600

// A place on somebody's machine, or beside the checkout. The patterns are
// written so that they do not find themselves.
var (
	machinePath = regexp.MustCompile(`/wor[k]/(main|shared|\.)|/roo[t]/|/hom[e]/[a-z]|/User[s]/[a-z]|[A-Z]:\\User[s]`)
	besidePath  = regexp.MustCompile(`\.\./share[d]|shared/dat[a]`)
)

// A test or a benchmark may look for data beside the checkout, as it is
// skipped where there are none.
func mayLookBeside(name string) bool { return strings.HasSuffix(name, "_test.go") }

func TestFiles(t *testing.T) {
	seen := 0
	for name, text := range texts(t) {
		seen++
		if lines := bytes.Count(text, []byte("\n")); lines > maxLines && isSource(name) {
			t.Errorf("%s has %d lines, the limit is %d: split it by topic", name, lines, maxLines)
		}
		if found := machinePath.Find(text); found != nil {
			t.Errorf("%s names a path of a machine: %q", name, found)
		}
		if found := besidePath.Find(text); found != nil && !mayLookBeside(name) {
			t.Errorf("%s names a folder beside the checkout: %q", name, found)
		}
	}
	if seen < 50 {
		t.Errorf("only %d files seen", seen)
	}
}

func isSource(name string) bool {
	return strings.HasSuffix(name, ".go") || strings.HasSuffix(name, ".md") || name == ".ci/run"
}

// texts reads the files of the checkout that are text.
func texts(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	err := filepath.WalkDir(rootDir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == ".git":
			return fs.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Contains(text, []byte{0}) {
			name, err := filepath.Rel(rootDir, path)
			if err != nil {
				return err
			}
			all[filepath.ToSlash(name)] = text
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPathPatterns(t *testing.T) {
	for text, want := range map[string]bool{
		"see " + "/work" + "/main/index":    true,
		"in /" + "root/go/pkg":              true,
		"a /" + "home/alice/src":            true,
		"`/v2/cloudimages`":                 false,
		"the root of the work, at home":     false,
		"GET /work/orders and /roots/home/": false,
	} {
		if machinePath.MatchString(text) != want {
			t.Errorf("%q: found is not %v", text, want)
		}
	}
}
