package index

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/tagdex/tagdex/resource"
)

// crafted is a saved version written by hand, with checksums that are right.
type crafted []byte

func newCrafted() crafted { return crafted(magic) }

func (c crafted) frame(kind frameKind, payload []byte) crafted {
	c = append(c, byte(kind))
	c = binary.LittleEndian.AppendUint32(c, uint32(len(payload)))
	c = binary.LittleEndian.AppendUint32(c, frameSum(kind, payload))
	return append(c, payload...)
}

// header has the sequence 7.
func (c crafted) header(count uint64) crafted {
	return c.frame(frameHeader, uvarints(7, count))
}

func (c crafted) resources(payloads ...[]byte) crafted {
	return c.frame(frameResources, bytes.Join(payloads, nil))
}

func (c crafted) end(count uint64) crafted { return c.frame(frameEnd, uvarints(count)) }

func uvarints(ns ...uint64) (b []byte) {
	for _, n := range ns {
		b = binary.AppendUvarint(b, n)
	}
	return b
}

// texts are texts as a payload has them; tags are to follow.
func texts(all ...string) (b []byte) {
	for _, t := range all {
		b = append(binary.AppendUvarint(b, uint64(len(t))), t...)
	}
	return b
}

// plain is a resource without tags.
func plain(id string) []byte { return append(texts(id, "", ""), 0) }

func load(data []byte) (*Version, error) { return loadFrom(bytes.NewReader(data)) }

func loadFrom(r io.Reader) (*Version, error) {
	b := Empty().Builder()
	if err := b.Load(context.Background(), r, (*resource.Resource).Validate); err != nil {
		return nil, err
	}
	return b.Freeze(), nil
}

func TestCraftedByHandIsRead(t *testing.T) {
	tagged := append(texts("b", "name", "{}"), uvarints(2, 0)...)
	tagged = append(tagged, texts("k")...)
	tagged = append(append(tagged, 0), texts("v")...)
	tagged = append(append(tagged, 0), texts("l")...)
	tagged = append(tagged, uvarints(1+1)...) // the text at place 1 again
	v, err := load(newCrafted().header(2).resources(plain("a"), tagged).end(2))
	if err != nil {
		t.Fatal(err)
	}
	if err := v.check(); err != nil {
		t.Fatal(err)
	}
	wantListing(t, v, "k 1", "k=v 1", "l 1", "l=v 1")
	if v.Sequence() != 7 || v.Live().Len() != 2 || v.Resource(1).Name != "name" {
		t.Errorf("sequence %d, %d resources", v.Sequence(), v.Live().Len())
	}
}

// TestCraftedIsRefused has damage that no checksum shows.
func TestCraftedIsRefused(t *testing.T) {
	const first = int64(len(magic)) // where the first frame stands
	afterHeader := int64(len(newCrafted().header(1)))
	afterA := int64(len(newCrafted().header(1).resources(plain("a"))))
	tag := func(refs ...byte) []byte { return append(append(texts("a", "", ""), 1), refs...) }
	for _, tc := range []struct {
		name   string
		data   crafted
		offset int64
		part   string
		reason string
	}{
		{"no header", newCrafted().resources(plain("a")).end(1), first, "header", "is missing"},
		{"an end alone", newCrafted().end(0), first, "header", "is missing"},
		{"header twice", newCrafted().header(1).header(1), afterHeader, "header", "where resources belong"},
		{"unknown frame", newCrafted().header(1).frame('X', nil), afterHeader, "frame", "where resources belong"},
		{"header empty", newCrafted().frame(frameHeader, nil), first, "header", "malformed"},
		{"header short", newCrafted().frame(frameHeader, uvarints(7)), first, "header", "malformed"},
		{"header long", newCrafted().frame(frameHeader, uvarints(7, 1, 1)), first, "header", "malformed"},
		{"header cut in a number", newCrafted().frame(frameHeader, []byte{7, 0x80}), first, "header", "malformed"},
		{"number past 64 bits", newCrafted().frame(frameHeader, []byte{7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2}), first, "header", "malformed"},
		{"number of eleven bytes", newCrafted().frame(frameHeader, []byte{7, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0}), first, "header", "malformed"},
		{"fewer than the header says", newCrafted().header(2).resources(plain("a")).end(2), afterA, "end", "1 resources, the header says 2"},
		{"end says fewer", newCrafted().header(1).resources(plain("a")).end(0), afterA, "end", "the header says 1"},
		{"end says more", newCrafted().header(1).resources(plain("a")).end(math.MaxUint64), afterA, "end", "the header says 1"},
		{"end empty", newCrafted().header(0).frame(frameEnd, nil), afterHeader, "end", "malformed"},
		{"end long", newCrafted().header(0).frame(frameEnd, uvarints(0, 0)), afterHeader, "end", "malformed"},
		{"more than the header says", newCrafted().header(1).resources(plain("a"), plain("b")), afterHeader, "resources", "more than the 1"},
		{"id twice", newCrafted().header(2).resources(plain("a"), plain("a")).end(2), afterHeader, "resources", `"a" is there twice`},
		{"id twice, far apart", newCrafted().header(2).resources(plain("a")).resources(plain("a")).end(2), afterA, "resources", `"a" is there twice`},
		{"data follow", append(newCrafted().header(0).end(0), 0), afterHeader + frameHead + 1, "end", "data follow"},
		{"all of it again", append(newCrafted().header(0).end(0), newCrafted().header(0).end(0)...), afterHeader + frameHead + 1, "end", "data follow"},
		{"id empty", newCrafted().header(1).resources(plain("")), afterHeader, "resources", "is empty"},
		{"id not UTF-8", newCrafted().header(1).resources(plain("\xff")), afterHeader, "resources", "not valid UTF-8"},
		{"key twice", newCrafted().header(1).resources(append(append(texts("a", "", ""), 2), 0, 1, 'k', 1, 1, 1)), afterHeader, "resources", "given twice"},
		{"text longer than the frame", newCrafted().header(1).resources([]byte{5, 'a'}), afterHeader, "resources", "malformed"},
		{"text of 2^64-1 bytes", newCrafted().header(1).resources(uvarints(math.MaxUint64)), afterHeader, "resources", "malformed"},
		{"cut after the id", newCrafted().header(1).resources(texts("a")), afterHeader, "resources", "malformed"},
		{"cut after the name", newCrafted().header(1).resources(texts("a", "n")), afterHeader, "resources", "malformed"},
		{"cut after the detail", newCrafted().header(1).resources(texts("a", "n", "{}")), afterHeader, "resources", "malformed"},
		{"no tags where one is said", newCrafted().header(1).resources(tag()), afterHeader, "resources", "malformed"},
		{"2^64-1 tags", newCrafted().header(1).resources(append(texts("a", "", ""), uvarints(math.MaxUint64)...)), afterHeader, "resources", "malformed"},
		{"a tag without value", newCrafted().header(1).resources(tag(0, 1, 'k')), afterHeader, "resources", "malformed"},
		{"place of no text", newCrafted().header(1).resources(tag(1, 1)), afterHeader, "resources", "malformed"},
		{"place past the texts", newCrafted().header(1).resources(tag(0, 1, 'k', 2)), afterHeader, "resources", "malformed"},
		{"place 2^64-1", newCrafted().header(1).resources(tag(append([]byte{0, 1, 'k'}, uvarints(math.MaxUint64)...)...)), afterHeader, "resources", "malformed"},
		{"place of another frame's text", newCrafted().header(2).resources(append(texts("b", "", ""), 1, 0, 1, 'k', 1)).resources(tag(1, 1)), afterHeader + frameHead + 9, "resources", "malformed"},
		{"other magic", crafted("TAGDEXX\x01"), 0, "magic", "format"},
		{"later format", crafted("TAGDEX\x00\x02"), 0, "magic", "format 2"},
		{"not ours", crafted("PK\x03\x04 and more"), 0, "magic", "not a saved version"},
		{"length over the limit", append(newCrafted(), 'H', 1, 0, 0, 0x40, 0, 0, 0, 0), first, "header", "over the limit"},
		{"length not there", append(newCrafted(), 'H', 0, 0, 0, 0x40, 0, 0, 0, 0), first, "header", "end here"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := load(tc.data)
			var damage *CorruptError
			if !errors.Is(err, ErrCorrupt) || !errors.As(err, &damage) {
				t.Fatalf("%v", err)
			}
			if damage.Offset != tc.offset || damage.Part != tc.part || !strings.Contains(damage.Reason, tc.reason) {
				t.Errorf("%+v, want %q at %d: %q", damage, tc.part, tc.offset, tc.reason)
			}
		})
	}
}

// TestRefusedResourceIsTheCause lets the caller of Load find out why.
func TestRefusedResourceIsTheCause(t *testing.T) {
	_, err := load(newCrafted().header(1).resources(plain("")))
	var field *resource.FieldError
	if !errors.Is(err, resource.ErrInvalid) || !errors.As(err, &field) || field.Field != "id" {
		t.Errorf("%v", err)
	}
}

// TestForgedSizesAllocateNothing says more than there is, everywhere where a
// size is read.
func TestForgedSizesAllocateNothing(t *testing.T) {
	huge := append(newCrafted(), 'H', 0, 0, 0, 0x40, 0, 0, 0, 0) // a frame of a GiB
	for name, data := range map[string]crafted{
		"frame length":        huge,
		"second frame length": append(newCrafted().header(1), huge[len(magic):]...),
		"count of resources":  newCrafted().header(math.MaxUint64),
		"text length":         newCrafted().header(1).resources(uvarints(1 << 40)),
		"count of tags":       newCrafted().header(1).resources(append(texts("a", "", ""), uvarints(1<<40)...)),
		"place of a text":     newCrafted().header(1).resources(append(texts("a", "", ""), uvarints(1, 1<<40, 1)...)),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := load(data)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, ErrCorrupt) {
				t.Fatal(err)
			}
			if n := after.TotalAlloc - before.TotalAlloc; n > 64<<10 {
				t.Errorf("%d bytes were allocated for %d", n, len(data))
			}
		})
	}
}
