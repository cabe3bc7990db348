package index

import (
	"encoding/binary"
	"math/bits"
	"math/rand/v2"
	"unsafe"
)

// stretchTable gives the stretches of a portion of names numbers from 0 on.
type stretchTable struct {
	all   []stretch
	slots []uint32 // hash table: 1 + number, or 0
}

// stretch is a text, and from where on the grams that end in it are its own:
// other stretches have those before.
type stretch struct {
	text string
	body int
	hash uint32
}

// The seeds of stretchHash: nobody can make texts that collide.
var stretchSeed = [2]uint64{rand.Uint64(), rand.Uint64() | 1}

// stretchHash is quick for texts of few bytes, as stretches are: half of what
// maphash takes.
func stretchHash(text string) uint32 {
	h, left := stretchSeed[0]^uint64(len(text)), unsafe.Slice(unsafe.StringData(text), len(text))
	for ; len(left) > 8; left = left[8:] {
		h = mix(h ^ binary.LittleEndian.Uint64(left))
	}
	switch n := len(left); {
	case n >= 4:
		h ^= uint64(binary.LittleEndian.Uint32(left))<<32 | uint64(binary.LittleEndian.Uint32(left[n-4:]))
	case n > 0:
		h ^= uint64(left[0])<<16 | uint64(left[n/2])<<8 | uint64(left[n-1])
	}
	return uint32(mix(h))
}

func mix(h uint64) uint64 {
	hi, lo := bits.Mul64(h, stretchSeed[1])
	return hi ^ lo
}

// number returns the number of a stretch, and whether it is a new one.
func (t *stretchTable) number(text string, body int) (number uint32, isNew bool) {
	if len(t.all) >= len(t.slots)/2 {
		t.grow()
	}
	hash := stretchHash(text)
	for i := int(hash); ; i++ {
		slot := &t.slots[i&(len(t.slots)-1)]
		if *slot == 0 {
			t.all = append(t.all, stretch{text, body, hash})
			*slot = uint32(len(t.all))
			return *slot - 1, true
		}
		if s := &t.all[*slot-1]; s.hash == hash && s.body == body && s.text == text {
			return *slot - 1, false
		}
	}
}

func (t *stretchTable) grow() {
	t.slots = make([]uint32, max(2*len(t.slots), numberingSlots))
	for number, s := range t.all {
		i := int(s.hash)
		for t.slots[i&(len(t.slots)-1)] != 0 {
			i++
		}
		t.slots[i&(len(t.slots)-1)] = uint32(number) + 1
	}
}

// reset forgets all stretches, and lets go of their texts.
func (t *stretchTable) reset() {
	clear(t.all)
	t.all = t.all[:0]
	clear(t.slots)
}
