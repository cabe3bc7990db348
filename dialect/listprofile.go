package dialect

import (
	"maps"
	"slices"

	"github.com/tagdex/tagdex/query"
)

// ListProfile describes one documented list by property: what its parameters
// may hold and mean, how it is sorted and paged, how its answer looks. Like a
// Profile it is data only, may be altered until it is first used, and is safe
// for concurrent use after.
type ListProfile struct {
	// Name is for logs.
	Name string
	// Route is the path. It names no project.
	Route Route
	// ItemRoute is the path of a single one of what is listed, with the wildcard
	// {resource_id}; it names no project either. The zero Route: there is none.
	ItemRoute Route
	// IDName is what the API calls the id of a single one, for errors.
	IDName string

	// Parameters are those that filter, in the order they are checked.
	Parameters []Parameter
	// OpenPrefix begins the names of parameters that are not in the table and
	// yet filter, each by the text of the property of its name. Other unknown
	// parameters are ignored.
	OpenPrefix string
	// TagParameter filters by a tag, KEY=VALUE, and may be given many times.
	TagParameter string

	// SortKeys are what sort_key may be.
	SortKeys map[string]query.SortKey
	// DefaultSort is what it is where it is not given.
	DefaultSort string
	// TieBreak comes behind it, in the same direction. The id comes last.
	TieBreak query.SortKey

	// DefaultLimit is the length of a page that a request does not ask for. A
	// larger limit than MaxLimit is taken as MaxLimit, one below 1 an error.
	DefaultLimit, MaxLimit int
	// Strict refuses members and parameters that are not known, and a body that
	// is not read. Otherwise they are ignored, and the request tells them
	// (SEMANTICS section 4).
	Strict bool
	// MaxQueryBytes is how long a query string may be.
	MaxQueryBytes int

	// Members are the types that the members of an image have in an answer; a
	// property that is not here is repeated as it is stored.
	Members map[string]query.Kind
	// Links are members that are made where the data do not give them.
	Links []Link

	// Errors says how each fault is answered.
	Errors Errors
}

// Parameter is a row of the table of parameters: an equality, of a time also
// an order.
type Parameter struct {
	// Name is the parameter's and, where By says so, the property's.
	Name string
	// By is what is compared: a property, the id or the name.
	By query.SortBy
	// Kind is the type of the value; of times the operator stands before it.
	Kind query.Kind
	// Default is the value where the parameter is not given; empty: none.
	Default string
	// Values are those that there are; nil: any. BadValue is the case of
	// another one.
	Values   []string
	BadValue Case
	// AbsentAs is the value that an image without the property counts as;
	// empty: none. Where one of AbsentWhere holds, the first says it instead.
	AbsentAs    string
	AbsentWhere []AbsentWhere
	// Many: the parameter may be given several times, and all must hold.
	Many bool
	// DefaultAlone: callers who are no operators may ask for Default alone; any
	// other value selects nothing for them.
	DefaultAlone bool
	// UUID wants a UUID, or one of Values.
	UUID bool
	// Everything is the value that filters nothing; empty: none.
	Everything string
	// With is a parameter that must be given too, with WithValue.
	With, WithValue string
}

// AbsentWhere says what an image without a parameter's property counts as,
// where another property of it has a text.
type AbsentWhere struct {
	Property, Text string // the other property
	As             string // the value that the image counts as
}

// Properties are those that the list filters and sorts by: what a host's
// engine should index for it. Each once.
func (p *ListProfile) Properties() []query.Property {
	var all []query.Property
	add := func(name string, kind query.Kind) {
		if !slices.ContainsFunc(all, func(q query.Property) bool { return q.Name == name }) {
			all = append(all, query.Property{Name: name, Kind: kind})
		}
	}
	for i := range p.Parameters {
		if q := &p.Parameters[i]; q.By == query.ByProperty {
			add(q.Name, q.Kind)
		}
		for _, w := range p.Parameters[i].AbsentWhere {
			add(w.Property, query.KindText)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.SortKeys)) {
		if k := p.SortKeys[name]; k.By == query.ByProperty {
			add(k.Property, k.Kind)
		}
	}
	return all
}

// Orders are those of ids and names that the list sorts by: what a host's
// engine should keep for it.
func (p *ListProfile) Orders() []query.SortBy {
	sorts := func(by query.SortBy) bool {
		for _, k := range p.SortKeys {
			if k.By == by {
				return true
			}
		}
		return false
	}
	var all []query.SortBy
	for _, by := range []query.SortBy{query.ByID, query.ByName} {
		if sorts(by) {
			all = append(all, by)
		}
	}
	return all
}

// Link is a member of an image that holds a path: Before, the id, After.
type Link struct {
	Name, Before, After string
	NoID                bool // Before alone
}

// Parameters of paging and sorting.
const (
	paramLimit   = "limit"
	paramMarker  = "marker"
	paramSortKey = "sort_key"
	paramSortDir = "sort_dir"
)

// ListRequest is a list request that passed every check.
type ListRequest struct {
	Expr  query.Expr
	Sort  []query.SortKey
	Limit int
	// Marker is the id of the image behind which the page begins; empty: it
	// begins with the first.
	Marker string
	// Ignored is what the request holds and the API does not know.
	Ignored []Ignored
}
