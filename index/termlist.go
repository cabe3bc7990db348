package index

import "encoding/binary"

// termList is a list of term ids, four bytes each: a string, whose header is
// a third smaller than a slice's. There is one for each resource.
type termList string

const termBytes = 4

func (l termList) len() int { return len(l) / termBytes }

func (l termList) at(i int) uint32 {
	b := l[i*termBytes : i*termBytes+termBytes]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func (l termList) appendTo(ids []uint32) []uint32 {
	for i := range l.len() {
		ids = append(ids, l.at(i))
	}
	return ids
}

// appendTerm appends an id to the bytes that a termList is made of.
func appendTerm(dst []byte, id uint32) []byte { return binary.LittleEndian.AppendUint32(dst, id) }
