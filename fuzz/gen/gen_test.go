package gen

import (
	"encoding/binary"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// sources makes n sources of random bytes, the same each time.
func sources(n int) []*Source {
	random := rand.NewChaCha8([32]byte{'g', 'e', 'n'})
	list := make([]*Source, n)
	for i := range list {
		data := make([]byte, 1+random.Uint64()%800)
		_, _ = random.Read(data)
		list[i] = New(data)
	}
	return list
}

func TestSourceIsDeterministic(t *testing.T) {
	a, b := sources(50), sources(50)
	for i := range a {
		require.Equal(t, a[i].Set(), b[i].Set())
		require.Equal(t, a[i].Expr(), b[i].Expr())
		require.Equal(t, a[i].Body(IMS), b[i].Body(IMS))
	}
}

// A source that is used up makes the plainest things, and comes to an end.
func TestEmptySource(t *testing.T) {
	s := New(nil)
	require.True(t, s.Done())
	require.Zero(t, s.N(1000))
	require.False(t, s.OneIn(2))
	require.Equal(t, Set{}, s.Set())
	require.Empty(t, s.Batch(Filler{}))
	require.JSONEq(t, `{"action":"filter"}`, string(s.Body(IMS)))
	require.JSONEq(t, `{}`, string(s.Body(CTS)))
	_, next := s.History()
	_, more := next()
	require.False(t, more)
	require.LessOrEqual(t, nodes(s.Expr()), 1)
}

func TestResources(t *testing.T) {
	tagged, system, twice := 0, 0, 0
	for _, s := range sources(500) {
		seen := map[string]bool{}
		for _, r := range s.Set().Own {
			require.NoError(t, r.Validate())
			require.LessOrEqual(t, len(r.Tags), maxTags)
			if len(r.Tags) > 0 {
				tagged++
			}
			if slices.ContainsFunc(r.Tags, func(tag resource.Tag) bool { return resource.IsSystem(tag.Key) }) {
				system++
			}
			if seen[r.ID] {
				twice++
			}
			seen[r.ID] = true
		}
		bad := s.BadResource()
		require.True(t, bad.Validate() != nil || bad.Detail != "" && !strings.HasPrefix(bad.Detail, `{"s`), "%+v", bad)
	}
	require.Greater(t, tagged, 1000)
	require.Greater(t, system, 20)
	require.Greater(t, twice, 500, "ids collide")
}

func nodes(e query.Expr) int {
	n := 1
	for _, arg := range e.Args() {
		n += nodes(arg)
	}
	return n
}

// valid reports whether all text of e is UTF-8.
func valid(e query.Expr) bool {
	ok := utf8.ValidString(e.Key()) && utf8.ValidString(e.Value())
	for _, v := range e.Values() {
		ok = ok && utf8.ValidString(v)
	}
	for _, arg := range e.Args() {
		ok = ok && valid(arg)
	}
	return ok
}

func TestExprs(t *testing.T) {
	kinds := map[query.Op]int{}
	var count func(e query.Expr)
	count = func(e query.Expr) {
		kinds[e.Op()]++
		for _, arg := range e.Args() {
			count(arg)
		}
	}
	for _, s := range sources(2000) {
		e := s.Expr()
		require.LessOrEqual(t, nodes(e), 10*maxNodes)
		require.True(t, valid(e))
		require.False(t, valid(s.BadExpr()))
		count(e)
	}
	for op := query.OpAll; op <= query.OpOr; op++ {
		require.Greater(t, kinds[op], 20, "kind %d", op)
	}
}

func TestBodies(t *testing.T) {
	documents := 0
	for _, s := range sources(2000) {
		var b strings.Builder
		s.print(&b, s.request(CTS))
		require.True(t, json.Valid([]byte(b.String())), "%s", b.String())
		body := s.Body(IMS)
		require.Less(t, len(body), 4<<20)
		if json.Valid(body) {
			documents++
		}
	}
	require.Greater(t, documents, 1000)
	require.Less(t, documents, 1990)
}

func TestFiller(t *testing.T) {
	for layout := range Layouts {
		f := Filler{N: 2000, Layout: layout}
		ids, tagged := map[string]bool{}, 0
		for i, r := range f.Resources() {
			require.NoError(t, r.Validate())
			require.Equal(t, f.At(i), r)
			ids[r.ID] = true
			if len(r.Tags) > 0 {
				tagged++
			}
		}
		require.Len(t, ids, 2000)
		require.Positive(t, tagged, "layout %d", layout)
	}
	sizes := map[int]int{}
	random := rand.New(rand.NewPCG(1, 1))
	for range 60000 {
		s := New(binary.LittleEndian.AppendUint64(nil, random.Uint64()))
		f := s.Filler()
		require.Less(t, f.Layout, Layouts)
		sizes[f.N]++
	}
	for _, n := range fillerSizes {
		require.Positive(t, sizes[n], "size %d", n)
	}
	require.Less(t, sizes[65536]*200, 60000, "large ones are rare")
}

func TestHistories(t *testing.T) {
	for _, s := range sources(200) {
		filler, next := s.History()
		steps := 0
		for step, more := next(); more; step, more = next() {
			steps++
			require.LessOrEqual(t, len(step.Batch), max(2*maxBatch+1, filler.N))
		}
		require.LessOrEqual(t, steps, maxSteps)
	}
}
