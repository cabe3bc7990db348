package index

// SetOf returns the set of sorted ordinals, each once, as a posting of its own,
// which belongs to no version. The list is not kept.
func SetOf(ords []uint32) (p Posting) {
	if len(ords) > 0 {
		p.appendRun(ords, 0, tagLayout)
	}
	return p
}
