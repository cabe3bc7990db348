package index

// termList is a list of term ids: a string, whose header is a third smaller
// than a slice's. There is one for each resource. An id takes three bytes
// where that is enough for all of the list, and four elsewhere; a length that
// is no multiple of three tells of the second.
type termList string

const (
	narrowTerm = 3
	wideTerm   = 4
	wideTerms  = 1 << (8 * narrowTerm) // the first id that is too large for three bytes
)

func (l termList) len() int {
	if len(l)%narrowTerm == 0 {
		return len(l) / narrowTerm
	}
	return len(l) / wideTerm
}

func (l termList) at(i int) uint32 {
	if len(l)%narrowTerm == 0 {
		b := l[i*narrowTerm : i*narrowTerm+narrowTerm]
		return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16
	}
	b := l[i*wideTerm : i*wideTerm+wideTerm]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func (l termList) appendTo(ids []uint32) []uint32 {
	for i := range l.len() {
		ids = append(ids, l.at(i))
	}
	return ids
}

// appendTerms appends the bytes that a termList is made of.
func appendTerms(dst []byte, ids []uint32) []byte {
	wide := false
	for _, id := range ids {
		wide = wide || id >= wideTerms
		dst = append(dst, byte(id), byte(id>>8), byte(id>>16))
	}
	if !wide {
		return dst
	}
	dst = dst[:len(dst)-narrowTerm*len(ids)]
	for _, id := range ids {
		dst = append(dst, byte(id), byte(id>>8), byte(id>>16), byte(id>>24))
	}
	if len(ids)%narrowTerm == 0 {
		dst = append(dst, 0) // so that the length is no multiple of three
	}
	return dst
}
