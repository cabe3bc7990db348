package engine_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

var bg = context.Background()

// cancelled is a context that is done.
func cancelled() context.Context {
	ctx, cancel := context.WithCancel(bg)
	cancel()
	return ctx
}

// res makes a resource that has its id for a name, from tags like "k=v".
func res(id string, tags ...string) resource.Resource {
	r := resource.Resource{ID: id, Name: id}
	for _, t := range tags {
		key, value, _ := strings.Cut(t, "=")
		r.Tags = append(r.Tags, resource.Tag{Key: key, Value: value})
	}
	return r
}

// named makes a resource of another name.
func named(id, name string, tags ...string) resource.Resource {
	r := res(id, tags...)
	r.Name = name
	return r
}

// numbered makes n resources id0, id1, ... that all have "k=v", and "third"
// with a value of three.
func numbered(n int) []resource.Resource {
	rs := make([]resource.Resource, n)
	for i := range rs {
		rs[i] = res(fmt.Sprint("id", i), "k=v", fmt.Sprint("third=", i%3))
	}
	return rs
}

// open makes a collection of these.
func open(t testing.TB, rs ...resource.Resource) *engine.Collection {
	t.Helper()
	c := engine.Open(nil)
	upsert(t, c, rs...)
	return c
}

func upsert(t testing.TB, c *engine.Collection, rs ...resource.Resource) {
	t.Helper()
	_, err := c.Upsert(bg, rs...)
	require.NoError(t, err)
}

func remove(t testing.TB, c *engine.Collection, ids ...string) {
	t.Helper()
	_, err := c.Delete(bg, ids...)
	require.NoError(t, err)
}

// parse reads the text form of an expression that is right.
func parse(t testing.TB, text string) query.Expr {
	t.Helper()
	e, err := query.Parse(text)
	require.NoError(t, err)
	return e
}

// matcher is a Collection or a Snapshot.
type matcher interface {
	Matches(ctx context.Context, e query.Expr) iter.Seq2[resource.Resource, error]
}

// matches collects all that matches.
func matches(t testing.TB, m matcher, e query.Expr) []resource.Resource {
	t.Helper()
	var rs []resource.Resource
	for r, err := range m.Matches(bg, e) {
		require.NoError(t, err)
		rs = append(rs, r)
	}
	return rs
}

// ids are the ids of all that matches, in order, joined by spaces.
func ids(t testing.TB, m matcher, text string) string {
	t.Helper()
	return idsOf(matches(t, m, parse(t, text)))
}

func idsOf(rs []resource.Resource) string {
	all := make([]string, len(rs))
	for i, r := range rs {
		all[i] = r.ID
	}
	return strings.Join(all, " ")
}

func count(t testing.TB, s *engine.Snapshot, text string) int {
	t.Helper()
	n, err := s.Count(bg, parse(t, text))
	require.NoError(t, err)
	return n
}

// terms lists keys and values with their counts.
func terms(s *engine.Snapshot) []string {
	var all []string
	for key, n := range s.Keys("") {
		all = append(all, fmt.Sprintf("%s %d", key, n))
		for value, n := range s.Values(key, "") {
			all = append(all, fmt.Sprintf("%s=%s %d", key, value, n))
		}
	}
	return all
}

// saved is a version as Save writes it: two versions of the same content and
// sequence number are equal here.
func saved(t testing.TB, s *engine.Snapshot) []byte {
	t.Helper()
	var w bytes.Buffer
	require.NoError(t, s.Save(bg, &w))
	return w.Bytes()
}

// unchanged runs a call that must leave the very version that was there.
func unchanged(t testing.TB, c *engine.Collection, call func()) {
	t.Helper()
	before := c.Snapshot()
	call()
	require.Same(t, before, c.Snapshot(), "a version was published")
}

// stream yields resources, then an error if there is one.
func stream(err error, rs ...resource.Resource) iter.Seq2[resource.Resource, error] {
	return func(yield func(resource.Resource, error) bool) {
		for _, r := range rs {
			if !yield(r, nil) {
				return
			}
		}
		if err != nil {
			yield(resource.Resource{}, err)
		}
	}
}
