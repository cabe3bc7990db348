package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// checkFilter compiles filters and holds the result, in the model and in the
// engine, against the table of SEMANTICS section 2.
func checkFilter(t testing.TB, data []byte) {
	src := gen.New(data)
	p := pairOf(t, gen.Set{Own: src.Set().Own})
	s := p.engine.Snapshot()
	for range maxQueries {
		f, reading := src.Filter(), src.Reading()
		e, err := f.Expr(reading)
		if model.FilterFault(&f, reading) {
			require.ErrorIs(t, err, query.ErrFilter, "%+v", f)
		} else {
			require.NoError(t, err, "%+v", f)
			want := p.model.Select(func(r *resource.Resource) bool { return model.MatchFilter(&f, reading, r) })
			requireSame(t, want, selected(p.model, e), "the model's "+e.String())
			askFor(t, src, s, e, want)
		}
		if src.Done() {
			break
		}
	}
}

func FuzzFilter(f *testing.F) {
	addSeeds(f, "FuzzFilter")
	f.Fuzz(func(t *testing.T, data []byte) { checkFilter(t, data) })
}

func TestFilter(t *testing.T) { runCases(t, "FuzzFilter", 2000, checkFilter) }

// A lone "*" is an error in an entry that is not seen too: of a system key
// among tenant tags, and the other way round. Found by TestFilter.
func TestLoneStarIsAnErrorAnywhere(t *testing.T) {
	star := func(key string) []query.TagMatch { return []query.TagMatch{{Key: key, Values: []string{"*"}}} }
	for _, f := range []query.Filter{{Tags: star("_sys_x")}, {NotTagsAny: star("_sys_x")}, {SysTags: star("k")}} {
		_, err := f.Expr(query.Reading{Wildcards: true})
		require.ErrorIs(t, err, query.ErrFilter, "%+v", f)
	}
}
