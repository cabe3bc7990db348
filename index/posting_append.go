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
	isList := p.set == nil || p.set.chunks == nil
	if isList && int(p.n)+len(run) <= listMax(highest) {
		if p.set == nil || p.set.stamp != st {
			p.set = &set{stamp: st, list: p.AppendTo(make([]uint32, 0, int(p.n)+len(run)))}
		}
		p.set.list = append(p.set.list, run...)
		p.n += uint32(len(run))
		return
	}
	if p.set == nil || isList {
		p.set = &set{stamp: st, list: p.AppendTo(nil)}
		p.set.toChunks(lay)
	}
	s := p.own(st)
	p.n += uint32(len(run))
	if blocks := int(highest>>BlockBits) + 1; cap(s.chunks) < blocks {
		s.chunks = append(make([]*chunk, 0, blocks), s.chunks...)
	}
	for len(run) > 0 {
		block := int(run[0] >> BlockBits)
		n := 1
		for n < len(run) && int(run[n]>>BlockBits) == block {
			n++
		}
		s.appendToChunk(block, run[:n], st, lay)
		run = run[n:]
	}
}

// appendToChunk is for ordinals of the last block, or of one after it.
func (s *set) appendToChunk(block int, run []uint32, st stamp, lay layout) {
	for len(s.chunks) <= block {
		s.chunks = append(s.chunks, nil)
	}
	c := s.ownChunk(block, st)
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
