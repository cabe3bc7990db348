package index

import "slices"

// inversion turns lists round: from the numbers that each of many items has to
// the items that have each number. Items are taken one after the other, and
// numbers may be any that an array can be as long as.
type inversion struct {
	numbers []uint32 // of all items, one item after the other
	ends    []uint32 // of each item, in numbers
	slots   []invertedSlot
	met     []uint32 // the numbers that an item has, each once
	items   []uint32 // by number, in the order of met
}

// invertedSlot is of one number.
type invertedSlot struct {
	last  uint32 // 1 + the last item that has it
	n     uint32 // items that have it
	begin uint32 // of its items
}

// add gives the item under way a number, unless it has it.
func (v *inversion) add(number uint32) {
	if need := int(number) + 1 - len(v.slots); need > 0 {
		v.slots = slices.Grow(v.slots, need)[:number+1]
	}
	s := &v.slots[number]
	item := uint32(len(v.ends)) + 1
	if s.last == item {
		return
	}
	if s.last = item; s.n == 0 {
		v.met = append(v.met, number)
	}
	s.n++
	v.numbers = append(v.numbers, number)
}

// next begins another item.
func (v *inversion) next() { v.ends = append(v.ends, uint32(len(v.numbers))) }

// invert is to be called after the last item, whatever add and next are for. It
// names the items from first on, in their order.
func (v *inversion) invert(first uint32) {
	sum := uint32(0)
	for _, number := range v.met {
		s := &v.slots[number]
		s.begin = sum
		sum += s.n
		s.n = 0
	}
	v.items = slices.Grow(v.items[:0], int(sum))[:sum]
	from := uint32(0)
	for i, end := range v.ends {
		for _, number := range v.numbers[from:end] {
			s := &v.slots[number]
			v.items[s.begin+s.n] = first + uint32(i)
			s.n++
		}
		from = end
	}
}

// of is the items that have a number, ascending.
func (v *inversion) of(number uint32) []uint32 {
	if int(number) >= len(v.slots) {
		return nil
	}
	s := &v.slots[number]
	return v.items[s.begin : s.begin+s.n]
}

// reset forgets all items.
func (v *inversion) reset() {
	for _, number := range v.met {
		v.slots[number] = invertedSlot{}
	}
	v.numbers, v.ends, v.met = v.numbers[:0], v.ends[:0], v.met[:0]
}
