package index

// entry is a term and its posting, in 32 bytes: there may be more terms than
// resources. The zero entry is a free one.
type entry struct {
	value  string
	set    *set // the posting's, or single, or nil for an empty one
	owner  owner
	number uint32 // of ordinals; or the only one of single; or 1 + the next free entry, or 0
}

// single stands for the set of a posting that is one ordinal.
var single = new(set)

// freeEntry is one without a term, by which another is found.
func freeEntry(next uint32) entry { return entry{number: next} }

func (e *entry) nextFree() uint32 { return e.number }

func (e *entry) posting() Posting {
	switch e.set {
	case nil:
		return Posting{}
	case single:
		return Single(e.number)
	}
	return Posting{n: e.number, set: e.set}
}

func (e *entry) setPosting(p Posting) {
	switch {
	case p.set != nil:
		e.set, e.number = p.set, p.n
	case p.n == 1:
		e.set, e.number = single, p.only
	default:
		e.set, e.number = nil, 0
	}
}
