package main

import (
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/bench/command"
	"github.com/tagdex/tagdex/bench/figures"
)

// TestRun measures a few images with every peer, in every form.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	complain, err := os.Create(filepath.Join(dir, "complaints"))
	if err != nil {
		t.Fatal(err)
	}
	defer complain.Close()
	name := filepath.Join(dir, "r.json")
	var text strings.Builder
	args := []string{"-n", "600", "-rounds", "1", "-time", "100ms", "-json", name, "-html", filepath.Join(dir, "r.html")}
	if err := run(context.Background(), args, &text, complain); err != nil {
		t.Fatal(err)
	}
	r := read(t, name)
	if len(r.Peers) != len(everyPeer) || len(r.Queries) != 19 {
		t.Fatalf("%d peers, %d queries", len(r.Peers), len(r.Queries))
	}
	for _, p := range r.Peers {
		switch {
		case p.Skipped == "":
			if !strings.Contains(text.String(), p.Name+"  ") {
				t.Errorf("the table has no column of %s", p.Name)
			}
		case !strings.Contains(text.String(), "SKIPPED "+p.Name):
			t.Errorf("%s is skipped silently", p.Name)
		}
	}
	for _, q := range r.Queries {
		for _, p := range q.Peers {
			if p.P50 <= 0 || p.Ratio <= 0 || p.Samples == 0 || p.Fault != "" {
				t.Errorf("%s: %+v", q.Name, p)
			}
		}
	}
}

func read(t *testing.T, name string) *figures.Report {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := figures.ReadJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOptions(t *testing.T) {
	o, err := parse([]string{"-peers", "sqlite,memposts,sqlite"}, io.Discard)
	if err != nil || !slices.Equal(o.peers, []string{"sqlite", "memposts"}) {
		t.Errorf("%v, %v", o.peers, err)
	}
	if o, err := parse(nil, io.Discard); err != nil || !slices.Equal(o.peers, everyPeer) || o.N != 100_000 {
		t.Errorf("%+v, %v", o, err)
	}
	if len(known) != len(everyPeer) {
		t.Errorf("%d peers are known, %d are listed", len(known), len(everyPeer))
	}
	for _, c := range []struct {
		args []string
		want error
	}{
		{[]string{"-h"}, flag.ErrHelp},
		{[]string{"-peers", "oracle"}, command.ErrUsage},
		{[]string{"-peers", ""}, command.ErrUsage},
		{[]string{"-n", "0"}, command.ErrUsage},
		{[]string{"sqlite"}, command.ErrUsage},
	} {
		if _, err := parse(c.args, io.Discard); !errors.Is(err, c.want) {
			t.Errorf("%v: the error is %v, not %v", c.args, err, c.want)
		}
	}
}
