package query

// Kind is how the values of a property compare. What a property must be to
// have a value of a kind is said in SEMANTICS section 2, properties.
type Kind uint8

// The kinds.
const (
	KindText    Kind = iota // whatever has a text, by code point
	KindBoolean             // as text: false before true
	KindNumber              // numbers: JSON numbers, and strings that are decimals
	KindTime                // strings that are times, as instants
	NumKinds                // how many kinds there are
)

var kindWords = [NumKinds]string{KindText: "text", KindBoolean: "boolean", KindNumber: "number", KindTime: "time"}

// String names the kind in lower case.
func (k Kind) String() string {
	if k >= NumKinds {
		return "unknown kind"
	}
	return kindWords[k]
}

// SortBy is what a SortKey looks at.
type SortBy uint8

// What can be sorted by.
const (
	ByProperty SortBy = iota
	ByID
	ByName
	NumSortBy // how many there are
)

// SortKey is one key of an order. Resources whose property is absent, or not
// of the kind, are below all others (SEMANTICS section 2, order).
type SortKey struct {
	By         SortBy
	Property   string // its name, for ByProperty
	Kind       Kind   // of the property; the id and the name are texts
	Descending bool
}

// Property names a property and what its values are expected to be, for an
// engine to index.
type Property struct {
	Name string
	Kind Kind
}
