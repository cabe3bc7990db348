package index

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// put upserts one resource with the tags k1, v1, k2, v2, ...
func put(t testing.TB, b *Builder, id string, keysAndValues ...string) {
	t.Helper()
	r := resource.Resource{ID: id}
	for i := 0; i < len(keysAndValues); i += 2 {
		r.Tags = append(r.Tags, resource.Tag{Key: keysAndValues[i], Value: keysAndValues[i+1]})
	}
	if _, err := b.Upsert(&r); err != nil {
		t.Fatal(err)
	}
}

// freeze ends a builder and checks what came out.
func freeze(t testing.TB, b *Builder) *Version {
	t.Helper()
	v := b.Freeze()
	if err := v.check(); err != nil {
		t.Fatal(err)
	}
	return v
}

// listing is all keys and values of a version in order, as text.
func listing(v *Version) []string {
	var all []string
	for key, p := range v.Keys("") {
		all = append(all, fmt.Sprintf("%s %d", key, p.Len()))
		for value, p := range v.Values(key, "") {
			all = append(all, fmt.Sprintf("%s=%s %d", key, value, p.Len()))
		}
	}
	return all
}

func wantListing(t *testing.T, v *Version, want ...string) {
	t.Helper()
	if got := listing(v); !slices.Equal(got, want) {
		t.Errorf("lists %q, want %q", got, want)
	}
}

// TestTermsAreForgotten turns unique values over: the ids of forgotten terms
// are given out again, so the dictionary stays as small as it was.
func TestTermsAreForgotten(t *testing.T) {
	v := Empty()
	for i := range 300 {
		b := v.Builder()
		put(t, b, "a", "k", fmt.Sprint("value ", i))
		put(t, b, "b", fmt.Sprint("key ", i), "v")
		v = freeze(t, b)
	}
	// k and its value, a key and its value; the new ones stand beside the old
	// ones for a moment.
	if v.tags.next > 8 {
		t.Errorf("%d ids handed out for 4 terms", v.tags.next)
	}
	wantListing(t, v, "k 1", "k=value 299 1", "key 299 1", "key 299=v 1")
}

// TestOldTermsStay gives the ids of forgotten terms to others, and looks at
// the version that had them before.
func TestOldTermsStay(t *testing.T) {
	b := Empty().Builder()
	put(t, b, "a", "k", "v", "l", "w")
	old := freeze(t, b)
	b = old.Builder()
	b.Delete("a")
	put(t, b, "b", "m", "x", "n", "y")
	now := freeze(t, b)

	if now.tags.next != old.tags.next {
		t.Fatalf("the ids were not used again: %d, then %d", old.tags.next, now.tags.next)
	}
	wantListing(t, old, "k 1", "k=v 1", "l 1", "l=w 1")
	wantListing(t, now, "m 1", "m=x 1", "n 1", "n=y 1")
	if got := old.Resource(0).Tags; !slices.Equal(got, []resource.Tag{{Key: "k", Value: "v"}, {Key: "l", Value: "w"}}) {
		t.Errorf("the old resource has %v now", got)
	}
	if n := now.Tag("k", "v").Len() + now.Key("l").Len(); n != 0 {
		t.Errorf("the new version still finds %d", n)
	}
}

// TestForgetAndMakeAgain forgets terms and makes them again in one builder,
// in the orders that are easy to get wrong.
func TestForgetAndMakeAgain(t *testing.T) {
	for _, tc := range []struct {
		name  string
		steps func(b *Builder)
		want  []string
	}{
		{"key and value", func(b *Builder) {
			b.Delete("a")
			put(t, b, "a", "k", "v")
		}, []string{"k 1", "k=v 1"}},
		{"key, with another value", func(b *Builder) {
			b.Delete("a")
			put(t, b, "a", "k", "w")
		}, []string{"k 1", "k=w 1"}},
		{"value, by replacing twice", func(b *Builder) {
			put(t, b, "a", "k", "w")
			put(t, b, "a", "k", "v")
		}, []string{"k 1", "k=v 1"}},
		{"key, by replacing twice", func(b *Builder) {
			put(t, b, "a")
			put(t, b, "a", "k", "v")
		}, []string{"k 1", "k=v 1"}},
		{"twice over", func(b *Builder) {
			for range 2 {
				b.Delete("a")
				put(t, b, "a", "k", "v", "j", "u")
			}
		}, []string{"j 1", "j=u 1", "k 1", "k=v 1"}},
		{"and forget again", func(b *Builder) {
			b.Delete("a")
			put(t, b, "a", "k", "v")
			b.Delete("a")
		}, nil},
		{"a fresh one only", func(b *Builder) {
			put(t, b, "b", "k", "v", "fresh", "f")
			b.Delete("b")
		}, []string{"k 1", "k=v 1"}},
		{"key and value change roles", func(b *Builder) {
			put(t, b, "a", "v", "k")
		}, []string{"v 1", "v=k 1"}},
		{"the value moves to another key", func(b *Builder) {
			put(t, b, "a", "kk", "v")
		}, []string{"kk 1", "kk=v 1"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := Empty().Builder()
			put(t, b, "a", "k", "v")
			old := freeze(t, b)
			b = old.Builder()
			tc.steps(b)
			wantListing(t, freeze(t, b), tc.want...)
			wantListing(t, old, "k 1", "k=v 1")
		})
	}
}

// TestKeyOutlivesItsValue keeps a key by a second resource while the first
// one's value goes.
func TestKeyOutlivesItsValue(t *testing.T) {
	b := Empty().Builder()
	put(t, b, "a", "k", "v")
	put(t, b, "b", "k", "w")
	v := freeze(t, b)
	key, _ := v.tags.find(0, "k")
	b = v.Builder()
	b.Delete("a")
	v = freeze(t, b)
	if now, e := v.tags.find(0, "k"); e == nil || now != key {
		t.Error("the key was made again")
	}
	wantListing(t, v, "k 1", "k=w 1")
}

// TestDroppedBuilder drops a builder that has done everything, and builds
// again from the same version under the same stamp.
func TestDroppedBuilder(t *testing.T) {
	b := Empty().Builder()
	for i := range 200 {
		put(t, b, fmt.Sprint("id", i), "k", fmt.Sprint(i%7), "unique", fmt.Sprint(i))
	}
	v := freeze(t, b)
	before := listing(v)
	for range 3 {
		b = v.Builder()
		for i := range 150 {
			b.Delete(fmt.Sprint("id", i))
			put(t, b, fmt.Sprint("new", i), "k", fmt.Sprint(i%9), "other", fmt.Sprint(i))
		}
		b.v.tags.mergeFresh(b.st) // as far as a builder can come without Freeze
	}
	wantListing(t, v, before...)
	if err := v.check(); err != nil {
		t.Fatal(err)
	}
	b = v.Builder()
	put(t, b, "one more", "k", "0")
	if got := freeze(t, b).Live().Len(); got != 201 {
		t.Errorf("%d resources, want 201", got)
	}
	wantListing(t, v, before...)
}

func TestSortTermsAsLessDoes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	d := newDictionary()
	keys := []string{"", "a", "a\x00", "ab", "b", "\xf4\x8f\xbf\xbf"}
	var terms []uint32
	for _, k := range keys {
		key := d.intern(0, k, 1)
		terms = append(terms, key)
		for _, v := range []string{"", "\x00", "1234567", "12345678", "12345678\x00", "123456789abcdef", "123456789abcdef0", "123456789abcdef01", "\u00ff", "\U0010FFFF"} {
			terms = append(terms, d.intern(ownerOf(key), v, 1))
		}
	}
	for range 10 {
		rng.Shuffle(len(terms), func(i, j int) { terms[i], terms[j] = terms[j], terms[i] })
		some := terms[:1+rng.IntN(len(terms))]
		want := slices.Clone(some)
		slices.SortFunc(want, func(a, b uint32) int {
			switch {
			case d.less(a, b):
				return -1
			case d.less(b, a):
				return 1
			}
			return 0
		})
		if got := d.sortTerms(append(slices.Clone(some), some[:len(some)/2]...)); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	}
}

func TestDifference(t *testing.T) {
	for _, tc := range []struct{ a, b, want []gram }{
		{nil, nil, nil},
		{[]gram{3, 1, 2}, nil, []gram{1, 2, 3}},
		{nil, []gram{1}, nil},
		{[]gram{2, 2, 1, 1, 2}, []gram{1}, []gram{2}},
		{[]gram{0, 5, 0}, []gram{5, 5}, []gram{0}},
		{[]gram{1, 2}, []gram{3, 0, 2, 1}, nil},
	} {
		a, b := slices.Clone(tc.a), slices.Clone(tc.b)
		compare := func(x, y gram) int { return int(x) - int(y) }
		if got := difference(a, b, compare); !slices.Equal(got, tc.want) {
			t.Errorf("%v without %v: %v, want %v", tc.a, tc.b, got, tc.want)
		}
		slices.Sort(tc.a)
		slices.Sort(tc.b)
		if !slices.Equal(a, tc.a) || !slices.Equal(b, tc.b) {
			t.Errorf("the lists have become %v and %v", a, b)
		}
	}
}

// TestLastTermGivesAllBack forgets all terms half way, in a builder that goes
// on and that keeps keys at hand.
func TestLastTermGivesAllBack(t *testing.T) {
	b := Empty().Builder()
	put(t, b, "a", "k", "v", "l", "w")
	old := freeze(t, b)
	b = old.Builder()
	b.interning.keys = nearKeys
	put(t, b, "b", "k", "v", "fresh", "f")
	b.Delete("a")
	b.Delete("b")
	if b.v.tags.next != 0 || b.v.tags.entries.root != nil || b.v.ids.buckets.root != nil {
		t.Errorf("%d ids are kept", b.v.tags.next)
	}
	put(t, b, "c", "l", "w", "k", "x")
	wantListing(t, freeze(t, b), "k 1", "k=x 1", "l 1", "l=w 1")
	wantListing(t, old, "k 1", "k=v 1", "l 1", "l=w 1")
}
