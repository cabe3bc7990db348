package floor

import "iter"

// gram is a run of one to three runes, 21 bits each.
type gram uint64

func gramOf(runes []rune) gram {
	var g gram
	for _, r := range runes {
		g = g<<21 | gram(r) + 1
	}
	return g
}

// exact is the length of the longest gram: what is asked of names up to here
// is answered by a gram alone.
const exact = 3

// gramsOf yields the grams of a folded name; some come more than once.
func gramsOf(name []rune) iter.Seq[gram] {
	return func(yield func(gram) bool) {
		for from := range name {
			for to := from + 1; to <= min(from+exact, len(name)); to++ {
				if !yield(gramOf(name[from:to])) {
					return
				}
			}
		}
	}
}
