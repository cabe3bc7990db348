package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/tagdex/tagdex/bench/command"
	"github.com/tagdex/tagdex/bench/figures"
)

// runs runs a command line and returns what it prints.
func runs(t *testing.T, args ...string) (string, error) {
	t.Helper()
	complain, err := os.Create(filepath.Join(t.TempDir(), "complaints"))
	if err != nil {
		t.Fatal(err)
	}
	defer complain.Close()
	var out strings.Builder
	err = run(context.Background(), args, &out, complain)
	return out.String(), err
}

// TestRun measures a few images in every form.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	text, err := runs(t, "-n", "600", "-rounds", "2", "-time", "300ms", "-json", file("r.json"), "-html", file("r.html"), "-profile", dir)
	if err != nil {
		t.Fatal(err)
	}
	r, err := readResult(file("r.json"))
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Queries) != 21 || len(r.Build) != 2 || len(r.Writes) != 3 || r.Saved == nil || r.Rounds < 1 || r.Interrupted {
		t.Errorf("something is missing: %+v", r)
	}
	for _, q := range r.Queries {
		if q.Ratio <= 0 || q.RatioMade <= 0 || q.RatioUnkept <= 0 || q.RatioKept <= 0 || q.RatioScan <= 0 || q.Unkept.Samples == 0 || q.Engine.P99 < q.Engine.P50 || q.Engine.P50 <= 0 {
			t.Errorf("%s: %+v", q.Name, q)
		}
		if !strings.Contains(text, q.Name) {
			t.Errorf("the table has no %s", q.Name)
		}
	}
	for _, name := range []string{"cpu.pprof", "heap.pprof"} {
		if info, err := os.Stat(file(name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	selfContained(t, file("r.html"))
}

// selfContained: the page loads nothing, and forbids it.
func selfContained(t *testing.T, name string) {
	t.Helper()
	page, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	markup := regexp.MustCompile(`(?s)<script>.*?</script>`).ReplaceAll(page, nil)
	if found := regexp.MustCompile(`<(link|script|img|iframe)\b|@import|url\(`).Find(markup); found != nil {
		t.Errorf("the page loads something: %s", found)
	}
	if !strings.Contains(string(page), `content="default-src 'none';`) {
		t.Error("the page does not forbid to load")
	}
}

// TestOwnData measures a file in which the queries must find what to ask.
func TestOwnData(t *testing.T) {
	name := filepath.Join(t.TempDir(), "own.jsonl")
	const images = `{"resource_id":"a","resource_name":"web","tags":[{"key":"env","value":"prod"}]}
{"resource_id":"b","resource_name":"db","tags":[{"key":"env","value":"test"}]}
{"resource_id":"a","resource_name":"web 2","tags":[]}
`
	if err := os.WriteFile(name, []byte(images), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := runs(t, "-data", name, "-rounds", "1", "-time", "100ms")
	if err != nil || !strings.Contains(text, "2 images, own.jsonl") {
		t.Errorf("%v, %s", err, text)
	}
}

func TestRefusals(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.jsonl")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		want error
	}{
		{[]string{"-h"}, flag.ErrHelp},
		{[]string{"-n", "0"}, command.ErrUsage},
		{[]string{"-rounds", "0"}, command.ErrUsage},
		{[]string{"-time", "0s"}, command.ErrUsage},
		{[]string{"-format", "xml"}, command.ErrUsage},
		{[]string{"-unknown"}, command.ErrUsage},
		{[]string{"extra"}, command.ErrUsage},
		{[]string{"-data", filepath.Join(t.TempDir(), "absent")}, os.ErrNotExist},
		{[]string{"-data", empty}, command.ErrNoImages},
		{[]string{"-readme", empty, "-results", t.TempDir()}, errNoResults},
	} {
		if _, err := runs(t, c.args...); !errors.Is(err, c.want) {
			t.Errorf("%v: the error is %v, not %v", c.args, err, c.want)
		}
	}
}

// TestInterrupted stops while queries are asked: what was built is reported.
func TestInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	o, err := parse([]string{"-n", "300", "-time", "1h", "-rounds", "1000000"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	var r figures.Report
	err = o.measure(ctx, &r, func(stage string, done, _ int) {
		if stage == "asking, round by round" && done > 40 {
			stop()
		}
	})
	if err != nil || !r.Interrupted || len(r.Build) != 2 || len(r.Queries) != 21 || r.Saved != nil {
		t.Errorf("%v, %+v", err, r)
	}
	var text strings.Builder
	if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "interrupted") {
		t.Errorf("%v: the text does not say that it was interrupted", err)
	}
	if err := r.WriteHTML(io.Discard); err != nil {
		t.Error(err)
	}
}

// TestREADME: the section is what the command makes of the results.
func TestREADME(t *testing.T) {
	const page = "../README.md"
	want, err := fromResults(page, "results")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("the section of measurements is not that of bench/results: go run ./bench -readme README.md")
	}
}

// TestResults: the checked-in results are of whole runs, and each has its text.
func TestResults(t *testing.T) {
	reports, err := readResults("results")
	if err != nil {
		t.Fatal(err)
	}
	names, err := filepath.Glob("results/*.json")
	if err != nil || len(names) != len(reports) {
		t.Errorf("%d results of %d are of whole runs, %v", len(reports), len(names), err)
	}
	for _, name := range names {
		if _, err := os.Stat(strings.TrimSuffix(name, ".json") + ".txt"); err != nil {
			t.Error(err)
		}
	}
	if !slices.ContainsFunc(reports, func(r *figures.Report) bool { return r.Data.Images == 100_000 }) {
		t.Error("there is no result of 100,000 images")
	}
	for _, r := range reports {
		if r.Machine.CPU == "" || r.Commit == "" || r.Begun.IsZero() || r.Begun.After(time.Now().Add(time.Hour)) {
			t.Errorf("%s does not say where and when", r.Command)
		}
	}
}
