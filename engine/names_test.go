package engine_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// foldEqualAt tells whether pattern stands at the beginning of runes, ignoring
// case by simple folding, in the plainest way.
func foldEqualAt(runes, pattern []rune) bool {
	if len(pattern) > len(runes) {
		return false
	}
	for i, p := range pattern {
		r := p
		for r != runes[i] {
			if r = unicode.SimpleFold(r); r == p {
				return false
			}
		}
	}
	return true
}

func foldContains(name, pattern string) bool {
	runes := []rune(name)
	for i := range len(runes) + 1 {
		if foldEqualAt(runes[i:], []rune(pattern)) {
			return true
		}
	}
	return false
}

// TestNames asks for all pieces of odd names, and for texts whose grams all
// occur where they themselves do not.
func TestNames(t *testing.T) {
	list := []string{
		"", "a", "ab", "abc", "abcd", "ABCD", "abcXbcd", "bcdabc", "aaa", "aaaa", "aaaaaaa", "abababab",
		"\u212aelvin", "Kelvin", "kelvin", "Stra\u00dfe", "STRA\u1e9eE", "strasse", "\u0130stanbul", "istanbul", "\u0131stanbul",
		"\x00", "a\x00b", "\x00\x00\x00\x00", "100%_*", "镜像-ubuntu", "\U0001F600\U0001F601\U0001F602\U0001F603", "ΣΑΣσς", "\ufffd\ufffd",
	}
	rs := make([]resource.Resource, len(list))
	patterns := map[string]bool{"abcdabc": true, "zzz": true, "bcX": true, "aaaaaaaa": true, "\ufffd": true, "*": true, "%": true, "ss": true}
	for i, name := range list {
		rs[i] = named(string(rune('A'+i)), name, "k=v")
		runes := []rune(name)
		for from := range runes {
			for to := from; to <= len(runes); to++ {
				piece := string(runes[from:to])
				patterns[piece], patterns[strings.ToUpper(piece)], patterns[strings.ToLower(piece)] = true, true, true
			}
		}
	}
	c := open(t, rs...)
	check := func(e query.Expr, holds func(name string) bool) {
		var want []resource.Resource
		for _, r := range rs {
			if holds(r.Name) {
				want = append(want, r)
			}
		}
		for _, asked := range []query.Expr{e, query.And(query.Has("k"), e), query.Not(query.Not(e)), query.Or(e, query.ID("nobody"))} {
			require.Equal(t, idsOf(want), idsOf(matches(t, c, asked)), "%s", asked)
		}
		n, err := c.Count(bg, query.Not(e))
		require.NoError(t, err)
		require.Equal(t, len(rs)-len(want), n, "not %s", e)
	}
	for p := range patterns {
		check(query.NameContains(p), func(name string) bool { return foldContains(name, p) })
		check(query.NamePrefix(p), func(name string) bool { return foldEqualAt([]rune(name), []rune(p)) })
		check(query.NameEquals(p), func(name string) bool { return name == p })
	}
	for _, invalid := range []string{"\xff", "a\xff", "\xed\xa0\x80"} {
		for _, e := range []query.Expr{query.NameContains(invalid), query.NamePrefix(invalid), query.NameEquals(invalid)} {
			check(e, func(string) bool { return false })
		}
	}
}

// TestGramsThatEveryNameHas leaves nothing of a test of names but the look at
// the names, also where it is negated, in a few names and in many.
func TestGramsThatEveryNameHas(t *testing.T) {
	for _, n := range []int{6, 300} {
		c := engine.Open(nil)
		begins := 0
		for i := range n {
			name := "IMG-"
			if i%3 == 0 {
				begins++
			} else {
				name = "old img-"
			}
			upsert(t, c, named(fmt.Sprint("id", i), name, "k=v"))
		}
		for text, want := range map[string]int{
			`name ^= "img-"`:                                 begins,
			`not name ^= "img-"`:                             n - begins,
			`name ^= "img-" and name ~ "-"`:                  begins,
			`not (name ^= "img-" and name ~ "-")`:            n - begins,
			`k and not (name ^= "img-" and name ~ "-")`:      n - begins,
			`id = x or not (name ^= "img-" and name ~ "-")`:  n - begins,
			`id = x or name ^= "img-" and not name ^= "old"`: begins,
			`name ^= "img-" and name ~ "-" and not k`:        0,
		} {
			require.Equal(t, want, count(t, c.Snapshot(), text), text)
		}
	}
}
