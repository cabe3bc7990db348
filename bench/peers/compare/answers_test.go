package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/bench/measure"
	"github.com/tagdex/tagdex/bench/suite"
	"github.com/tagdex/tagdex/bench/workload"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// images are generated ones, and some whose texts mean something to one
// system or another.
func images() []resource.Resource {
	all := slices.Collect(workload.Images(1500, 3))
	for i, text := range odd {
		all = append(all, resource.Resource{
			ID:   "odd-" + text,
			Name: "odd " + text + " NAME",
			Tags: []resource.Tag{{Key: "k" + text, Value: text}, {Key: "odd", Value: text}, {Key: "n", Value: odd[i/2]}},
		})
	}
	return append(all,
		resource.Resource{ID: "short", Name: "ab"},
		resource.Resource{ID: "system", Name: "only a system's", Tags: []resource.Tag{{Key: resource.SystemPrefix + "k", Value: "v"}}},
	)
}

var odd = []string{"", "'", `"`, "%", "_", `\`, "*", "a=b", "=", "ß", "Straße", "ЖУК", "жук", "İ", "K", "ſ", "日本語", "a b", "--", "?1", "$1", "{}", "é", "e\u0301", "😀"}

// oddQueries ask for those texts, and for shapes that the suite does not have.
func oddQueries() []suite.Query {
	var all []suite.Query
	add := func(e query.Expr) {
		for _, page := range []engine.Page{{}, {Limit: 3}, {Offset: 2, Limit: 5}, {Offset: 9999, Limit: 1}} {
			all = append(all, suite.Query{Name: e.String(), Expr: e, Page: page})
		}
	}
	for _, text := range odd {
		add(query.Eq("odd", text))
		add(query.Not(query.Eq("n", text)))
		add(query.And(query.Has("odd"), query.Has("k"+text)))
		add(query.ID("odd-" + text))
		add(query.NameContains(text))
		add(query.NameContains("odd " + text + " n"))
		add(query.And(query.Has("n"), query.Not(query.Eq("odd", text)), query.NameContains(text+" na")))
	}
	absent, seldom := query.Eq("absent", "x"), query.In("odd", "ß", "%", "absent")
	for _, e := range []query.Expr{
		query.All(),
		query.None(),
		query.Tagged(),
		query.Not(query.Tagged()),
		query.And(query.Not(query.Tagged()), query.NameContains("AB")),
		absent,
		query.Not(absent),
		query.And(absent, query.Not(query.Has("odd"))),
		query.And(query.Has("odd"), query.Not(absent)),
		query.Or(absent, seldom, query.Has("n")),
		query.Not(query.And(query.Has("n"), seldom)),
		query.And(query.Has("n"), query.Or(seldom, query.ID("short"))),
		query.And(query.Has("odd"), query.Not(query.And(query.Has("n"), query.Eq("odd", "_")))),
		query.Or(query.ID("short"), query.ID("system")),
		query.Not(query.ID("short")),
		query.And(query.NameContains("name"), query.NameContains("odd")),
	} {
		add(e)
	}
	return all
}

func queries(t *testing.T, images []resource.Resource) []suite.Query {
	t.Helper()
	p, err := suite.NewProfile(images)
	if err != nil {
		t.Fatal(err)
	}
	return append(append(p.Queries(), p.Mix(300, 7)...), oddQueries()...)
}

// TestAnswers: every peer answers as a scan does, total and page.
func TestAnswers(t *testing.T) {
	all := images()
	asked := queries(t, all)
	for _, name := range everyPeer {
		t.Run(name, func(t *testing.T) {
			folder := temporary(t)
			p := built(t, name, all)
			for i := range asked {
				answers(t, p, all, &asked[i])
			}
			if err := p.Close(); err != nil {
				t.Error(err)
			}
			nothingLeft(t, folder)
		})
	}
}

// temporary is where the peers of a test have their temporary files. Other
// users may enter, as a server that does not run as root must.
func temporary(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "peers-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	if err := os.Chmod(folder, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", folder)
	return folder
}

func nothingLeft(t *testing.T, folder string) {
	t.Helper()
	left, err := os.ReadDir(folder)
	if err != nil || len(left) > 0 {
		t.Errorf("temporary files are left: %v, %v", left, err)
	}
}

// built builds a peer; one that is not on this machine skips the test.
func built(t *testing.T, name string, images []resource.Resource) measure.Peer {
	t.Helper()
	p := known[name]()
	done := -1
	size, err := p.Build(context.Background(), images, func(n int) { done = n })
	if errors.Is(err, measure.ErrAbsent) {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(errors.Join(err, p.Close()))
	}
	about := p.About()
	if about.Name == "" || about.Version == "" || about.Tuned == "" || size.Of == "" || done < 0 || done > len(images) {
		t.Errorf("%+v, %+v, %d done", about, size, done)
	}
	if size != measure.Heap && size.Bytes < 100*int64(len(images)) {
		t.Errorf("%d bytes are too few for an index of %d images", size.Bytes, len(images))
	}
	return p
}

func answers(t *testing.T, p measure.Peer, images []resource.Resource, q *suite.Query) {
	t.Helper()
	ctx := context.Background()
	ask, err := p.Prepare(ctx, query.Normalize(q.Expr), q.Page)
	if err != nil {
		t.Errorf("%s: %v", q.Name, err)
		return
	}
	want := q.Scan(images)
	for range 2 { // a second time from the same prepared form
		total, page, err := ask(ctx)
		if err != nil {
			t.Errorf("%s: %v", q.Name, err)
			return
		}
		got := engine.Result{Total: total}
		for _, ord := range page {
			got.Resources = append(got.Resources, images[ord])
		}
		if !suite.Same(got, want) {
			t.Errorf("%s, page %+v: total %d, ordinals %v; a scan finds %d, page of %d",
				q.Name, q.Page, total, page, want.Total, len(want.Resources))
			return
		}
	}
}

// TestStopped: a build that is broken off says so, and leaves nothing behind.
func TestStopped(t *testing.T) {
	all := slices.Collect(workload.Images(20_000, 3))
	for _, name := range everyPeer {
		t.Run(name, func(t *testing.T) {
			folder := temporary(t)
			ctx, stop := context.WithCancel(context.Background())
			defer stop()
			p := known[name]()
			_, err := p.Build(ctx, all, func(int) { stop() })
			if err == nil || ctx.Err() == nil && !errors.Is(err, measure.ErrAbsent) {
				t.Errorf("the error is %v", err)
			}
			if err := p.Close(); err != nil {
				t.Error(err)
			}
			nothingLeft(t, folder)
		})
	}
}

// TestCloseUnbuilt: a peer that was never built can be closed.
func TestCloseUnbuilt(t *testing.T) {
	for _, name := range everyPeer {
		if err := known[name]().Close(); err != nil {
			t.Error(name, err)
		}
	}
}
