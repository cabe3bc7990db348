package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/tagdex/tagdex/resource"
)

func save(t testing.TB, v *Version) []byte {
	t.Helper()
	var w bytes.Buffer
	if err := v.Save(context.Background(), &w); err != nil {
		t.Fatal(err)
	}
	return w.Bytes()
}

// TestSavedHistories loads what random histories have come to: the ordinals
// close up, and all else is as it was.
func TestSavedHistories(t *testing.T) {
	for _, s := range []shape{fewTerms, oddTexts, manyTerms, blockEdge, lastOnes} {
		t.Run(s.name, func(t *testing.T) {
			h := newHistory(s, rand.New(rand.NewPCG(9, 9)).IntN)
			for range 20 {
				if err := h.step(); err != nil {
					t.Fatal(err)
				}
			}
			for _, k := range h.kept[len(h.kept)-3:] {
				v, err := load(save(t, k.v))
				if err != nil {
					t.Fatal(err)
				}
				if err := v.check(); err != nil {
					t.Fatal(err)
				}
				if err := k.m.compacted().compare(v); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// compacted is m with its ordinals from 0 on, without gaps.
func (m *model) compacted() *model {
	c := newModel(0)
	c.sequence = m.sequence
	for _, ord := range m.where(func(resource.Resource) bool { return true }) {
		c.upsert(m.at[ord])
	}
	return c
}

// TestSaveInManyFrames has texts that come again in later frames, and one
// resource that is longer than a frame should be.
func TestSaveInManyFrames(t *testing.T) {
	b := Empty().Builder()
	m := newModel(0)
	for i := range 300 {
		r := manyTerms.resource(rand.New(rand.NewPCG(1, uint64(i))).IntN)
		r.ID, r.Detail = fmt.Sprint("id", i), strings.Repeat("x", 2000)
		if i == 150 {
			r.Detail = strings.Repeat("y", 3*frameTarget)
		}
		if _, err := b.Upsert(&r); err != nil {
			t.Fatal(err)
		}
		m.upsert(r)
	}
	data := save(t, freeze(t, b))
	if frames := countFrames(data); frames < 5 {
		t.Fatalf("%d frames", frames)
	}
	v, err := loadFrom(iotest.OneByteReader(bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.compare(v); err != nil {
		t.Fatal(err)
	}
}

func countFrames(data []byte) (n int) {
	for at := len(magic); at < len(data); n++ {
		at += frameHead + int(data[at+1]) + int(data[at+2])<<8 + int(data[at+3])<<16 + int(data[at+4])<<24
	}
	return n
}

// TestSaveIsOneForm: equal versions are saved as equal bytes, whatever way
// they came to be.
func TestSaveIsOneForm(t *testing.T) {
	b := Empty().Builder()
	put(t, b, "a", "k", "v", "l", "w")
	put(t, b, "b", "l", "v")
	straight := save(t, freeze(t, b))

	b = Empty().Builder()
	put(t, b, "gone", "x", "y")
	put(t, b, "a", "l", "w")
	put(t, b, "b", "l", "v")
	b.Delete("gone")
	b = freeze(t, b).Builder()
	put(t, b, "a", "k", "v", "l", "w")
	if round := save(t, freeze(t, b)); !bytes.Equal(round, straight) {
		t.Errorf("%q, want %q", round, straight)
	}
}

// TestReadersOwnErrorPasses fails after each number of bytes.
func TestReadersOwnErrorPasses(t *testing.T) {
	b := Empty().Builder()
	put(t, b, "a", "k", "v")
	data := save(t, freeze(t, b))
	broken := errors.New("the line is broken")
	for n := range len(data) + 1 {
		_, err := loadFrom(io.MultiReader(bytes.NewReader(data[:n]), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || errors.Is(err, ErrCorrupt) {
			t.Fatalf("after %d bytes: %v", n, err)
		}
	}
}
