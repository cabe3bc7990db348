package dialect

import (
	"net/url"
	"slices"
	"strings"

	"github.com/tagdex/tagdex/internal/nearest"
)

// Ignored is a member or a parameter of a request that the API does not know,
// and that meant nothing therefore (SEMANTICS section 4).
type Ignored struct {
	// Path is its name, of a member within a list its path, as
	// "tags[0].vlaues"; PathBody for a body that is not read. It is printable
	// ASCII of bounded length. Behind the first maxIgnored one entry "..."
	// stands for all others.
	Path string
	// Near is the known name that is nearest to it; empty: none is near.
	Near string
}

// maxIgnored is how many members and parameters a request is told of.
const maxIgnored = 10

// IgnoredNames joins the paths by ", ": at most maxIgnored of them, and "...".
func IgnoredNames(list []Ignored) string {
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].Path
	}
	return strings.Join(names, ", ")
}

// IgnoredMembers are members of a document that another API than those of this
// package does not know, by their names, in the form and number of all others.
func IgnoredMembers(names []string) []Ignored {
	var all unknowns
	for _, name := range names {
		all.add(unknown{path: pathName(name)})
	}
	return all.ignored()
}

// unknown is a member or a parameter that a check came across.
type unknown struct {
	path, name string
	kind       string   // member or parameter
	known      []string // the names there are where it stands
}

// reason says what is wrong with it, where it is an error.
func (u *unknown) reason() string {
	if u.kind == PathBody {
		return "is given, and this call reads none"
	}
	text := "unknown " + u.kind + " " + quote(u.name)
	if meant := near(u.name, u.known); meant != "" {
		text += "; near: " + meant
	}
	return text
}

// unknowns are those of one request, bounded.
type unknowns []unknown

// full reports whether no other would be told.
func (all *unknowns) full() bool { return len(*all) > maxIgnored }

// add notes one, unless it is there already.
func (all *unknowns) add(u unknown) {
	if !all.full() && !slices.ContainsFunc(*all, func(before unknown) bool { return before.path == u.path }) {
		*all = append(*all, u)
	}
}

// addParameters notes the parameters of a query string that are none of known.
// A name that is not well escaped is taken as it stands.
func (all *unknowns) addParameters(rawQuery string, known ...string) {
	for pair := range strings.SplitSeq(rawQuery, "&") {
		if pair == "" {
			continue
		}
		rawName, _, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil {
			name = rawName
		}
		if !slices.Contains(known, name) {
			all.add(unknown{pathName(name), name, "parameter", known})
		}
		if all.full() {
			return
		}
	}
}

// addBody notes a body that the call does not read.
func (all *unknowns) addBody() { all.add(unknown{path: PathBody, kind: PathBody}) }

// ignored is how they are told where they are no errors.
func (all unknowns) ignored() []Ignored {
	if len(all) == 0 {
		return nil
	}
	list := make([]Ignored, 0, len(all))
	for i := range all[:min(len(all), maxIgnored)] {
		list = append(list, Ignored{Path: all[i].path, Near: near(all[i].name, all[i].known)})
	}
	if all.full() {
		list = append(list, Ignored{Path: "..."})
	}
	return list
}

// near returns the known name that was most likely meant by another one, or "".
func near(name string, known []string) string {
	s := nearest.New(name)
	for _, k := range known {
		s.Look(k, 0)
	}
	if names := s.Names(); len(names) > 0 {
		return names[0]
	}
	return ""
}
