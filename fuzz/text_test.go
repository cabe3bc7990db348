package fuzz

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/fuzz/gen"
	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/query"
)

// checkTextForm prints an expression and parses it: the tree is the same, and
// so the answer. Then it parses the bytes themselves as text.
func checkTextForm(t testing.TB, data []byte) {
	src := gen.New(data)
	for range maxQueries {
		e := src.Expr()
		if src.OneIn(16) {
			e = src.BadExpr()
		}
		roundTrip(t, e)
		if src.Done() {
			break
		}
	}
	if e, err := query.Parse(string(data)); err == nil {
		roundTrip(t, e)
	}
}

func roundTrip(t testing.TB, e query.Expr) {
	text := e.String()
	if len(text) > query.MaxTextLen {
		return
	}
	back, err := query.Parse(text)
	require.NoError(t, err, "%q", text)
	require.True(t, query.Equal(e, back), "%q came back as %q", text, back.String())
	require.Equal(t, text, back.String())
}

func FuzzTextForm(f *testing.F) {
	addSeeds(f, "FuzzTextForm")
	for _, text := range []string{
		`arch=arm64 and region in (eu-west-1, eu-west-2) and not gpu and name ~ "al2023"`,
		`not (a or b) and id!="x" or key not in ("", "\xff") and k !~ v and name ^= "\u212a"`,
		`tagged and none or all`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkTextForm(t, data) })
}

func TestTextForm(t *testing.T) { runCases(t, "FuzzTextForm", 3000, checkTextForm) }

// checkNormalForm holds the normal form to its promises: the same answer, for
// every resource, and nothing left to do for a second time.
func checkNormalForm(t testing.TB, data []byte) {
	src := gen.New(data)
	resources := src.Set().Own
	for range maxQueries {
		e := src.Expr()
		if src.OneIn(16) {
			e = src.BadExpr()
		}
		normal := query.Normalize(e)
		for i := range resources {
			r := &resources[i]
			require.Equal(t, model.Match(e, r), model.Match(normal, r), "%s became %s, for %+v", e, normal, r)
		}
		again := query.Normalize(normal)
		require.True(t, query.Equal(normal, again), "%s became %s, then %s", e, normal, again)
		if src.Done() {
			break
		}
	}
}

func FuzzNormalForm(f *testing.F) {
	addSeeds(f, "FuzzNormalForm")
	f.Fuzz(func(t *testing.T, data []byte) { checkNormalForm(t, data) })
}

func TestNormalForm(t *testing.T) { runCases(t, "FuzzNormalForm", 3000, checkNormalForm) }
