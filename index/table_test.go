package index

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
)

// hashed is a table beside what it should hold.
type hashed struct {
	table
	want map[uint32]uint32 // id -> hash
}

func (h *hashed) hash(id uint32) uint32 { return h.want[id] }

// TestTableAgainstMap inserts and removes with few distinct hashes, so that
// many ids share one, and looks at old copies of the table in between.
func TestTableAgainstMap(t *testing.T) {
	for _, hashes := range []uint32{1, 16, 1 << 12, 1 << 31} {
		// Those few differ in the low bits, or in the high ones.
		for _, shift := range []int{0, 18} {
			rng := rand.New(rand.NewPCG(uint64(shift), uint64(hashes)))
			tab := hashed{want: map[uint32]uint32{}}
			st := stamp(1)
			for id := range uint32(1500) {
				tab.want[id] = rng.Uint32N(hashes) << shift
				tab.insert(tab.want[id], id, st, tab.hash)
				if rng.IntN(3) == 0 {
					tab.removeOne(st)
				}
				if id%500 < 499 {
					continue
				}
				tab.check(t)
				old := hashed{tab.table, maps.Clone(tab.want)}
				st++
				for len(tab.want) > 300 {
					tab.removeOne(st)
				}
				tab.check(t)
				old.check(t)
			}
			for len(tab.want) > 0 {
				tab.removeOne(st)
			}
			if tab.entries != 0 || tab.buckets.root != nil {
				t.Error("an empty table keeps something")
			}
		}
	}
}

func (h *hashed) removeOne(st stamp) {
	for id, hash := range h.want {
		h.remove(hash, id, st)
		delete(h.want, id)
		return
	}
}

func (h *hashed) check(t *testing.T) {
	t.Helper()
	if err := h.table.check(h.hash); err != nil {
		t.Fatal(err)
	}
	if len(h.want) != int(h.entries) {
		t.Fatalf("%d entries, want %d", h.entries, len(h.want))
	}
	for id, hash := range h.want {
		if !slices.Contains(h.find(hash), id) {
			t.Fatalf("%d of hash %x is not found", id, hash)
		}
	}
}

// find lists the ids that may have a hash.
func (t *table) find(hash uint32) (ids []uint32) {
	for b, print := t.bucket(hash); b != nil; b = t.after(b) {
		for i, p := range b.prints[:b.n] {
			if p == print {
				ids = append(ids, b.ids[i])
			}
		}
	}
	return ids
}

// TestTableFinds asks for what is not there: hardly anything is found.
func TestTableFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	tab := hashed{want: map[uint32]uint32{}}
	for id := range uint32(20_000) {
		tab.want[id] = rng.Uint32()
		tab.insert(tab.want[id], id, 1, tab.hash)
	}
	found := 0
	for range 20_000 {
		found += len(tab.find(rng.Uint32()))
	}
	// A bucket has six of 4,096 prints or more: thirty are expected at most.
	if found == 0 || found > 100 {
		t.Errorf("%d ids are found for other hashes", found)
	}
}

func TestTableFilled(t *testing.T) {
	for _, n := range []uint32{0, 1, tableLoad - 1, tableLoad, 30_000} {
		rng := rand.New(rand.NewPCG(9, uint64(n)))
		tab := hashed{want: map[uint32]uint32{}}
		for id := range n {
			tab.want[id] = rng.Uint32()
		}
		tab.fill(n, tab.hash, nil, 1)
		tab.check(t)
		old := hashed{tab.table, maps.Clone(tab.want)}
		for id := n; id < n+300; id++ {
			tab.want[id] = rng.Uint32()
			tab.insert(tab.want[id], id, 2, tab.hash)
		}
		tab.check(t)
		old.check(t)
	}
}

// TestTableIsTight fills a table in one go, as a load does, and counts the
// room that its buckets have to spare.
func TestTableIsTight(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	tab := hashed{want: map[uint32]uint32{}}
	const n = 50_000
	for id := range uint32(n) {
		tab.want[id] = rng.Uint32()
		tab.insert(tab.want[id], id, 1, tab.hash)
	}
	if size := tableSize(&tab.table); size > 13*n {
		t.Errorf("%d bytes for %d ids", size, n)
	}
}
