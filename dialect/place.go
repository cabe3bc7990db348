package dialect

import "strconv"

// none is the index of no entry.
const none = -1

// place is where in a document a check looks. It is kept in parts, since
// nearly all checks pass and need no text.
type place struct {
	field  string // member of the document
	entry  int    // index in it, or none
	member string // member of the entry
	value  int    // index in that, or none
}

func field(name string) place { return place{field: name, entry: none, value: none} }

func (p place) at(i int) place {
	p.entry = i
	return p
}

func (p place) in(member string) place {
	p.member = member
	return p
}

func (p place) nth(j int) place {
	p.value = j
	return p
}

// String gives the path: tags[1].values[0].
func (p place) String() string {
	s := p.field
	if p.entry != none {
		s += "[" + strconv.Itoa(p.entry) + "]"
	}
	if p.member != "" {
		s += "." + p.member
	}
	if p.value != none {
		s += "[" + strconv.Itoa(p.value) + "]"
	}
	return s
}
