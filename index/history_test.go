package index

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// choose makes the choices of a history: choose(n) is below n. It is a
// generator of random numbers, or the bytes of a fuzzer.
type choose func(n int) int

// shape is what histories of one kind draw from.
type shape struct {
	name   string
	ids    int
	keys   []string
	values []string
	runes  []rune   // of names
	pieces []string // of names, instead of runes
	length int      // of names, at most
	tags   int      // at most
	first  uint32   // the first ordinal
	batch  int      // changes at most
	room   wordRoom
}

var (
	fewTerms = shape{
		name: "few terms", ids: 12, keys: []string{"a", "b", "_sys_a"}, values: []string{"", "x", "y"},
		runes: []rune("aAb"), length: 4, tags: 3, batch: 6,
	}
	oddTexts = shape{
		name: "odd texts", ids: 30,
		keys:   []string{"k", "k\x00", "k\x00\x00", "kk", "\xf4\x8f\xbf\xbf", "K", "_sys_", "_sys", "é", "e\u0301"},
		values: []string{"", "\x00", "k", "k\x00", "v", "v\x00", "vv", "0123456789abcdef", "0123456789abcdefg", "0123456789abcdef\x00", "\U0010FFFF"},
		runes:  []rune("a\x00A\u212aK\U0001F600\U0010FFFFßẞ"), length: 7, tags: 8, batch: 20,
	}
	manyTerms = shape{
		name: "many terms", ids: 400, keys: numbered("key", 25), values: numbered("value", 60),
		runes: []rune("abcdefghij-"), length: 12, tags: 10, batch: 120,
	}
	// Names of words that come again; templated as in catalogues.
	templates = shape{
		name: "templates", ids: 60, keys: []string{"k"}, values: []string{"v"},
		pieces: []string{
			"-", "-", "_", ".", " ", "--", "ubuntu", "Ubuntu", "22.04", "24.04", "arm64", "amd64", "server", "SERVER", "k8s", "20250131",
			"0f3a9", "镜像", "образ", "ОБРАЗ", "win\u017fock", "\u212aernel", "\u0130stanbul", "d\u0131k", "dik", strings.Repeat("long", 15), strings.Repeat("word", 17),
		},
		length: 9, tags: 1, batch: 30,
	}
	// The same without room for most words.
	crowded = templates.within(wordRoom{all: 9, letters: 3, digits: 2})

	blockEdge  = fewTerms.from("block edge", BlockSize-25)
	secondNode = fewTerms.from("node edge", largeLeaf<<nodeBits-20)
	lastOnes   = fewTerms.from("last ordinals", math.MaxUint32-150)
)

func numbered(prefix string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprint(prefix, i)
	}
	return all
}

func (s shape) from(name string, first uint32) shape {
	s.name, s.first = name, first
	return s
}

func (s shape) within(room wordRoom) shape {
	s.name, s.room = s.name+", no room", room
	return s
}

// piece is a part of a name.
func (s *shape) piece(pick choose) string {
	if s.pieces != nil {
		return s.pieces[pick(len(s.pieces))]
	}
	return string(s.runes[pick(len(s.runes))])
}

// limit sets the room for words until the test ends.
func (s *shape) limit(t testing.TB) {
	if s.room != (wordRoom{}) {
		usual := roomForWords
		roomForWords = s.room
		t.Cleanup(func() { roomForWords = usual })
	}
}

func (s *shape) resource(pick choose) resource.Resource {
	r := resource.Resource{ID: fmt.Sprint("id", pick(s.ids))}
	for range pick(s.length + 1) {
		r.Name += s.piece(pick)
	}
	if pick(3) == 0 {
		r.Detail = fmt.Sprintf(`{"n":%d}`, pick(9))
	}
	seen := map[string]bool{}
	for range pick(s.tags + 1) {
		key := s.keys[pick(len(s.keys))]
		if !seen[key] {
			r.Tags = append(r.Tags, resource.Tag{Key: key, Value: s.values[pick(len(s.values))]})
			seen[key] = true
		}
	}
	return r
}

// moment is a version and what it must answer for ever.
type moment struct {
	v *Version
	m *model
}

// history builds version on version, each from the newest or, now and then,
// from an older one, drops some builders half way, and returns what it has
// seen.
type history struct {
	shape shape
	pick  choose
	kept  []moment
}

func newHistory(s shape, pick choose) *history {
	var d Declared
	for f := range NumFields {
		if pick(2) == 1 {
			d.Orders = append(d.Orders, f)
		}
	}
	v := EmptyWith(d)
	v.next = s.first
	return &history{shape: s, pick: pick, kept: []moment{{v, newModel(s.first)}}}
}

// step builds one version, or half of one.
func (h *history) step() error {
	from := h.kept[len(h.kept)-1]
	if h.pick(8) == 0 {
		from = h.kept[h.pick(len(h.kept))]
	}
	b, m := from.v.Builder(), from.m.clone()
	for range h.pick(h.shape.batch + 1) {
		if err := h.change(b, m); err != nil {
			return err
		}
	}
	if b.Len() != len(m.at) {
		return fmt.Errorf("the builder says %d, want %d", b.Len(), len(m.at))
	}
	if h.pick(5) == 0 {
		return nil // the builder is dropped
	}
	if h.pick(4) == 0 {
		m.sequence++
		b.SetSequence(m.sequence)
	}
	v := b.Freeze()
	if v.Number() != from.v.Number()+1 {
		return fmt.Errorf("number %d after %d", v.Number(), from.v.Number())
	}
	h.kept = append(h.kept, moment{v, m})
	return nil
}

func (h *history) change(b *Builder, m *model) error {
	r := h.shape.resource(h.pick)
	if h.pick(3) == 0 {
		if got, want := b.Delete(r.ID), m.delete(r.ID); got != want {
			return fmt.Errorf("Delete(%q) tells %v", r.ID, got)
		}
		if h.pick(2) == 0 {
			return nil
		}
	}
	if _, there := m.find(r.ID); !there && m.next == math.MaxUint32 {
		if _, err := b.Upsert(&r); err != ErrOrdinals {
			return fmt.Errorf("past the last ordinal: %v", err)
		}
		return nil
	}
	replaced, err := b.Upsert(&r)
	if err != nil {
		return err
	}
	if want := m.upsert(r); replaced != want {
		return fmt.Errorf("Upsert(%q) tells %v", r.ID, replaced)
	}
	clear(r.Tags) // the slice is the caller's again
	return nil
}

// verify looks at every version seen.
func (h *history) verify() error {
	for i, k := range h.kept {
		if err := k.v.check(); err != nil {
			return fmt.Errorf("version %d of %d: %w", i, len(h.kept), err)
		}
		if err := k.m.compare(k.v); err != nil {
			return fmt.Errorf("version %d of %d: %w", i, len(h.kept), err)
		}
	}
	return nil
}

// TestHistories runs random histories and then looks at every version there
// was: no later builder, frozen or dropped, may have touched it.
func TestHistories(t *testing.T) {
	for _, run := range []struct {
		shape         shape
		seeds, builds int
	}{
		{fewTerms, 40, 40},
		{oddTexts, 20, 30},
		{manyTerms, 2, 30},
		{templates, 4, 30},
		{crowded, 4, 30},
		{blockEdge, 10, 40},
		{secondNode, 10, 40},
		{lastOnes, 1, 40},
	} {
		t.Run(run.shape.name, func(t *testing.T) {
			run.shape.limit(t)
			for seed := range run.seeds {
				rng := rand.New(rand.NewPCG(uint64(seed), 7))
				h := newHistory(run.shape, rng.IntN)
				for range run.builds {
					if err := h.step(); err != nil {
						t.Fatalf("seed %d: %v", seed, err)
					}
				}
				if err := h.verify(); err != nil {
					t.Fatalf("seed %d: %v", seed, err)
				}
			}
		})
	}
}
