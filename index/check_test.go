package index

import "fmt"

// check reports the first broken invariant of a posting, for tests.
func (p Posting) check(lay layout) error {
	all := p.AppendTo(nil)
	if len(all) != p.Len() {
		return fmt.Errorf("says it has %d ordinals, lists %d", p.Len(), len(all))
	}
	for i := 1; i < len(all); i++ {
		if all[i-1] >= all[i] {
			return fmt.Errorf("lists %d before %d", all[i-1], all[i])
		}
	}
	if p.set == nil {
		return nil
	}
	if p.n < 2 {
		return fmt.Errorf("a set of %d", p.n)
	}
	for block, c := range p.set.chunks {
		if err := c.check(lay); err != nil {
			return fmt.Errorf("block %d: %w", block, err)
		}
	}
	if n := len(p.set.chunks); n > 0 && p.set.chunks[n-1] == nil {
		return fmt.Errorf("directory ends with nothing")
	}
	return nil
}

func (c *chunk) check(lay layout) error {
	switch {
	case c == nil:
		return nil
	case c.n == 0:
		return fmt.Errorf("an empty chunk")
	case c.bits == nil && int(c.n) != len(c.low):
		return fmt.Errorf("says %d, lists %d", c.n, len(c.low))
	case c.bits != nil && int(c.n) != c.bits.Len():
		return fmt.Errorf("says %d, has %d bits", c.n, c.bits.Len())
	case c.bits == nil && c.n >= lay.dense:
		return fmt.Errorf("%d ordinals as a list", c.n)
	case c.bits != nil && c.n < lay.dense/2:
		return fmt.Errorf("%d ordinals as bits", c.n)
	}
	return nil
}
