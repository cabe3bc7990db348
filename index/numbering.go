package index

// numbering gives keys numbers from 0 on, in the order in which they come.
type numbering struct {
	keys  []uint64 // by number
	slots []uint32 // hash table: 1 + number, or 0
}

const numberingSlots = 1 << 12 // at first; a power of two

// number returns the number of a key, and whether it is a new one.
func (n *numbering) number(key uint64) (number uint32, isNew bool) {
	if len(n.keys) >= len(n.slots)/2 {
		n.grow()
	}
	for i := int(gram(key).hash()); ; i++ {
		slot := &n.slots[i&(len(n.slots)-1)]
		if *slot == 0 {
			n.keys = append(n.keys, key)
			*slot = uint32(len(n.keys))
			return *slot - 1, true
		}
		if n.keys[*slot-1] == key {
			return *slot - 1, false
		}
	}
}

func (n *numbering) grow() {
	n.slots = make([]uint32, max(2*len(n.slots), numberingSlots))
	for number, key := range n.keys {
		i := int(gram(key).hash())
		for n.slots[i&(len(n.slots)-1)] != 0 {
			i++
		}
		n.slots[i&(len(n.slots)-1)] = uint32(number) + 1
	}
}

// reset forgets all keys.
func (n *numbering) reset() {
	n.keys = n.keys[:0]
	clear(n.slots)
}
