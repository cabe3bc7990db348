package index

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
)

// choices makes a history of bytes: two for each choice, 0 after the last.
func choices(data []byte) choose {
	return func(n int) int {
		if len(data) < 2 {
			data = nil
			return 0
		}
		i := int(binary.LittleEndian.Uint16(data)) % n
		data = data[2:]
		return i
	}
}

// seeds are some bytes of each kind that is worth starting from.
func seeds(f *testing.F) {
	for n := range 4 {
		data := make([]byte, 200<<n)
		for i := range data {
			data[i] = byte((i*i + n) % 251)
		}
		f.Add(data)
	}
}

// FuzzPosting runs a history of one posting, with copies kept, against a map.
func FuzzPosting(f *testing.F) {
	seeds(f)
	places := []uint32{0, BlockSize - 40, 2*BlockSize - 3, 40 * BlockSize, 900*BlockSize - 300}
	f.Fuzz(func(t *testing.T, data []byte) {
		pick := choices(data)
		lay := []layout{tagLayout, gramLayout, {dense: 8}}[pick(3)]
		var p Posting
		var old []frozenPosting
		now := map[uint32]bool{}
		st := stamp(1)
		for range min(len(data)/6, 400) {
			from, n := places[pick(len(places))]+uint32(pick(500)), uint32(1)
			if pick(8) == 0 {
				n = uint32(pick(100))
			}
			add := pick(2) == 0
			for ord := from; ord < from+n; ord++ {
				changed := false
				if add {
					changed = p.add(ord, st, lay)
				} else {
					changed = p.remove(ord, st, lay)
				}
				if changed == (now[ord] == add) {
					t.Fatalf("add %v of %d tells %v", add, ord, changed)
				}
				now[ord] = add
			}
			if pick(20) == 0 && len(old) < 8 {
				old = append(old, frozenPosting{p, members(now)})
				st++
			}
		}
		for _, k := range append(old, frozenPosting{p, members(now)}) {
			if err := k.posting.check(lay); err != nil {
				t.Fatal(err)
			}
			if got := k.posting.AppendTo(nil); !slices.Equal(got, k.want) {
				t.Fatalf("lists %v, want %v", got, k.want)
			}
		}
	})
}

func members(set map[uint32]bool) (all []uint32) {
	for ord, in := range set {
		if in {
			all = append(all, ord)
		}
	}
	slices.Sort(all)
	return all
}

// FuzzBuilder runs a history of versions against the model.
func FuzzBuilder(f *testing.F) {
	seeds(f)
	shapes := []shape{fewTerms, oddTexts, blockEdge, secondNode, templates, crowded}
	f.Fuzz(func(t *testing.T, data []byte) {
		pick := choices(data)
		h := newHistory(shapes[pick(len(shapes))], pick)
		h.shape.limit(t)
		for range min(len(data)/50+1, 25) {
			if err := h.step(); err != nil {
				t.Fatal(err)
			}
		}
		if err := h.verify(); err != nil {
			t.Fatal(err)
		}
	})
}

// FuzzLoad reads any bytes as a saved version. The checksums would keep a
// fuzzer out, so they are set right first. What is read must be sound, and
// come back from what it is saved as.
func FuzzLoad(f *testing.F) {
	b := Empty().Builder()
	put(f, b, "a", "k", "v", "l", "v")
	put(f, b, "b", "_sys_k", "")
	rename(f, b, "a", "a name")
	f.Add(save(f, freeze(f, b)))
	f.Add([]byte(newCrafted().header(0).end(0)))
	f.Add([]byte(newCrafted().header(2).dictionary([]string{"k", "", "v"}, []string{"l", "v"}).resources(plain("a", 1, 4), plain("b", 2)).end(2)))
	f.Add([]byte(newCrafted().header(3).resources(plain("a"), plain("b")).resources(plain("c")).end(3)))
	f.Fuzz(func(t *testing.T, data []byte) {
		setSums(data)
		v, err := load(data)
		if err != nil {
			return
		}
		if err := v.check(); err != nil {
			t.Fatal(err)
		}
		first := save(t, v)
		again, err := load(first)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(save(t, again), first) {
			t.Fatal("saved twice, the bytes differ")
		}
	})
}

// setSums makes the checksums of all frames right that are there as a whole.
func setSums(data []byte) {
	for at := len(magic); at+frameHead <= len(data); {
		head := data[at:]
		n := int64(binary.LittleEndian.Uint32(head[1:]))
		if n > int64(len(head)-frameHead) {
			return
		}
		binary.LittleEndian.PutUint32(head[5:], frameSum(frameKind(head[0]), head[frameHead:frameHead+n]))
		at += frameHead + int(n)
	}
}
