package dialect

import (
	"net/url"
	"slices"
	"strings"
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
	if near := nearest(u.name, u.known); near != "" {
		text += "; near: " + near
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
		list = append(list, Ignored{Path: all[i].path, Near: nearest(all[i].name, all[i].known)})
	}
	if all.full() {
		list = append(list, Ignored{Path: "..."})
	}
	return list
}

// maxNear is how many edits a name may be away from the one that was meant.
const maxNear = 2

// minBeginning is how much of a name says which one was meant.
const minBeginning = 3

// nearest returns the known name that was most likely meant by another one:
// that of the fewest edits, at most maxNear and fewer than the name is long,
// or else one that begins with it or is its beginning, by minBeginning bytes.
// Case does not count. Long names are near to nothing.
func nearest(name string, known []string) string {
	if name == "" || len(name) > maxQuoted {
		return ""
	}
	best, fewest := "", min(maxNear, len(name)-1)+1
	for _, k := range known {
		if n := edits(strings.ToLower(name), strings.ToLower(k)); n < fewest {
			best, fewest = k, n
		}
	}
	if best != "" {
		return best
	}
	for _, k := range known {
		if min(len(k), len(name)) < minBeginning {
			continue
		}
		if strings.HasPrefix(k, name) || strings.HasPrefix(name, k) {
			return k
		}
	}
	return ""
}

// edits is the Levenshtein distance of two short texts, in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
