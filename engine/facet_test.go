package engine_test

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

func facets(t testing.TB, s *engine.Snapshot, text string, o engine.FacetOptions) engine.Facets {
	t.Helper()
	f, err := s.Facets(bg, parse(t, text), o)
	require.NoError(t, err)
	return f
}

// show writes counts as "text:count ...".
func show(counts []engine.Count) string {
	parts := make([]string, len(counts))
	for i, c := range counts {
		parts[i] = fmt.Sprintf("%s:%d", c.Text, c.Count)
	}
	return strings.Join(parts, " ")
}

func TestFacets(t *testing.T) {
	s := open(
		t,
		res("a", "os=linux", "arch=arm"), res("b", "os=linux", "arch=x86"), res("c", "os=bsd", "arch=x86"),
		res("d", "os=", "arch=x86", "_sys_p=1"), res("e", "arch=arm", "_sys_p=2"), res("f"),
	).Snapshot()
	f := facets(t, s, "arch=x86", engine.FacetOptions{Keys: []string{"os", "arch", "none", "os", "_sys_p"}, KeyLimit: 9, Sideways: true})
	require.Equal(t, 3, f.Total)
	require.Equal(t, s.Version(), f.Version)
	require.Equal(t, "arch:3 os:3 _sys_p:1", show(f.Keys))
	require.Len(t, f.Facets, 5)
	os, arch, none := f.Facets[0], f.Facets[1], f.Facets[2]
	require.Equal(t, ":1 bsd:1 linux:1", show(os.Within.Values))
	require.Equal(t, 3, os.Within.Having)
	require.Equal(t, os.Within, *os.Without, "arch=x86 is not about os")
	require.Equal(t, "x86:3", show(arch.Within.Values))
	require.Equal(t, engine.FacetCounts{Selected: 6, Having: 5, Values: []engine.Count{{"x86", 3}, {"arm", 2}}}, *arch.Without)
	require.Equal(t, engine.FacetCounts{Selected: 3, Values: []engine.Count{}}, none.Within)
	require.Equal(t, os, f.Facets[3])
	require.Equal(t, "1:1", show(f.Facets[4].Within.Values))

	tenant := facets(t, s, "all", engine.FacetOptions{Keys: []string{"_sys_p"}, KeyLimit: 9, Tenant: true})
	require.Equal(t, "arch:5 os:4", show(tenant.Keys))
	require.Zero(t, tenant.Facets[0].Within.Having)
	require.Nil(t, tenant.Facets[0].Without)

	nothing := facets(t, s, "none", engine.FacetOptions{Keys: []string{"os"}, KeyLimit: 1, Sideways: true})
	require.NotNil(t, nothing.Keys)
	require.NotNil(t, nothing.Facets[0].Within.Values)
	for _, o := range []engine.FacetOptions{{Limit: -1}, {KeyLimit: math.MinInt}} {
		_, err := s.Facets(bg, query.All(), o)
		require.ErrorIs(t, err, engine.ErrInvalidPage)
	}
}

// many has keys of a few, a hundred and as many values as there are resources,
// so that each way of counting is taken by one of them.
func many(n int) []resource.Resource {
	rs := make([]resource.Resource, n)
	for i := range rs {
		rs[i] = res(fmt.Sprint("id", i), fmt.Sprint("few=", i%3), fmt.Sprint("some=", i*i%101), fmt.Sprint("each=", i))
		if i%7 == 0 {
			rs[i].Tags = rs[i].Tags[:1+i%3]
		}
	}
	return rs
}

// naive counts the values of a key by a walk over all that matches.
func naive(t testing.TB, s *engine.Snapshot, text, key string) []engine.Count {
	t.Helper()
	counts := map[string]int{}
	for r, err := range s.Matches(bg, parse(t, text)) {
		require.NoError(t, err)
		for _, tag := range r.Tags {
			if tag.Key == key {
				counts[tag.Value]++
			}
		}
	}
	list := []engine.Count{}
	for value, n := range counts {
		list = append(list, engine.Count{Text: value, Count: n})
	}
	slices.SortFunc(list, func(a, b engine.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Text, b.Text))
	})
	return list
}

// TestFacetsEveryWay asks often enough that columns are made, of a collection
// with more values of a key than 16 bits number.
func TestFacetsEveryWay(t *testing.T) {
	s := open(t, many(80_000)...).Snapshot()
	for _, text := range []string{"all", "few=1", "not few=1", "some=4", "few=2 and some in (1, 4, 9)", `name ~ "77"`, "id=id123", "none"} {
		for _, key := range []string{"few", "some", "each"} {
			want := naive(t, s, text, key)
			for _, limit := range []int{1, 10, math.MaxInt, 25} {
				f := facets(t, s, text, engine.FacetOptions{Keys: []string{key}, Limit: limit})
				require.Equal(t, want[:min(limit, len(want))], f.Facets[0].Within.Values, "%s of %s, %d", key, text, limit)
			}
		}
	}
}

// TestFacetsOfLists selects as many as a plan finds by list, fewer and more
// than are worth being made blocks of, and counts their values by postings.
func TestFacetsOfLists(t *testing.T) {
	rs := many(20_000) // two blocks
	sizes := []int{1, 10, 63, 64, 65, 200, 1000}
	for _, n := range sizes {
		for i := range n {
			r := &rs[i*(len(rs)/n)]
			r.Tags = append(r.Tags, resource.Tag{Key: fmt.Sprint("pick", n), Value: fmt.Sprint(i % 2)})
		}
	}
	s := open(t, rs...).Snapshot()
	for _, n := range sizes {
		for _, text := range []string{fmt.Sprintf("pick%d and few", n), fmt.Sprintf("pick%d", n), fmt.Sprintf("pick%d=1 and not some=4", n)} {
			for _, key := range []string{"few", "some", fmt.Sprint("pick", n)} {
				want := naive(t, s, text, key)
				for range 3 {
					f := facets(t, s, text, engine.FacetOptions{Keys: []string{key}, Limit: math.MaxInt})
					require.Equal(t, want, f.Facets[0].Within.Values, "%s of %s", key, text)
				}
			}
		}
	}
}

// TestFacetsOfManyKeys has more keys than a snapshot keeps columns of.
func TestFacetsOfManyKeys(t *testing.T) {
	rs := make([]resource.Resource, 17_000)
	for i := range rs {
		rs[i].ID = fmt.Sprint(i)
		for k := range 34 {
			rs[i].Tags = append(rs[i].Tags, resource.Tag{Key: fmt.Sprint("k", k), Value: fmt.Sprint(i * (k + 1) % 499)})
		}
	}
	s := open(t, rs...).Snapshot()
	const text = "k0 in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21)"
	for range 3 {
		for k := range 34 {
			key := fmt.Sprint("k", k)
			f := facets(t, s, text, engine.FacetOptions{Keys: []string{key}, Limit: math.MaxInt})
			require.Equal(t, naive(t, s, text, key), f.Facets[0].Within.Values, key)
		}
	}
}

// TestFacetsInParallel has readers make and drop the same lists. The race
// detector watches.
func TestFacetsInParallel(t *testing.T) {
	s := open(t, many(20_000)...).Snapshot()
	o := engine.FacetOptions{Keys: []string{"some", "few", "each"}, KeyLimit: 3, Sideways: true}
	want := facets(t, open(t, many(20_000)...).Snapshot(), "few=1", o)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 5 {
				f, err := s.Facets(bg, query.Eq("few", "1"), o)
				if err != nil || fmt.Sprint(f.Facets[0].Within) != fmt.Sprint(want.Facets[0].Within) {
					t.Errorf("%v %+v", err, f)
				}
			}
		})
	}
	wg.Wait()
}

// ending is a context that is done after it was asked n times.
type ending struct {
	context.Context
	left int
}

func (e *ending) Err() error {
	if e.left--; e.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestFacetsGiveUp ends the context at every place where it is looked at.
func TestFacetsGiveUp(t *testing.T) {
	c := open(t, many(40_000)...)
	o := engine.FacetOptions{Keys: []string{"few", "some", "each"}, KeyLimit: 5, Sideways: true}
	for _, text := range []string{"few=1", "not few=1", "some=4", "all"} {
		s, given := c.Snapshot(), 0
		for left := 0; ; left++ {
			_, err := s.Facets(&ending{bg, left}, parse(t, text), o)
			if err == nil {
				break
			}
			require.ErrorIs(t, err, context.Canceled)
			given++
		}
		require.Positive(t, given, text)
		upsert(t, c, res("one more")) // the next has a snapshot without lists
	}
}
