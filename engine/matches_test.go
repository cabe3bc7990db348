package engine_test

import (
	"iter"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// TestMatchesMayBeLeft stops after each of the first matches, and at the edge
// of a block, by every way of running.
func TestMatchesMayBeLeft(t *testing.T) {
	s := paged(t, 40_000).Snapshot()
	for _, text := range pageQueries {
		e := parse(t, text)
		all := matches(t, s, e)
		for _, stop := range []int{1, 2, 3, 16_380, 16_381, 16_382, len(all)} {
			if stop > len(all) || stop == 0 {
				continue
			}
			n := 0
			for r, err := range s.Matches(bg, e) {
				require.NoError(t, err)
				require.Equal(t, all[n].ID, r.ID)
				if n++; n == stop {
					break
				}
			}
			require.Equal(t, stop, n)
		}
	}
}

// TestQueriesWithinMatches asks everything again in the body of the loop: the
// scratch of the one that goes on must not be touched.
func TestQueriesWithinMatches(t *testing.T) {
	s := paged(t, 17_000).Snapshot()
	for _, outer := range pageQueries {
		want := idsOf(matches(t, s, parse(t, outer)))
		var got []string
		n := 0
		for r, err := range s.Matches(bg, parse(t, outer)) {
			require.NoError(t, err)
			got = append(got, r.ID)
			if n++; n > 40 && n%2000 != 0 {
				continue
			}
			inner := parse(t, pageQueries[n%len(pageQueries)])
			count, err := s.Count(bg, inner)
			require.NoError(t, err)
			found, err := s.Find(bg, inner, engine.Page{Offset: n, Limit: 3})
			require.NoError(t, err)
			require.Equal(t, count, found.Total)
			for range s.Matches(bg, inner) {
				break
			}
			_, err = s.Explain(bg, inner)
			require.NoError(t, err)
		}
		require.Equal(t, want, strings.Join(got, " "), outer)
	}
}

// TestMatchesWithinMatches walks three deep over the same query.
func TestMatchesWithinMatches(t *testing.T) {
	s := open(t, numbered(12)...).Snapshot()
	e := parse(t, "k=v and not third=1")
	n := 0
	for a := range s.Matches(bg, e) {
		for b := range s.Matches(bg, e) {
			for c := range s.Matches(bg, e) {
				if a.ID == b.ID && b.ID == c.ID {
					n++
				}
			}
		}
	}
	require.Equal(t, 8, n)
}

// TestWritesWithinMatches deletes and changes what is walked over.
func TestWritesWithinMatches(t *testing.T) {
	const n = 17_000
	c := open(t, numbered(n)...)
	seen := 0
	for r, err := range c.Matches(bg, parse(t, "k=v")) {
		require.NoError(t, err)
		if seen++; seen%500 == 0 {
			remove(t, c, r.ID)
			upsert(t, c, res("new"+r.ID, "k=v"))
		}
		if seen == n/2 {
			require.NoError(t, c.Compact(bg))
		}
	}
	require.Equal(t, n, seen)
	require.Equal(t, n, count(t, c.Snapshot(), "k=v"))
}

// TestMatchesIsOfTheMomentOfTheCall, not of that of the loop; and it may be
// walked over again.
func TestMatchesIsOfTheMomentOfTheCall(t *testing.T) {
	c := open(t, res("a"), res("b"))
	walk := c.Matches(bg, query.All())
	upsert(t, c, res("c"))
	remove(t, c, "a")
	for range 2 {
		var got []string
		for r, err := range walk {
			require.NoError(t, err)
			got = append(got, r.ID)
		}
		require.Equal(t, []string{"a", "b"}, got)
	}
	require.Equal(t, "b c", ids(t, c, "all"))
}

// TestPanicWithinMatches leaves the loop by a panic: what comes after is
// right all the same.
func TestPanicWithinMatches(t *testing.T) {
	s := paged(t, 17_000).Snapshot()
	for _, text := range pageQueries {
		e := parse(t, text)
		want := idsOf(matches(t, s, e))
		if want == "" {
			continue
		}
		for range 3 {
			require.PanicsWithValue(t, "boom", func() {
				for range s.Matches(bg, e) {
					for range s.Matches(bg, query.All()) {
						panic("boom")
					}
				}
			})
		}
		require.Equal(t, want, idsOf(matches(t, s, e)))
		n, err := s.Count(bg, e)
		require.NoError(t, err)
		require.Equal(t, len(matches(t, s, e)), n)
	}
}

// TestMatchesPulled is driven from outside, two at a time, and left.
func TestMatchesPulled(t *testing.T) {
	s := paged(t, 17_000).Snapshot()
	nextA, stopA := iter.Pull2(s.Matches(bg, parse(t, "k=v and not third=1")))
	nextB, stopB := iter.Pull2(s.Matches(bg, parse(t, "third=2 or third=1")))
	defer stopB()
	a, b := matches(t, s, parse(t, "k=v and not third=1")), matches(t, s, parse(t, "third=2 or third=1"))
	for i := range 11_000 {
		if i == 5000 {
			stopA()
			stopA()
		}
		ra, errA, okA := nextA()
		rb, errB, okB := nextB()
		require.NoError(t, errA)
		require.NoError(t, errB)
		require.Equal(t, i < 5000, okA)
		require.True(t, okB)
		if okA {
			require.Equal(t, a[i].ID, ra.ID)
		}
		require.Equal(t, b[i].ID, rb.ID)
	}
}
