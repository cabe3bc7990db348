package dialect

import "slices"

// smallSeen is up to how many texts are looked through one by one, which
// beats a map and allocates less.
const smallSeen = 32

// seen is the texts of one list so far.
type seen struct {
	list []string
	set  map[string]struct{} // instead of list where many may come
}

func newSeen(n int) seen {
	if n > smallSeen {
		return seen{set: make(map[string]struct{}, n)}
	}
	return seen{}
}

// before reports whether s came before, and notes it.
func (s *seen) before(text string) bool {
	if s.set == nil {
		if slices.Contains(s.list, text) {
			return true
		}
		s.list = append(s.list, text)
		return false
	}
	_, dup := s.set[text]
	s.set[text] = struct{}{}
	return dup
}
