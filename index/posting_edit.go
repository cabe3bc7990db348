package index

import "slices"

// layout says where a posting changes its form. Tags are read by queries far
// more than grams are, and are worth more memory.
type layout struct {
	// dense is from how many ordinals in a block a chunk is a bitset. It goes
	// back to a list of offsets below half of that.
	dense uint32
	// packed lets a bulk load pack offsets into bytes.
	packed bool
}

var (
	// Bitsets from 1/128 of the block: measured twice as fast on the mix of
	// tag queries as from 1/32, for a tenth more memory.
	tagLayout = layout{dense: BlockSize / 128}
	// Bitsets from where they are no larger than the offsets.
	gramLayout = layout{dense: BlockSize / 16, packed: true}
)

// listMax is how many ordinals a list holds, given the highest, before it is
// split into chunks: about 24 for every block, where the chunks' own cost is
// earned back. Between half of it and all of it either form stands.
func listMax(highest uint32) int {
	blocks := int(highest>>BlockBits) + 1
	return min(max(24*blocks, 64), 4096)
}

// add puts ord in and reports whether it was not there. Adding above the
// highest is constant time; elsewhere a list or a chunk is shifted. The first
// edit of a set that st does not own copies its list or its directory of
// chunks (16 bytes for every 16,384 ordinals) and one chunk.
func (p *Posting) add(ord uint32, st stamp, lay layout) bool {
	switch {
	case p.n == 0:
		*p = Posting{n: 1, only: ord}
		return true
	case p.set == nil:
		if p.only == ord {
			return false
		}
		p.set = &set{stamp: st}
		p.set.few[0] = p.only
	}
	s := p.own(st)
	added := false
	switch {
	case s.large == nil:
		added = p.addToFew(ord)
	case s.large.chunks == nil:
		added = s.large.addToList(ord, lay)
	default:
		added = s.large.addToChunk(ord, lay)
	}
	if added {
		p.n++
	}
	return added
}

// addToFew puts ord into a set of few, or makes that a list if it is full.
func (p *Posting) addToFew(ord uint32) bool {
	s := p.set
	i, found := slices.BinarySearch(s.few[:p.n], ord)
	switch {
	case found:
		return false
	case p.n < fewMax:
		copy(s.few[i+1:], s.few[i:p.n])
		s.few[i] = ord
		return true
	}
	list := append(make([]uint32, 0, 2*fewMax), s.few[:]...)
	s.few, s.large = [fewMax]uint32{}, &large{list: slices.Insert(list, i, ord)}
	return true
}

func (l *large) addToList(ord uint32, lay layout) bool {
	if !insertSorted(&l.list, ord) {
		return false
	}
	if len(l.list) > listMax(l.list[len(l.list)-1]) {
		l.toChunks(lay)
	}
	return true
}

// remove takes ord out and reports whether it was there. Costs as add.
func (p *Posting) remove(ord uint32, st stamp, lay layout) bool {
	if !p.Has(ord) {
		return false
	}
	if p.n == 1 {
		*p = Posting{}
		return true
	}
	s := p.own(st)
	switch {
	case s.large == nil:
		i, _ := slices.BinarySearch(s.few[:p.n], ord)
		copy(s.few[i:], s.few[i+1:p.n])
	case s.large.chunks == nil:
		l := s.large
		i, _ := slices.BinarySearch(l.list, ord)
		l.list = slices.Delete(l.list, i, i+1)
	default:
		s.large.removeFromChunk(ord, lay)
	}
	p.n--
	p.shrink()
	return true
}

// shrink goes back to the smaller form when a set has become small.
func (p *Posting) shrink() {
	switch s := p.set; {
	case p.n == 1:
		*p = Posting{n: 1, only: p.AppendTo(nil)[0]}
	case s.large == nil:
	case s.large.chunks != nil && int(p.n) < listMax(uint32(len(s.large.chunks)-1)<<BlockBits)/2:
		*s.large = large{list: p.AppendTo(make([]uint32, 0, p.n))}
	case s.large.chunks == nil && p.n <= fewMax/2:
		copy(s.few[:], s.large.list)
		s.large = nil
	}
}

// own returns the set, copied first if it belongs to another stamp.
func (p *Posting) own(st stamp) *set {
	s := p.set
	if s.stamp == st {
		return s
	}
	c := &set{stamp: st, few: s.few}
	switch l := s.large; {
	case l == nil:
	case l.chunks != nil:
		c.large = &large{chunks: shared(l.chunks)}
	default:
		c.large = &large{list: append(make([]uint32, 0, len(l.list)+2), l.list...)}
	}
	p.set = c
	return c
}

func insertSorted[T uint16 | uint32](list *[]T, v T) bool {
	l := *list
	if n := len(l); n == 0 || l[n-1] < v {
		*list = append(l, v)
		return true
	}
	i, found := slices.BinarySearch(l, v)
	if !found {
		*list = slices.Insert(l, i, v)
	}
	return !found
}

// toChunks splits the list into chunks. The set is owned.
func (l *large) toChunks(lay layout) {
	list := l.list
	l.list, l.chunks = nil, []chunk{}
	l.appendRun(list, lay)
}

func (l *large) addToChunk(ord uint32, lay layout) bool {
	block := int(ord >> BlockBits)
	if n := len(l.chunks); n > 0 && n <= block {
		l.chunks[n-1].fit() // the posting grows past it
	}
	for len(l.chunks) <= block {
		l.chunks = append(l.chunks, chunk{})
	}
	return l.chunks[block].add(ord&lowMask, lay)
}

func (l *large) removeFromChunk(ord uint32, lay layout) {
	l.chunks[ord>>BlockBits].remove(ord&lowMask, lay)
	for n := len(l.chunks); n > 0 && l.chunks[n-1].n == 0; n-- {
		l.chunks = l.chunks[:n-1]
	}
}

// shared copies a directory of chunks for another owner, who owns none of the
// arrays yet, with room for one more chunk.
func shared(chunks []chunk) []chunk {
	c := append(make([]chunk, 0, len(chunks)+1), chunks...)
	for i := range c {
		c[i].mine = false
	}
	return c
}
