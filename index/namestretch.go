package index

import "hash/maphash"

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

var stretchSeed = maphash.MakeSeed()

// number returns the number of a stretch, and whether it is a new one.
func (t *stretchTable) number(text string, body int) (number uint32, isNew bool) {
	if len(t.all) >= len(t.slots)/2 {
		t.grow()
	}
	h := maphash.String(stretchSeed, text)
	hash := uint32(h ^ h>>32)
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
