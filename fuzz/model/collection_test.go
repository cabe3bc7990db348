package model

import (
	"errors"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

func named(id, name string) resource.Resource { return resource.Resource{ID: id, Name: name} }

func upsert(id string) Change { return Change{Resource: named(id, id)} }

func remove(id string) Change { return Change{Delete: true, Resource: named(id, "")} }

func order(list []resource.Resource) string {
	var b strings.Builder
	for _, r := range list {
		b.WriteString(r.ID)
	}
	return b.String()
}

func TestCollectionKeepsOrder(t *testing.T) {
	var c Collection
	for _, step := range []struct {
		batch []Change
		want  string
		done  Applied
	}{
		{[]Change{upsert("a"), upsert("b"), upsert("c")}, "abc", Applied{Inserted: 3}},
		{[]Change{upsert("a")}, "abc", Applied{Replaced: 1}},
		{[]Change{remove("b"), remove("x")}, "ac", Applied{Deleted: 1}},
		{[]Change{upsert("b")}, "acb", Applied{Inserted: 1}},
		{[]Change{remove("a"), upsert("a")}, "cba", Applied{Deleted: 1, Inserted: 1}},
		{[]Change{upsert("d"), upsert("d"), remove("d")}, "cba", Applied{Inserted: 1, Replaced: 1, Deleted: 1}},
	} {
		done, err := c.Apply(step.batch, 0, 0)
		if err != nil || done != step.done {
			t.Fatalf("Apply = %+v, %v, want %+v", done, err, step.done)
		}
		if got := order(c.Resources()); got != step.want || c.Len() != len(step.want) {
			t.Fatalf("order %q of %d, want %q", got, c.Len(), step.want)
		}
	}
}

func TestApplyIsAllOrNothing(t *testing.T) {
	var c Collection
	if _, err := c.Apply([]Change{upsert("a")}, 5, 0); err != nil {
		t.Fatal(err)
	}
	twice := resource.Resource{ID: "x", Tags: []resource.Tag{{Key: "k"}, {Key: "k", Value: "v"}}}
	for _, bad := range []resource.Resource{
		{},
		{ID: "\xff"},
		named("x", "\xff"), twice,
		{ID: "x", Detail: "[]"},
		{ID: "x", Detail: "{"},
		{ID: "x", Tags: []resource.Tag{{}}},
		{ID: "x", Tags: []resource.Tag{{Key: "\xff"}}},
		{ID: "x", Tags: []resource.Tag{{Key: "k", Value: "\xff"}}},
	} {
		if _, err := c.Apply([]Change{remove("a"), upsert("b"), {Resource: bad}}, 6, 0); !errors.Is(err, ErrInvalid) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	for _, sequence := range []uint64{1, 4, 5} {
		if _, err := c.Apply([]Change{remove("a")}, sequence, 0); !errors.Is(err, ErrStale) {
			t.Errorf("sequence %d: %v", sequence, err)
		}
	}
	if got := order(c.Resources()); got != "a" || c.Sequence() != 5 {
		t.Errorf("changed to %q, sequence %d", got, c.Sequence())
	}
}

func TestCloneIsApart(t *testing.T) {
	var c Collection
	_, _ = c.Apply([]Change{upsert("a"), upsert("b")}, 1, 0)
	old := c.Clone()
	_, _ = c.Apply([]Change{remove("a"), {Resource: named("b", "new")}, upsert("c")}, 2, 0)
	if got := order(old.Resources()); got != "ab" || old.Sequence() != 1 {
		t.Errorf("the copy holds %q, sequence %d", got, old.Sequence())
	}
	if r, _ := old.Get("b"); r.Name != "b" {
		t.Errorf("the copy's b is %q", r.Name)
	}
	if _, there := c.Get("a"); there {
		t.Error("a is still there")
	}
}

func TestFindCutsPages(t *testing.T) {
	var c Collection
	for _, id := range []string{"a", "b", "c", "d"} {
		c.Upsert(named(id, "x"))
	}
	for _, row := range []struct {
		offset, limit int
		want          string
	}{
		{0, 10, "abcd"},
		{0, 2, "ab"},
		{3, 2, "d"},
		{4, 2, ""},
		{9, 2, ""},
		{1, 0, ""},
		{1, int(^uint(0) >> 1), "bcd"},
	} {
		total, page := c.Find(query.NameEquals("x"), row.offset, row.limit)
		if total != 4 || order(page) != row.want || page == nil {
			t.Errorf("Find at %d of %d = %d, %q", row.offset, row.limit, total, order(page))
		}
	}
	if c.Count(query.ID("c")) != 1 || c.Count(query.ID("x")) != 0 {
		t.Error("Count is wrong")
	}
}
