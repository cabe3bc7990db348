package index

// appendRun puts in a run of ordinals: ascending and all above the highest there
// is. It does what adding one after the other does, but knows how many there
// are, so that lists have the length they need and no more.
func (p *Posting) appendRun(run []uint32, st stamp, lay layout) {
	switch len(run) {
	case 0:
		return
	case 1:
		p.add(run[0], st, lay)
		return
	}
	highest := run[len(run)-1]
	n := int(p.n) + len(run)
	if !p.isChunked() {
		if n <= listMax(highest) {
			p.appendToList(run, st)
			return
		}
		p.set = &set{stamp: st, large: &large{list: p.AppendTo(nil)}}
		p.set.large.toChunks(lay)
	}
	p.own(st).large.appendRun(run, lay)
	p.n = uint32(n)
}

// appendRun splits a run by block. The set is owned. Beyond its end a directory
// is empty chunks.
func (l *large) appendRun(run []uint32, lay layout) {
	if len(run) == 0 {
		return
	}
	l.grow(int(run[len(run)-1] >> BlockBits))
	for len(run) > 0 {
		block, n := int(run[0]>>BlockBits), sameBlock(run)
		l.chunks = l.chunks[:max(len(l.chunks), block+1)]
		l.chunks[block].appendRun(run[:n], lay)
		run = run[n:]
	}
}

// appendToList is appendRun where the whole remains a list.
func (p *Posting) appendToList(run []uint32, st stamp) {
	n := int(p.n) + len(run)
	switch {
	case p.set != nil && p.set.stamp == st && p.set.large != nil:
		list := p.set.large.list
		if cap(list) < n {
			list = append(make([]uint32, 0, n+n/4), list...)
		}
		p.set.large.list = append(list, run...)
	case n <= fewMax:
		s := &set{stamp: st}
		p.AppendTo(s.few[:0])
		copy(s.few[p.n:], run)
		p.set = s
	default:
		list := p.AppendTo(make([]uint32, 0, n))
		p.set = &set{stamp: st, large: &large{list: append(list, run...)}}
	}
	p.n = uint32(n)
}

// grow makes room for a block in the directory, and for a few more.
func (l *large) grow(block int) {
	if cap(l.chunks) <= block {
		l.chunks = append(make([]chunk, 0, block+1+block/8), l.chunks...)
	}
}

// appendBlock is appendRun of the ordinals of a bitset, at least one, to a
// posting in chunks. The bitset is not kept.
func (p *Posting) appendBlock(block int, b *Block, st stamp, lay layout) {
	l := p.own(st).large
	l.grow(block)
	l.chunks = l.chunks[:max(len(l.chunks), block+1)]
	n := b.Len()
	l.chunks[block].appendBlock(b, n, lay)
	p.n += uint32(n)
}
