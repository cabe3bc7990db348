package index

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/internal/fold"
	"github.com/tagdex/tagdex/resource"
)

// model is the content of a version in the plainest form: resources by
// ordinal. Every answer of it is a scan.
type model struct {
	next     uint32
	sequence uint64
	at       map[uint32]resource.Resource
}

func newModel(next uint32) *model { return &model{next: next, at: map[uint32]resource.Resource{}} }

func (m *model) clone() *model {
	c := *m
	c.at = maps.Clone(m.at)
	return &c
}

func (m *model) find(id string) (uint32, bool) {
	for ord, r := range m.at {
		if r.ID == id {
			return ord, true
		}
	}
	return 0, false
}

func (m *model) upsert(r resource.Resource) (replaced bool) {
	r.Tags = slices.Clone(r.Tags)
	ord, ok := m.find(r.ID)
	if !ok {
		ord = m.next
		m.next++
	}
	m.at[ord] = r
	return ok
}

func (m *model) delete(id string) bool {
	ord, ok := m.find(id)
	if ok {
		delete(m.at, ord)
	}
	return ok
}

// where lists the ordinals of the resources that hold, sorted.
func (m *model) where(holds func(r resource.Resource) bool) []uint32 {
	var ords []uint32
	for ord, r := range m.at {
		if holds(r) {
			ords = append(ords, ord)
		}
	}
	slices.Sort(ords)
	return ords
}

// terms lists all keys with their values, and every ordinal of each.
func (m *model) terms() map[string]map[string][]uint32 {
	keys := map[string]map[string][]uint32{}
	for _, ord := range m.where(func(resource.Resource) bool { return true }) {
		for _, t := range m.at[ord].Tags {
			if keys[t.Key] == nil {
				keys[t.Key] = map[string][]uint32{}
			}
			keys[t.Key][t.Value] = append(keys[t.Key][t.Value], ord)
		}
	}
	return keys
}

// compare reports the first answer of v that differs from the model's.
func (m *model) compare(v *Version) error {
	if v.Sequence() != m.sequence {
		return fmt.Errorf("sequence %d, want %d", v.Sequence(), m.sequence)
	}
	all := m.where(func(resource.Resource) bool { return true })
	if got := v.Live().AppendTo(nil); !slices.Equal(got, all) {
		return fmt.Errorf("live %v, want %v", got, all)
	}
	tagged := m.where(func(r resource.Resource) bool {
		return slices.ContainsFunc(r.Tags, func(t resource.Tag) bool { return !strings.HasPrefix(t.Key, "_sys_") })
	})
	if got := v.Tagged().AppendTo(nil); !slices.Equal(got, tagged) {
		return fmt.Errorf("tagged %v, want %v", got, tagged)
	}
	if err := m.compareResources(v); err != nil {
		return err
	}
	if err := m.compareTerms(v); err != nil {
		return err
	}
	return m.compareGrams(v)
}

func (m *model) compareResources(v *Version) error {
	for ord, want := range m.at {
		if got, ok := v.Ordinal(want.ID); !ok || got != ord {
			return fmt.Errorf("%q is at %d (%v), want %d", want.ID, got, ok, ord)
		}
		if got := v.Resource(ord); !equalResources(got, want) {
			return fmt.Errorf("resource %v, want %v", got, want)
		}
		if got := v.Record(ord).Name(); got != want.Name {
			return fmt.Errorf("%q named %q", want.Name, got)
		}
	}
	if _, ok := v.Ordinal("nobody's id"); ok {
		return fmt.Errorf("an id that never was is found")
	}
	return nil
}

func equalResources(a, b resource.Resource) bool {
	return a.ID == b.ID && a.Name == b.Name && a.Detail == b.Detail && slices.Equal(a.Tags, b.Tags)
}

func (m *model) compareTerms(v *Version) error {
	want := m.terms()
	keys := slices.Sorted(maps.Keys(want))
	var gotKeys []string
	for key, p := range v.Keys("") {
		gotKeys = append(gotKeys, key)
		if !equalPostings(p, v.Key(key)) {
			return fmt.Errorf("key %q: Keys and Key differ", key)
		}
	}
	if !slices.Equal(gotKeys, keys) {
		return fmt.Errorf("keys %q, want %q", gotKeys, keys)
	}
	for _, key := range keys {
		values := slices.Sorted(maps.Keys(want[key]))
		var gotValues []string
		for value, p := range v.Values(key, "") {
			gotValues = append(gotValues, value)
			if !slices.Equal(p.AppendTo(nil), want[key][value]) || !equalPostings(p, v.Tag(key, value)) {
				return fmt.Errorf("%q=%q: %v, want %v", key, value, p.AppendTo(nil), want[key][value])
			}
		}
		if !slices.Equal(gotValues, values) {
			return fmt.Errorf("values of %q: %q, want %q", key, gotValues, values)
		}
	}
	return nil
}

func equalPostings(p, q Posting) bool { return slices.Equal(p.AppendTo(nil), q.AppendTo(nil)) }

// compareGrams asks for every piece of one to three runes of every name, for
// some longer ones, and for the names themselves.
func (m *model) compareGrams(v *Version) error {
	patterns := map[string]bool{"": true}
	for _, r := range m.at {
		runes := []rune(fold.String(r.Name))
		for i := range runes {
			for n := 1; n <= GramRunes && i+n <= len(runes); n++ {
				patterns[string(runes[i:i+n])] = true
			}
		}
		for _, n := range []int{4, 7, 14} {
			for i := 0; i+n <= len(runes); i += 3 {
				patterns[string(runes[i:i+n])] = true
			}
		}
		patterns[string(runes)] = true
	}
	for pattern := range patterns {
		if err := m.comparePattern(v, pattern); err != nil {
			return err
		}
	}
	return nil
}

func (m *model) comparePattern(v *Version, pattern string) error {
	want := m.where(func(r resource.Resource) bool {
		folded := fold.String(r.Name)
		return strings.Contains(folded, pattern) && (pattern != "" || folded == "")
	})
	if utf8.RuneCountInString(pattern) <= GramRunes {
		if got := v.Gram(pattern).AppendTo(nil); !slices.Equal(got, want) {
			return fmt.Errorf("gram %q: %v, want %v", pattern, got, want)
		}
	}
	candidates := v.Candidates(pattern, make([]Posting, 0, 3))
	if len(candidates) == 0 {
		return fmt.Errorf("no candidates of %q", pattern)
	}
	for i, p := range candidates {
		if i > 0 && candidates[i-1].Len() > p.Len() {
			return fmt.Errorf("candidates of %q are not in order of size", pattern)
		}
		for _, ord := range want {
			if !p.Has(ord) {
				return fmt.Errorf("candidates of %q leave out %d", pattern, ord)
			}
		}
	}
	if pattern == "" {
		return nil
	}
	for i, p := range v.Known(pattern, make([]Posting, 0, 1+len(pattern)%4)) {
		for _, ord := range p.AppendTo(nil) {
			if _, ok := slices.BinarySearch(want, ord); !ok {
				return fmt.Errorf("known posting %d of %q has %d", i, pattern, ord)
			}
		}
	}
	return nil
}
