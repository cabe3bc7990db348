package engine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
)

// TestKeysAndValues has keys and values that begin alike, in all the ways
// that are easy to mix up.
func TestKeysAndValues(t *testing.T) {
	c := open(t,
		res("1", "env=prod", "env2=a", "en=x"),
		res("2", "env=production", "env\x00=nul"),
		res("3", "env=", "env2=prod", "prod=env"),
		res("4", "env=prod", "\U0010FFFF=last", "\u00ff=y", "_sys_env=s"),
		res("5"),
	)
	for _, tc := range []struct {
		prefix string
		want   []string
	}{
		{"", []string{"_sys_env 1", "en 1", "env 4", "env\x00 1", "env2 2", "prod 1", "\u00ff 1", "\U0010FFFF 1"}},
		{"e", []string{"en 1", "env 4", "env\x00 1", "env2 2"}},
		{"env", []string{"env 4", "env\x00 1", "env2 2"}},
		{"env\x00", []string{"env\x00 1"}},
		{"env\x00\x00", nil},
		{"env3", nil},
		{"Env", nil},
		{"prod", []string{"prod 1"}},
		{"\u00ff", []string{"\u00ff 1"}},
		{"\xc3", []string{"\u00ff 1"}}, // half of a rune is a prefix of bytes
		{"\xff", nil},
		{"\U0010FFFF", []string{"\U0010FFFF 1"}},
		{"_sys_", []string{"_sys_env 1"}},
	} {
		var got []string
		for key, n := range c.Snapshot().Keys(tc.prefix) {
			got = append(got, fmt.Sprint(key, " ", n))
		}
		require.Equal(t, tc.want, got, "keys of %q", tc.prefix)
	}
	for _, tc := range []struct {
		key, prefix string
		want        []string
	}{
		{"env", "", []string{" 1", "prod 2", "production 1"}},
		{"env", "prod", []string{"prod 2", "production 1"}},
		{"env", "produ", []string{"production 1"}},
		{"env", "q", nil},
		{"env", "prod\x00", nil},
		{"env\x00", "", []string{"nul 1"}},
		{"env2", "", []string{"a 1", "prod 1"}},
		{"en", "", []string{"x 1"}},
		{"e", "", nil},
		{"", "", nil},
		{"none", "", nil},
	} {
		var got []string
		for value, n := range c.Snapshot().Values(tc.key, tc.prefix) {
			got = append(got, fmt.Sprint(value, " ", n))
		}
		require.Equal(t, tc.want, got, "values of %q from %q", tc.key, tc.prefix)
	}
}

// TestKeysAfterDeletes: what no resource has is not listed, and comes back
// when one has it again.
func TestKeysAfterDeletes(t *testing.T) {
	c := open(t, res("1", "k=v", "l=w"), res("2", "k=v"), res("3", "k=x"))
	for _, step := range []struct {
		write func()
		want  string
	}{
		{func() { remove(t, c, "1") }, "k 2,k=v 1,k=x 1"},
		{func() { upsert(t, c, res("2", "k=x")) }, "k 2,k=x 2"},
		{func() { upsert(t, c, res("2"), res("3", "k=x")) }, "k 1,k=x 1"},
		{func() { remove(t, c, "3") }, ""},
		{func() { upsert(t, c, res("3", "l=w"), res("1", "k=")) }, "k 1,k= 1,l 1,l=w 1"},
		{func() { require.NoError(t, c.Compact(bg)) }, "k 1,k= 1,l 1,l=w 1"},
	} {
		old := c.Snapshot()
		before := terms(old)
		step.write()
		require.Equal(t, step.want, strings.Join(terms(c.Snapshot()), ","))
		require.Equal(t, before, terms(old))
	}
}

// TestKeysWhileWriting walks over an old listing while its terms go.
func TestKeysWhileWriting(t *testing.T) {
	c := engine.Open(nil)
	for i := range 500 {
		upsert(t, c, res(fmt.Sprint("id", i), fmt.Sprintf("key%03d=v", i), fmt.Sprintf("k=value%03d", i)))
	}
	var keys, values []string
	for key := range c.Snapshot().Keys("key") {
		keys = append(keys, key)
		remove(t, c, fmt.Sprint("id", len(keys)-1))
		upsert(t, c, res(fmt.Sprint("new", len(keys)), fmt.Sprintf("key%03da=v", len(keys))))
	}
	require.Len(t, keys, 500)
	require.True(t, slices.IsSorted(keys))
	for value := range c.Snapshot().Values("key001a", "") {
		values = append(values, value)
		remove(t, c, "new1")
	}
	require.Equal(t, []string{"v"}, values)
	require.Empty(t, slices.Collect(firsts(c.Snapshot().Values("k", ""))))
}

func firsts(pairs func(func(string, int) bool)) func(func(string) bool) {
	return func(yield func(string) bool) {
		for text := range pairs {
			if !yield(text) {
				return
			}
		}
	}
}
