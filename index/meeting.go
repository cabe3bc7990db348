package index

// MeetMost is how many postings can be met in one pass.
const MeetMost = 8

// Meeting is postings that are met in one pass over each block where all of
// them are bitsets: what some, at least one, have in common, less what is in
// one of the others. It holds on to the postings' version. The zero Meeting is
// of none.
type Meeting struct {
	of   [MeetMost]*large // the ones, then the others
	ands int
	all  int
}

// Len is how many postings there are.
func (m *Meeting) Len() int { return m.all }

// And adds a posting to those that must have an ordinal, and reports false
// where it cannot, since there are MeetMost, or the posting has no blocks. It
// must not be called after Not.
func (m *Meeting) And(p Posting) bool {
	if !m.Not(p) {
		return false
	}
	m.ands++
	return true
}

// Not adds a posting to those that must not have it, as And does to the others.
func (m *Meeting) Not(p Posting) bool {
	if m.all == MeetMost || !p.isChunked() {
		return false
	}
	m.of[m.all] = p.set.large
	m.all++
	return true
}

// Fill overwrites dst with what is met in a block and reports whether that is
// anything. Where one of the postings has no bitset there, met is false, and
// dst as it was.
func (m *Meeting) Fill(block int, dst *Block) (any, met bool) {
	var room [MeetMost]*Block
	if !m.bits(block, &room) {
		return false, false
	}
	return dst.Meet(room[:m.ands], room[m.ands:m.all]), true
}

// Count is Fill for those who want to know how many are met. scratch is left with
// any content.
func (m *Meeting) Count(block int, scratch *Block) (n int, met bool) {
	var room [MeetMost]*Block
	if !m.bits(block, &room) {
		return 0, false
	}
	return scratch.MeetLen(room[:m.ands], room[m.ands:m.all]), true
}

// bits finds the bitsets of a block.
func (m *Meeting) bits(block int, room *[MeetMost]*Block) bool {
	for i, l := range m.of[:m.all] {
		if block >= len(l.chunks) {
			return false
		}
		switch c := &l.chunks[block]; {
		case c.form == formBits:
			room[i] = (*Block)(c.data)
		case c.n == BlockSize:
			room[i] = &allBits
		default:
			return false
		}
	}
	return true
}
