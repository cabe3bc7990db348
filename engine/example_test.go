package engine_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// image makes a resource from a name and tags like "env=prod".
func image(id, name string, tags ...string) resource.Resource {
	r := resource.Resource{ID: id, Name: name}
	for _, t := range tags {
		key, value, _ := strings.Cut(t, "=")
		r.Tags = append(r.Tags, resource.Tag{Key: key, Value: value})
	}
	return r
}

// images is a collection for the examples.
func images() *engine.Collection {
	c := engine.Open(nil)
	_, err := c.Upsert(context.Background(),
		image("i-1", "Ubuntu 24.04", "env=prod", "arch=arm64"),
		image("i-2", "Ubuntu 22.04", "env=test", "arch=x86"),
		image("i-3", "Debian 13", "env=prod", "arch=x86", "gpu="),
		image("i-4", "scratch"),
	)
	if err != nil {
		panic(err)
	}
	return c
}

func ExampleOpen() {
	c := engine.Open(&engine.Options{MaxResources: 1_000_000})
	fmt.Println(c.Snapshot().Version(), c.Snapshot().Len())
	// Output: 0 0
}

func ExampleCollection_Upsert() {
	ctx := context.Background()
	c := engine.Open(nil)
	done, err := c.Upsert(ctx,
		resource.Resource{ID: "i-1", Name: "Ubuntu 24.04", Tags: []resource.Tag{{Key: "env", Value: "prod"}}},
		resource.Resource{ID: "i-2", Name: "Debian 13", Detail: `{"status":"active"}`},
	)
	fmt.Println(done.Inserted, "inserted in version", done.Version, err)
	done, err = c.Upsert(ctx, resource.Resource{ID: "i-1", Name: "Ubuntu 24.04 LTS"})
	fmt.Println(done.Replaced, "replaced in version", done.Version, err)
	// Output:
	// 2 inserted in version 1 <nil>
	// 1 replaced in version 2 <nil>
}

// An edit of tags leaves the rest of the resource as it is when the batch is
// applied, whoever else writes.
func ExampleBatch_SetTags() {
	c := images()
	b := engine.Batch{MaxTags: 10}
	b.SetTags("i-1", resource.Tag{Key: "env", Value: "test"}, resource.Tag{Key: "owner", Value: "ann"})
	done, err := c.Apply(context.Background(), &b)
	fmt.Println(done.TagsAdded, "added,", done.TagsChanged, "changed", err)

	b.Reset()
	b.RemoveTags("nobody", "env")
	_, err = c.Apply(context.Background(), &b)
	fmt.Println(errors.Is(err, engine.ErrNotFound))
	// Output:
	// 1 added, 1 changed <nil>
	// true
}

func ExampleCollection_Delete() {
	c := images()
	done, err := c.Delete(context.Background(), "i-4", "not there")
	fmt.Println(done.Deleted, err)
	// Output: 1 <nil>
}

// A host that feeds the collection from its own log gives each batch its
// place there. After a restart it goes on behind Snapshot().Sequence(), and
// what it sends twice is refused.
func ExampleCollection_Apply() {
	ctx := context.Background()
	c := images()

	b := engine.Batch{Sequence: 41}
	b.Upsert(image("i-5", "Fedora 44", "env=test"))
	b.Delete("i-2")
	done, err := c.Apply(ctx, &b)
	fmt.Println(done.Inserted, done.Deleted, err)

	_, err = c.Apply(ctx, &b)
	fmt.Println(errors.Is(err, engine.ErrStaleSequence), c.Snapshot().Sequence())
	// Output:
	// 1 1 <nil>
	// true 41
}

// The error of a batch says which change was refused, and why.
func ExampleBatchError() {
	var b engine.Batch
	b.Upsert(image("i-5", "fine"))
	b.Upsert(image("i-6", "not fine", "env=prod", "env=test"))
	_, err := engine.Open(nil).Apply(context.Background(), &b)

	if change, ok := errors.AsType[*engine.BatchError](err); ok {
		fmt.Println("change", change.Change, "of resource", change.ID)
	}
	if field, ok := errors.AsType[*resource.FieldError](err); ok {
		fmt.Println(field.Field, field.Reason)
	}
	fmt.Println(errors.Is(err, engine.ErrInvalidResource))
	// Output:
	// change 1 of resource i-6
	// tags[1].key "env" is given twice
	// true
}

// Load takes a stream, such as the rows of a file, and publishes all of it at
// once, or nothing.
func ExampleCollection_Load() {
	c := engine.Open(nil)
	done, err := c.Load(context.Background(), func(yield func(resource.Resource, error) bool) {
		for i := range 10_000 {
			if !yield(resource.Resource{ID: fmt.Sprint("i-", i)}, nil) {
				return
			}
		}
	})
	fmt.Println(done.Inserted, done.Version, err)
	// Output: 10000 1 <nil>
}

// A snapshot answers the same for ever.
func ExampleCollection_Snapshot() {
	ctx := context.Background()
	c := images()
	before := c.Snapshot()
	if _, err := c.Delete(ctx, "i-1"); err != nil {
		fmt.Println(err)
	}
	was, _ := before.Count(ctx, query.Eq("env", "prod"))
	is, _ := c.Count(ctx, query.Eq("env", "prod"))
	fmt.Println(was, is)
	// Output: 2 1
}

func ExampleCollection_Get() {
	r, ok := images().Get("i-3")
	fmt.Println(r.Name, r.Tags, ok)
	// Output: Debian 13 [{env prod} {arch x86} {gpu }] true
}

func ExampleCollection_Count() {
	e := query.And(query.Eq("env", "prod"), query.Not(query.Has("gpu")))
	n, err := images().Count(context.Background(), e)
	fmt.Println(n, err)
	// Output: 1 <nil>
}

func ExampleCollection_Find() {
	e, err := query.Parse(`arch in (x86, arm64) and name ~ "ubuntu"`)
	if err != nil {
		fmt.Println(err)
		return
	}
	found, err := images().Find(context.Background(), e, engine.Page{Offset: 0, Limit: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Total, "in all; this page:")
	for _, r := range found.Resources {
		fmt.Println(r.ID, r.Name)
	}
	// Output:
	// 2 in all; this page:
	// i-1 Ubuntu 24.04
}

// A filter in the words of the documented APIs.
func ExampleCollection_Find_filter() {
	filter := query.Filter{
		Tags:    []query.TagMatch{{Key: "env", Values: []string{"prod", "test"}}},
		NotTags: []query.TagMatch{{Key: "arch", Values: []string{"x86"}}, {Key: "gpu"}},
	}
	e, err := filter.Expr(query.Reading{})
	if err != nil {
		fmt.Println(err)
		return
	}
	found, err := images().Find(context.Background(), e, engine.Page{})
	fmt.Println(found.Total, found.Resources[1].ID, err)
	// Output: 2 i-2 <nil>
}

func ExampleCollection_Matches() {
	for r, err := range images().Matches(context.Background(), query.Has("env")) {
		if err != nil {
			fmt.Println(err) // the context's
			return
		}
		fmt.Println(r.ID)
	}
	// Output:
	// i-1
	// i-2
	// i-3
}

func ExampleSnapshot_Keys() {
	for key, n := range images().Snapshot().Keys("") {
		fmt.Println(key, n)
	}
	// Output:
	// arch 3
	// env 3
	// gpu 1
}

func ExampleSnapshot_Values() {
	for value, n := range images().Snapshot().Values("env", "p") {
		fmt.Println(value, n)
	}
	// Output: prod 2
}

func ExampleSnapshot_Unknown() {
	s := images().Snapshot()
	for _, text := range []string{"evn=prod", "not arch=arm46", "env=pr*"} {
		expr, err := query.Parse(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		unknown, err := s.Unknown(context.Background(), expr, engine.UnknownOptions{})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, u := range unknown {
			fmt.Println(u.Message)
		}
	}
	// Output:
	// no resource has the key "evn"; near: env
	// no resource has the value "arm46" of the key "arch"; near: arm64
	// no resource has the value "pr*" of the key "env"; a * is an ordinary character here; write env ~ pr for contains
}

func ExampleCollection_Explain() {
	plan, err := images().Explain(context.Background(), query.And(query.Eq("env", "prod"), query.Has("gpu")))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Strategy, plan.Total)
	for _, step := range plan.Root.Args {
		fmt.Println(step.Op, step.Expr, step.Actual)
	}
	// Output:
	// list 1
	// posting gpu 1
	// posting env=prod 2
}

func ExampleCollection_Save() {
	ctx := context.Background()
	var file bytes.Buffer
	if err := images().Save(ctx, &file); err != nil {
		fmt.Println(err)
		return
	}
	damaged := bytes.Clone(file.Bytes())
	damaged[40] ^= 1

	c := engine.Open(nil)
	fmt.Println(c.Restore(ctx, &file), c.Snapshot().Len())

	err := c.Restore(ctx, bytes.NewReader(damaged))
	if damage, ok := errors.AsType[*engine.CorruptError](err); ok {
		fmt.Println(damage.Part, damage.Offset, damage.Reason)
	}
	fmt.Println(errors.Is(err, engine.ErrCorrupt), c.Snapshot().Len())
	// Output:
	// <nil> 4
	// dictionary 19 checksum differs
	// true 4
}

func ExampleCollection_Compact() {
	ctx := context.Background()
	c := images()
	if _, err := c.Delete(ctx, "i-1", "i-3"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(c.Compact(ctx), c.Snapshot().Len())
	// Output: <nil> 2
}

func ExampleRegistry() {
	ctx := context.Background()
	reg := engine.NewRegistry(nil)
	if _, err := reg.Open("project-1", "images").Upsert(ctx, image("i-1", "Ubuntu", "env=prod")); err != nil {
		fmt.Println(err)
	}
	reg.Open("project-2", "images")
	for name, c := range reg.Collections() {
		n, err := c.Count(ctx, query.Eq("env", "prod"))
		fmt.Println(name.Project, name.Type, n, err)
	}
	_, ok := reg.Collection("project-3", "images")
	fmt.Println(ok)
	// Output:
	// project-1 images 1 <nil>
	// project-2 images 0 <nil>
	// false
}

func ExampleRegistry_Load() {
	rows := []engine.Row{
		{Project: "project-1", Type: "images", Resource: image("i-1", "Ubuntu")},
		{Project: "project-2", Type: "images", Resource: image("i-1", "Debian")},
		{Project: "project-1", Type: "trackers", Resource: image("t-1", "audit")},
	}
	reg := engine.NewRegistry(nil)
	done, err := reg.Load(context.Background(), func(yield func(engine.Row, error) bool) {
		for row := range slices.Values(rows) {
			if !yield(row, nil) {
				return
			}
		}
	})
	fmt.Println(done.Inserted, err)
	// Output: 3 <nil>
}

// Where resources are only written out, Rows make them one by one, and a total
// that nobody reads need not be counted.
func ExampleSnapshot_Select() {
	images := engine.Open(nil)
	for i := range 1000 {
		if _, err := images.Upsert(context.Background(), resource.Resource{
			ID: fmt.Sprintf("i-%d", i), Tags: []resource.Tag{{Key: "arch", Value: "arm64"}},
		}); err != nil {
			panic(err)
		}
	}
	rows, err := images.Select(context.Background(), query.Eq("arch", "arm64"), engine.Page{Offset: 500, Limit: 2, CountTo: engine.NoTotal})
	if err != nil {
		panic(err)
	}
	for r := range rows.All() {
		fmt.Println(r.ID, r.Tags)
	}
	// Output:
	// i-500 [{arch arm64}]
	// i-501 [{arch arm64}]
}
