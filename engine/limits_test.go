package engine_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// TestInvalidResources has one row for each rule of what may be stored, and
// sends it in by every way there is.
func TestInvalidResources(t *testing.T) {
	manyTags := func(last string) resource.Resource {
		r := resource.Resource{ID: "x"}
		for i := range 40 {
			r.Tags = append(r.Tags, resource.Tag{Key: fmt.Sprint("k", i)})
		}
		r.Tags = append(r.Tags, resource.Tag{Key: last})
		return r
	}
	detail := func(text string) resource.Resource { return resource.Resource{ID: "x", Detail: text} }
	for _, tc := range []struct {
		name   string
		bad    resource.Resource
		field  string
		reason string
	}{
		{"id empty", resource.Resource{Name: "n"}, "id", "is empty"},
		{"id not UTF-8", resource.Resource{ID: "a\xff"}, "id", "is not valid UTF-8"},
		{"id a surrogate", resource.Resource{ID: "\xed\xa0\x80"}, "id", "is not valid UTF-8"},
		{"name not UTF-8", resource.Resource{ID: "x", Name: "\xc3("}, "name", "is not valid UTF-8"},
		{"key empty", res("x", "a=b", "=v"), "tags[1].key", "is empty"},
		{"key not UTF-8", res("x", "\x80=v"), "tags[0].key", "is not valid UTF-8"},
		{"value not UTF-8", res("x", "k=v", "l=\xf5"), "tags[1].value", "is not valid UTF-8"},
		{"key twice", res("x", "k=v", "l", "k=w"), "tags[2].key", `"k" is given twice`},
		{"key twice, same value", res("x", "k=v", "k=v"), "tags[1].key", `"k" is given twice`},
		{"key twice of many", manyTags("k17"), "tags[40].key", `"k17" is given twice`},
		{"detail a list", detail(`[]`), "detail", "is not a JSON object"},
		{"detail a string", detail(`"{}"`), "detail", "is not a JSON object"},
		{"detail null", detail(`null`), "detail", "is not a JSON object"},
		{"detail cut", detail(`{"a":1`), "detail", "is not a JSON object"},
		{"detail with more", detail(`{}{}`), "detail", "is not a JSON object"},
		{"detail no JSON", detail(`{a:1}`), "detail", "is not a JSON object"},
		{"detail not UTF-8", detail("{\"a\":\"\xff\"}"), "detail", "is not a JSON object"},
		{"detail blank", detail(" "), "detail", "is not a JSON object"},
		{"detail too deep", detail(strings.Repeat(`{"a":`, 20_000) + "1" + strings.Repeat("}", 20_000)), "detail", "is not a JSON object"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := open(t, res("before", "k=v"))
			var b engine.Batch
			b.Upsert(tc.bad)
			reg := engine.NewRegistry(nil)
			for way, write := range map[string]func() (engine.Applied, error){
				"Apply":    func() (engine.Applied, error) { return c.Apply(bg, &b) },
				"Upsert":   func() (engine.Applied, error) { return c.Upsert(bg, tc.bad) },
				"Load":     func() (engine.Applied, error) { return c.Load(bg, stream(nil, tc.bad)) },
				"registry": func() (engine.Applied, error) { return reg.Load(bg, rows(nil, row("p", tc.bad))) },
			} {
				unchanged(t, c, func() {
					done, err := write()
					require.Zero(t, done, way)
					require.ErrorIs(t, err, engine.ErrInvalidResource, way)
					var at *engine.BatchError
					require.ErrorAs(t, err, &at, way)
					require.Equal(t, tc.bad.ID, at.ID, way)
					var field *resource.FieldError
					require.ErrorAs(t, err, &field, way)
					require.Equal(t, tc.field, field.Field, way)
					require.Equal(t, tc.reason, field.Reason, way)
				})
			}
		})
	}
}

// TestOddResources are valid and come back as they are.
func TestOddResources(t *testing.T) {
	odd := []resource.Resource{
		{ID: " "},
		{ID: "\x00", Name: "\x00", Tags: []resource.Tag{{Key: "\x00", Value: "\x00"}}},
		{ID: "\ufffd", Name: "\ufeff", Tags: []resource.Tag{{Key: " ", Value: " "}, {Key: "  "}}},
		{ID: "e\u0301", Name: "e\u0301", Tags: []resource.Tag{{Key: "e\u0301"}, {Key: "é"}}},
		{ID: "é", Name: "é", Detail: " {\n\"a\" : 1.50, \"b\":null } "},
		{ID: "A"},
		{ID: "a", Detail: "{}", Tags: []resource.Tag{{Key: "z"}, {Key: "a"}, {Key: "Z"}}},
		{ID: strings.Repeat("long", 10_000), Name: strings.Repeat("\U0010FFFF", 3000)},
	}
	c := open(t, odd...)
	require.Equal(t, odd, matches(t, c, parse(t, "all")))
	for _, r := range odd {
		got, ok := c.Get(r.ID)
		require.True(t, ok)
		require.Equal(t, r, got)
	}
	_, ok := c.Get("")
	require.False(t, ok)
}

// TestMaxResources fills a collection to its limit and not over it.
func TestMaxResources(t *testing.T) {
	limited := func(rs ...resource.Resource) *engine.Collection {
		c := engine.Open(&engine.Options{MaxResources: 3})
		upsert(t, c, rs...)
		return c
	}
	big := saved(t, open(t, numbered(4)...).Snapshot())
	fits := saved(t, open(t, numbered(3)...).Snapshot())
	for _, tc := range []struct {
		name  string
		write func(c *engine.Collection) error
		full  bool
	}{
		{"a fourth", func(c *engine.Collection) error { _, err := c.Upsert(bg, res("x")); return err }, true},
		{"replacing", func(c *engine.Collection) error { _, err := c.Upsert(bg, res("id1", "new=1"), res("id2")); return err }, false},
		{"replacing, then a fourth", func(c *engine.Collection) error { _, err := c.Upsert(bg, res("id1", "new=1"), res("x")); return err }, true},
		{"deleting, then a third", func(c *engine.Collection) error {
			var b engine.Batch
			b.Delete("id0")
			b.Upsert(res("x"))
			_, err := c.Apply(bg, &b)
			return err
		}, false},
		{"Load of one more", func(c *engine.Collection) error { _, err := c.Load(bg, stream(nil, numbered(4)...)); return err }, true},
		{"Restore of four", func(c *engine.Collection) error { return c.Restore(bg, bytes.NewReader(big)) }, true},
		{"Restore of three", func(c *engine.Collection) error { return c.Restore(bg, bytes.NewReader(fits)) }, false},
		{"Compact", func(c *engine.Collection) error { return c.Compact(bg) }, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := limited(numbered(3)...)
			before := c.Snapshot()
			err := tc.write(c)
			require.LessOrEqual(t, c.Snapshot().Len(), 3)
			if !tc.full {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, engine.ErrFull)
			require.NotErrorIs(t, err, engine.ErrCorrupt)
			require.Same(t, before, c.Snapshot())
			remove(t, c, "id0")
			upsert(t, c, res("there is room again"))
		})
	}
}
