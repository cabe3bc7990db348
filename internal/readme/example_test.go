package readme

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestExample compiles and runs the page's program as a user would have it:
// in a module of its own, which finds this one by a replace. The modules that
// this one needs are there already, so that nothing is fetched.
func TestExample(t *testing.T) {
	program, want := example(t)
	dir := t.TempDir()
	sums, err := os.ReadFile(filepath.Join(root(t), "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, dir, "go.sum", string(sums))
	write(t, dir, "main.go", program.text)
	run(t, dir, "go", "mod", "init", "example.com/mine")
	run(t, dir, "go", "mod", "edit", "-require=github.com/tagdex/tagdex@v0.0.0",
		"-replace=github.com/tagdex/tagdex="+root(t))
	got := run(t, dir, "go", "run", ".")
	if got != want.text && !rewrite(t, want, got) {
		t.Errorf("the example prints\n%s\nbut %s shows\n%s", got, file, want.text)
	}
}

// example is the page's program and the block after it, its output.
func example(t *testing.T) (program, output block) {
	t.Helper()
	all := blocks(read(t))
	for i, b := range all {
		if b.lang == "go" && i+1 < len(all) && all[i+1].lang == "text" {
			return b, all[i+1]
		}
	}
	t.Fatalf("%s has no block of go with one of text after it", file)
	return
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// run returns what a command prints on standard output.
func run(t *testing.T, dir, name string, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off")
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, complaint.String())
	}
	return string(out)
}

// The example is short: what it shows is how little there is to write.
func TestExampleIsShort(t *testing.T) {
	program, _ := example(t)
	_, body, ok := strings.Cut(program.text, "func main() {\n")
	if lines := strings.Count(body, "\n") - 1; !ok || lines > 22 {
		t.Errorf("the example's main has %d lines", lines)
	}
}
