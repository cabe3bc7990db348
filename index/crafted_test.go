package index

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
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

// dictionary has the items of keys, by key and its values.
func (c crafted) dictionary(keys ...[]string) crafted {
	var items []byte
	for _, k := range keys {
		items = append(append(items, 0), texts(k[0])...)
		for _, v := range k[1:] {
			items = append(append(items, uvarints(uint64(len(v))+1)...), v...)
		}
	}
	return c.frame(frameTerms, items)
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

// texts are texts as a payload has them.
func texts(all ...string) (b []byte) {
	for _, t := range all {
		b = append(binary.AppendUvarint(b, uint64(len(t))), t...)
	}
	return b
}

// plain is a resource without a name and a detail; tags are items.
func plain(id string, tags ...uint64) []byte {
	b := append(texts(id, ""), detailNone)
	return append(append(b, uvarints(uint64(len(tags)))...), uvarints(tags...)...)
}

func load(data []byte) (*Version, error) { return loadFrom(bytes.NewReader(data)) }

func loadFrom(r io.Reader) (*Version, error) {
	b := Empty().Builder()
	defer b.Discard()
	if err := b.Load(context.Background(), r, (*resource.Resource).ValidateFields); err != nil {
		return nil, err
	}
	return b.Freeze(), nil
}

func TestCraftedByHandIsRead(t *testing.T) {
	detailed := append(append(texts("b", "name"), detailNew), texts("{}")...)
	detailed = append(detailed, uvarints(2, 3, 1)...)
	again := append(texts("c", "name"), detailOld+0, 0)
	v, err := load(newCrafted().header(3).dictionary([]string{"k", "v"}).dictionary([]string{"l", "v", "w"}).
		resources(plain("a", 4), detailed).resources(again).end(3))
	if err != nil {
		t.Fatal(err)
	}
	if err := v.check(); err != nil {
		t.Fatal(err)
	}
	wantListing(t, v, "k 1", "k=v 1", "l 2", "l=v 1", "l=w 1")
	if v.Sequence() != 7 || v.Live().Len() != 3 || v.Resource(1).Name != "name" || v.Resource(2).Detail != "{}" {
		t.Errorf("sequence %d, %d resources", v.Sequence(), v.Live().Len())
	}
}

// TestCraftedIsRefused has damage that no checksum shows.
func TestCraftedIsRefused(t *testing.T) {
	const first = int64(len(magic)) // where the first frame stands
	afterHeader := int64(len(newCrafted().header(1)))
	afterA := int64(len(newCrafted().header(1).resources(plain("a"))))
	kv := func() crafted { return newCrafted().header(2).dictionary([]string{"k", "v"}) }
	terms := func(keys ...[]string) crafted { return newCrafted().header(1).dictionary(keys...) }
	afterKV := int64(len(kv()))
	kvlw := newCrafted().header(2).dictionary([]string{"k", "v"}, []string{"l", "v", "w"})
	kvw := newCrafted().header(3).dictionary([]string{"k", "v", "w"}, []string{"l", "v"})
	afterKVW := int64(len(kvw))
	many := newCrafted().header(102).dictionary([]string{"k", "v", "w"}, []string{"l", "v"})
	for i := range 100 {
		many = many.resources(plain(fmt.Sprint(i), uint64(1+i%2)))
	}
	item := func(items ...byte) crafted { return newCrafted().header(1).frame(frameTerms, items) }
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
		{"text longer than the frame", newCrafted().header(1).resources([]byte{5, 'a'}), afterHeader, "resources", "malformed"},
		{"text of 2^64-1 bytes", newCrafted().header(1).resources(uvarints(math.MaxUint64)), afterHeader, "resources", "malformed"},
		{"cut after the id", newCrafted().header(1).resources(texts("a")), afterHeader, "resources", "malformed"},
		{"cut after the name", newCrafted().header(1).resources(texts("a", "n")), afterHeader, "resources", "malformed"},
		{"cut after the detail", newCrafted().header(1).resources(append(texts("a", "n"), detailNone)), afterHeader, "resources", "malformed"},
		{"an empty detail that is new", newCrafted().header(1).resources(append(texts("a", "n"), detailNew, 0, 0)), afterHeader, "resources", "malformed"},
		{"a detail not met", newCrafted().header(1).resources(append(texts("a", "n"), detailOld, 0)), afterHeader, "resources", "malformed"},
		{"no tags where one is said", newCrafted().header(1).resources(append(texts("a", "n"), detailNone, 1)), afterHeader, "resources", "malformed"},
		{"2^64-1 tags", newCrafted().header(1).resources(append(append(texts("a", "n"), detailNone), uvarints(math.MaxUint64)...)), afterHeader, "resources", "malformed"},
		{"a tag of no dictionary", newCrafted().header(1).resources(plain("a", 0)), afterHeader, "resources", "are 1, of 0 keys"},
		{"a tag that is a key", kv().resources(plain("a", 0), plain("b", 1)).end(2), afterKV, "resources", "malformed"},
		{"a tag past the dictionary", kv().resources(plain("a", 2)).end(2), afterKV, "resources", "malformed"},
		{"a tag 2^64-1", kv().resources(plain("a", math.MaxUint64)).end(2), afterKV, "resources", "malformed"},
		{"a tag twice", kvlw.resources(plain("a", 1, 1), plain("b", 3)).end(2), int64(len(kvlw)), "resources", "given twice"},
		{"a key twice", kvlw.resources(plain("a", 1), plain("b", 4, 3)).end(2), int64(len(kvlw)), "resources", "given twice"},
		{"a tag that is a key, behind one that is not", kvlw.resources(plain("a", 1, 2), plain("b", 3)).end(2), int64(len(kvlw)), "resources", "malformed"},
		{"a tag many times", kv().resources(plain("a", slices.Repeat([]uint64{1}, 70_000)...)), afterKV, "resources", "are 70000, of 1 keys"},
		{"a key twice, in the second frame", kvw.resources(plain("a", 1)).resources(plain("b", 2, 4), plain("c", 2, 1)).end(3), afterKVW + int64(len(plain("a", 1))) + frameHead, "resources", `tags[1].key: "k" is given twice`},
		{"a key twice, once of many", many.resources(plain("a", 4), plain("b", 2, 1)).end(102), int64(len(many)), "resources", "given twice"},
		{"dictionary after resources", newCrafted().header(1).resources(plain("a")).dictionary([]string{"k", "v"}), afterA, "dictionary", "where resources belong"},
		{"a term that no resource has", kv().resources(plain("a"), plain("b")).end(2), afterHeader, "dictionary", `no resource has "k"`},
		{"a value that no resource has", terms([]string{"k", "v", "w"}).resources(plain("a", 1)).end(1), afterHeader, "dictionary", `no resource has "w"`},
		{"a value without key", item(2, 'v'), afterHeader, "dictionary", "has no key"},
		{"a key without values", terms([]string{"k"}, []string{"l", "v"}), afterHeader, "dictionary", `"k" has no values`},
		{"a key without values, last", newCrafted().header(0).dictionary([]string{"k"}).end(0), afterHeader, "dictionary", `"k" has no values`},
		{"a key empty", terms([]string{"", "v"}), afterHeader, "dictionary", "is empty"},
		{"a key not UTF-8", terms([]string{"\xff", "v"}), afterHeader, "dictionary", "not valid UTF-8"},
		{"a value not UTF-8", terms([]string{"k", "\xff"}), afterHeader, "dictionary", "not valid UTF-8"},
		{"keys out of order", terms([]string{"l", "v"}, []string{"k", "v"}), afterHeader, "dictionary", `"k" stands after "l"`},
		{"a key again", terms([]string{"k", "v"}, []string{"k", "w"}), afterHeader, "dictionary", `"k" stands after "k"`},
		{"a key again in another frame", terms([]string{"k", "v"}).dictionary([]string{"k", "w"}), int64(len(terms([]string{"k", "v"}))), "dictionary", `"k" stands after "k"`},
		{"values out of order", terms([]string{"k", "w", "v"}), afterHeader, "dictionary", `"v" stands after "w"`},
		{"a value again", terms([]string{"k", "v", "v"}), afterHeader, "dictionary", `"v" stands after "v"`},
		{"a value again, empty", terms([]string{"k", "", ""}), afterHeader, "dictionary", `"" stands after ""`},
		{"an item cut in its number", item(0x80), afterHeader, "dictionary", "malformed"},
		{"an item without its key", item(0), afterHeader, "dictionary", "malformed"},
		{"an item longer than the frame", item(0, 1, 'k', 5, 'v'), afterHeader, "dictionary", "malformed"},
		{"other magic", crafted("TAGDEXX\x02"), 0, "magic", "format"},
		{"earlier format", crafted("TAGDEX\x00\x01"), 0, "magic", "format 1"},
		{"later format", crafted("TAGDEX\x00\x03"), 0, "magic", "format 3"},
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
		"item of a tag":       newCrafted().header(1).resources(plain("a", 1<<40)),
		"length of a value":   newCrafted().header(1).frame(frameTerms, uvarints(1<<40)),
		"place of a detail":   newCrafted().header(1).resources(append(texts("a", ""), uvarints(1<<40, 0)...)),
	} {
		t.Run(name, func(t *testing.T) {
			least := uint64(math.MaxUint64)
			for range 3 { // what an earlier test left running may allocate meanwhile
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				_, err := load(data)
				runtime.ReadMemStats(&after)
				if !errors.Is(err, ErrCorrupt) {
					t.Fatal(err)
				}
				least = min(least, after.TotalAlloc-before.TotalAlloc)
			}
			if least > 64<<10 {
				t.Errorf("%d bytes were allocated for %d", least, len(data))
			}
		})
	}
}

// TestCraftedSystemTags has keys before, among and after those of system tags.
func TestCraftedSystemTags(t *testing.T) {
	// The values are the items 1, 3, 5, 6 and 8.
	keys := [][]string{{"A", "v"}, {resource.SystemPrefix, "v"}, {resource.SystemPrefix + "x", "v", "w"}, {"b", "v"}}
	tags := [][]uint64{{1}, {3}, {5}, {6, 3}, {3, 8}, {6, 1}}
	for _, tc := range []struct {
		without int    // keys
		items   uint64 // that these are
		want    []uint32
	}{{0, 0, []uint32{0, 4, 5}}, {1, 2, []uint32{4}}, {2, 4, []uint32{4}}, {3, 7, []uint32{4}}} {
		var resources [][]byte
		for id, tags := range tags {
			var left []uint64
			for _, tag := range tags {
				if tag >= tc.items {
					left = append(left, tag-tc.items)
				}
			}
			resources = append(resources, plain(string(rune('a'+id)), left...))
		}
		v, err := load(newCrafted().header(6).dictionary(keys[tc.without:]...).resources(resources...).end(6))
		if err != nil {
			t.Fatal(tc.without, err)
		}
		if got := v.Tagged().AppendTo(nil); !slices.Equal(got, tc.want) {
			t.Errorf("without %d keys: %v are tagged, want %v", tc.without, got, tc.want)
		}
		if err := v.check(); err != nil {
			t.Error(tc.without, err)
		}
	}
}
