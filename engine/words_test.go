package engine_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// templated makes n images with names as catalogues have them, of more than
// one block when n is above 16,384. Nearly every name ends with a hash of its own.
func templated(n int) []resource.Resource {
	systems := []string{"Ubuntu-22.04", "ubuntu-24.04", "Windows_Server-2022", "win\u017fock", "Debian.12", "\u212aernel-5.10", "\u0130stanbul", "d\u0131k", "镜像-образ", "ОБРАЗ"}
	machines := []string{"amd64", "ARM64", "x86_64"}
	rs := make([]resource.Resource, n)
	for i := range rs {
		name := fmt.Sprintf("%s-%s-%s-%d%02d%02d-%05x", systems[i%len(systems)], machines[i%7%3],
			[]string{"server", "Server", "minimal", "k8s-node", "gpu  (cuda12)"}[i%11%5], 2018+i%7, 1+i%12, 1+i%28, i*7919%(1<<20))
		switch i % 500 {
		case 3:
			name = ""
		case 4:
			name = strings.Repeat("verylong", 9) + "-server"
		case 5:
			name = "server"
		}
		rs[i] = named(fmt.Sprint("id", i), name, "mod="+fmt.Sprint(i%3), "rare="+fmt.Sprint(i/40))
	}
	return rs
}

// TestKindsOfPatterns holds patterns of every kind against a scan, in the
// places of a query where names are looked at in different ways: block by
// block, one by one, negated, beside other names. Some of them must be known
// by words, some cannot.
func TestKindsOfPatterns(t *testing.T) {
	n := 20_000
	if testing.Short() || raceEnabled {
		n = 3000
	}
	rs := templated(n)
	// What was found is not kept, so that names are looked at every time.
	c := engine.Open(&engine.Options{UnionBytes: -1})
	upsert(t, c, rs...)
	// Some are renamed, some deleted, in a later version.
	var batch engine.Batch
	for i := range rs {
		switch i % 97 {
		case 11:
			rs[i].Name = strings.ToUpper(strings.ReplaceAll(rs[i].Name, "server", "renamed"))
			batch.Upsert(rs[i])
		case 12:
			batch.Delete(rs[i].ID)
			rs[i].ID = ""
		}
	}
	_, err := c.Apply(bg, &batch)
	require.NoError(t, err)
	rs = slices.DeleteFunc(rs, func(r resource.Resource) bool { return r.ID == "" })
	for _, tc := range []struct {
		pattern string
		known   bool
	}{
		{"ubuntu", true},
		{"BUNT", true},
		{"-ubuntu-", false},
		{"ubuntu-", true},
		{"-server", true},
		{"server", true},
		{"Server-", true},
		{"-SERVER-", true},
		{"ubuntu-22.04", true},
		{"U-22.", true},
		{"22.04", true},
		{".04-", true},
		{".04-a", true},
		{"_server-20", true},
		{"s_serv", true},
		{"x86_64", true},
		{"86_6", true},
		{"arm64-", true},
		{"-2020", true},
		{"2021", true},
		{"202105", false},
		{"r-20", true},
		{"gpu  (cuda12)", true},
		{"cuda", true},
		{"  (c", true},
		{"k8s-node", true},
		{"kernel", true},
		{"\u212aERNEL", true},
		{"windſock", false},
		{"winsock", true},
		{"WIN\u017fOCK", true},
		{"istanbul", false},
		{"\u0130stanbul", true},
		{"d\u0131k-", true},
		{"dik-", false},
		{"镜像-образ", true},
		{"образ", true},
		{"обра", true},
		{"像-о", false},
		{"renamed", false /* too few to ask */},
		{"verylongverylong", false},
		{"longvery", false},
		{"ubuntu-22.04-amd64", false},
		{"04-amd64-s", false},
		{"00f3", false},
		{"-0f", false},
		{"nowhere", false},
		{"----", false},
		{"ubuntu-24.04-arm64-minimal-2019", false},
	} {
		name := query.NameContains(tc.pattern)
		plan, err := c.Snapshot().Explain(bg, name)
		require.NoError(t, err)
		require.Equal(t, tc.known, hasKnown(&plan.Root), "%q is known by words\n%s", tc.pattern, plan)
		holds := map[string]bool{}
		for _, r := range rs {
			if foldContains(r.Name, tc.pattern) {
				holds[r.ID] = true
			}
		}
		check := func(e query.Expr, want func(r *resource.Resource) bool) {
			var right []resource.Resource
			for i := range rs {
				if want(&rs[i]) {
					right = append(right, rs[i])
				}
			}
			require.True(t, idsOf(right) == idsOf(matches(t, c, e)), "%s", e) // thousands: not shown
			count, err := c.Count(bg, e)
			require.NoError(t, err)
			require.Equal(t, len(right), count, "%s", e)
		}
		check(name, func(r *resource.Resource) bool { return holds[r.ID] })
		check(query.Not(name), func(r *resource.Resource) bool { return !holds[r.ID] })
		check(query.And(query.Eq("mod", "1"), name), func(r *resource.Resource) bool { return r.Tags[0].Value == "1" && holds[r.ID] })
		check(query.And(query.Eq("mod", "1"), query.Not(name)), func(r *resource.Resource) bool { return r.Tags[0].Value == "1" && !holds[r.ID] })
		check(query.And(query.Eq("rare", "7"), name), func(r *resource.Resource) bool { return r.Tags[1].Value == "7" && holds[r.ID] })
		check(query.And(query.Eq("rare", "7"), query.Not(name)), func(r *resource.Resource) bool { return r.Tags[1].Value == "7" && !holds[r.ID] })
		check(query.Or(query.Eq("rare", "7"), name), func(r *resource.Resource) bool { return r.Tags[1].Value == "7" || holds[r.ID] })
		check(query.And(query.NameContains("64-"), name), func(r *resource.Resource) bool { return foldContains(r.Name, "64-") && holds[r.ID] })
	}
}

// hasKnown tells whether words made anything of a plan known.
func hasKnown(n *engine.PlanNode) bool {
	return n.Op == "word" || n.Known > 0 || slices.ContainsFunc(n.Args, func(n engine.PlanNode) bool { return hasKnown(&n) })
}

// TestKnownIsTakenOut negates what words know where grams tell nothing, so
// that the look at names stands alone.
func TestKnownIsTakenOut(t *testing.T) {
	const n = 300
	rs := make([]resource.Resource, n)
	for i := range rs {
		rs[i] = named(fmt.Sprint("id", i), []string{"abcd-x", "abc-bcd", "bcd-abcd 20250131abcd"}[i%3], "k=v", "mod="+fmt.Sprint(i%2))
	}
	s := open(t, rs...).Snapshot()
	for text, want := range map[string]int{
		`name ~ "abcd"`:                     200,
		`not name ~ "abcd"`:                 100,
		`mod=1 and not name ~ "abcd"`:       50,
		`not (name ~ "abcd" or mod=0)`:      50,
		`mod=1 and name ~ "abcd"`:           100,
		`mod=1 and not not name ~ "abcd"`:   100,
		`not (mod=1 and not name ~ "abcd")`: 250,

		`not (name ~ "abcd" and name ~ "c")`:           100,
		`mod=1 and not (name ~ "abcd" and name ~ "c")`: 50,
	} {
		require.Equal(t, want, count(t, s, text), text)
	}
}

// TestManyGrams: most names have most grams of a text, each another lot of
// them, few have all, and fewer the text. Names are found block by block, and
// among the few that a tag selects.
func TestManyGrams(t *testing.T) {
	const pattern = "abcdefghijkl"
	r := rand.New(rand.NewPCG(3, 4))
	rs := make([]resource.Resource, 20_000)
	want := map[string]int{}
	for i := range rs {
		var parts []string
		for at := range len(pattern) - 2 {
			if r.IntN(5) > 0 {
				parts = append(parts, pattern[at:at+3])
			}
		}
		if r.IntN(30) == 0 {
			parts = append(parts, strings.ToUpper(pattern))
			want[fmt.Sprint(i/200)]++
		}
		rs[i] = named(fmt.Sprint(i), strings.Join(parts, " | "), fmt.Sprint("k=", i/200))
	}
	c := engine.Open(&engine.Options{UnionBytes: -1})
	upsert(t, c, rs...)
	total := 0
	for k, n := range want {
		total += n
		got, err := c.Count(bg, query.And(query.Eq("k", k), query.NameContains(pattern)))
		require.NoError(t, err)
		require.Equal(t, n, got, "k=%s", k)
	}
	got, err := c.Count(bg, query.NameContains(pattern))
	require.NoError(t, err)
	require.Equal(t, total, got)
}
