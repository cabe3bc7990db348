package index

import "iter"

// PropertyNames walks over the indexed properties that some resources have, in
// the order they were declared in, with how many resources have each.
func (v *Version) PropertyNames() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for i := range v.properties {
			p := &v.properties[i]
			if n := p.valued.Len() + p.others.Len(); n > 0 && !yield(p.spec.Name, n) {
				return
			}
		}
	}
}
