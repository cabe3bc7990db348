package index

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestFind looks up many terms at once, in any order, and holds each against
// what looking it up alone finds.
func TestFind(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	key := func() string { return fmt.Sprint("key ", rng.IntN(60)) }
	value := func() string { return []string{"", fmt.Sprint("value ", rng.IntN(500))}[min(rng.IntN(20), 1)] }
	b := Empty().Builder()
	for i := range 3000 {
		put(t, b, fmt.Sprint(i), fmt.Sprint("key ", rng.IntN(50)), value())
	}
	v := freeze(t, b)
	for range 300 {
		lookups := make([]Lookup, rng.IntN(4*lookupsAtOnce))
		for i := range lookups {
			l := Lookup{Key: key(), Value: value(), AnyValue: rng.IntN(5) == 0}
			if i > 0 && rng.IntN(2) == 0 {
				l.Key = lookups[i-1].Key
			}
			lookups[i] = l
		}
		v.Find(lookups)
		for _, l := range lookups {
			want := v.Tag(l.Key, l.Value)
			if l.AnyValue {
				want = v.Key(l.Key)
			}
			if !reflect.DeepEqual(l.Posting, want) {
				t.Fatalf("%q=%q, any %v: found %d, want %d", l.Key, l.Value, l.AnyValue, l.Posting.Len(), want.Len())
			}
			if (l.Term == 0) != (want.Len() == 0) {
				t.Fatalf("%q=%q has the term %d and %d resources", l.Key, l.Value, l.Term, want.Len())
			}
		}
	}
	Empty().Find([]Lookup{{Key: "a"}, {Key: "a", AnyValue: true}})
}

// TestFindOfOneHash: the first term of a hash is not the one.
func TestFindOfOneHash(t *testing.T) {
	v := Empty()
	builder := v.Builder()
	key := ownerOf(builder.v.tags.intern(0, "key", builder.st))
	a, b := collision(t, func(i int) uint32 { return v.tags.hash(key, fmt.Sprint(i)) })
	for i, n := range []int{a, b} {
		put(t, builder, fmt.Sprint(i), "key", fmt.Sprint(n))
	}
	v = freeze(t, builder)
	lookups := []Lookup{{Key: "key", Value: fmt.Sprint(a)}, {Key: "key", Value: fmt.Sprint(b)}}
	v.Find(lookups)
	for ord := range lookups {
		if l := &lookups[ord]; !l.Posting.Has(uint32(ord)) || l.Posting.Len() != 1 {
			t.Errorf("%q has another's resources", l.Value)
		}
	}
}

// TestAppendTerms: a resource has the terms that its tags are looked up as.
func TestAppendTerms(t *testing.T) {
	b := Empty().Builder()
	put(t, b, "a", "k", "v", "l", "")
	v := freeze(t, b)
	lookups := []Lookup{{Key: "k", Value: "v"}, {Key: "l"}}
	v.Find(lookups)
	want := []TermID{lookups[0].Term, lookups[1].Term}
	if got := v.AppendTerms(nil, 0); !reflect.DeepEqual(got, want) {
		t.Errorf("the terms are %v, want %v", got, want)
	}
}
