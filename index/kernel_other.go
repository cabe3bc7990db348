//go:build !amd64 || purego

package index

// level is the one kernel there is: plain Go.
var level = kernelPlain

// SetAnd makes b what is in both x and y, and reports whether that is
// anything. The blocks may be the same.
func (b *Block) SetAnd(x, y *Block) bool { return andPlain(b, x, y) }

// SetAndNot makes b what is in x and not in y, and reports whether that is
// anything. The blocks may be the same.
func (b *Block) SetAndNot(x, y *Block) bool { return andNotPlain(b, x, y) }

// SetOr makes b what is in x or y. The blocks may be the same.
func (b *Block) SetOr(x, y *Block) { orPlain(b, x, y) }

// Len counts the ordinals.
func (b *Block) Len() int { return lenPlain(b) }

// AndLen counts what is in both b and o.
func (b *Block) AndLen(o *Block) int { return andLenPlain(b, o) }

// AndNotLen counts what is in b and not in o.
func (b *Block) AndNotLen(o *Block) int { return andNotLenPlain(b, o) }

// Meet makes b what all of ands, at least one, have in common, less what is in
// one of nots, and reports whether that is anything. b may be among them.
func (b *Block) Meet(ands, nots []*Block) bool { return b.meetEach(ands, nots) }

// MeetLen counts what Meet would leave. b is scratch, and none of them.
func (b *Block) MeetLen(ands, nots []*Block) int { return b.meetLenEach(ands, nots) }

// orPacked puts in what is in a packed chunk.
func (b *Block) orPacked(counts *[stretches]byte, low []byte) { orPackedPlain(b, counts, low) }

// packBits writes the bytes of a packed chunk of what is in the block: counts, and
// low as long as they are many, at most packedMax. It reports false if a stretch
// is full, since a byte cannot say that.
func (b *Block) packBits(counts *[stretches]byte, low []byte) bool {
	return packBitsPlain(b, counts, low)
}

// appendWords appends nothing: AppendTo goes on word by word.
func (b *Block) appendWords(dst []uint32, _ uint32, from, limit int) (appended []uint32, next, left int) {
	return dst, from, limit
}
