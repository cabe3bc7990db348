package index

import "unsafe"

// sharing finds chunks of the same content, so that they refer to one array:
// grams that are neighbours in a word are mostly in the same names. It goes by
// what it has met, which nobody may write any more.
type sharing map[string]chunk

// add makes the chunks from the given block on share what there is to share.
func (s sharing) add(p *Posting, from int) {
	if !p.isChunked() {
		return
	}
	for i := from; i < len(p.set.large.chunks); i++ {
		c := &p.set.large.chunks[i]
		if c.n == 0 {
			continue
		}
		c.mine = false
		if same, ok := s[c.content()]; ok && same.form == c.form {
			*c = same
		} else {
			s[c.content()] = *c
		}
	}
}

// content is the bytes of the array, as long as that is not written.
func (c *chunk) content() string {
	bytes := c.size()
	if c.form == formOffsets {
		bytes = 2 * int(c.n)
	}
	return unsafe.String((*byte)(c.data), bytes)
}
