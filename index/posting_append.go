package index

// appendRun puts in a run of ordinals: ascending, at least one, and all above
// the highest there is. It does what adding one after the other does, but
// knows how many there are, so that lists have the length they need and no
// more.
func (p *Posting) appendRun(run []uint32, st stamp, lay layout) {
	if len(run) == 1 {
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
		p.set.large.toChunks(st, lay)
	}
	l := p.own(st).large
	p.n = uint32(n)
	if blocks := int(highest>>BlockBits) + 1; cap(l.chunks) < blocks {
		l.chunks = append(make([]*chunk, 0, blocks), l.chunks...)
	}
	for len(run) > 0 {
		block := int(run[0] >> BlockBits)
		n := 1
		for n < len(run) && int(run[n]>>BlockBits) == block {
			n++
		}
		l.appendToChunk(block, run[:n], st, lay)
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
			list = append(make([]uint32, 0, n+n/8), list...)
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

// appendToChunk is for ordinals of the last block, or of one after it.
func (l *large) appendToChunk(block int, run []uint32, st stamp, lay layout) {
	for len(l.chunks) <= block {
		l.chunks = append(l.chunks, nil)
	}
	c := l.ownChunk(block, st)
	n := c.n + uint32(len(run))
	if c.bits == nil && n >= lay.dense {
		c.toBits()
	}
	if c.bits != nil {
		for _, ord := range run {
			c.bits.Set(ord & lowMask)
		}
	} else {
		low := append(make([]uint16, 0, n), c.low...)
		for _, ord := range run {
			low = append(low, uint16(ord&lowMask))
		}
		c.low = low
	}
	c.n = n
}
