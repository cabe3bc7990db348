// Package peer is what the peers share: the terms of an image, for systems
// that index texts, and the folding of names.
package peer

import (
	"errors"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/tagdex/tagdex/internal/fold"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// ErrUnsupported: nothing was written for a part of the query. The suite has
// no such part.
var ErrUnsupported = errors.New("no form of this query was written for the peer")

// Key is the term of having a key, with any value.
func Key(key string) string { return "k" + key }

// Tag is the term of a tag. Two tags never have the same term.
func Tag(key, value string) string { return strconv.Itoa(len(key)) + ":" + key + "=" + value }

// Terms are all terms of an image.
func Terms(r *resource.Resource) []string {
	terms := make([]string, 0, 2*len(r.Tags))
	for _, t := range r.Tags {
		terms = append(terms, Key(t.Key), Tag(t.Key, t.Value))
	}
	return terms
}

// Tagged reports whether an image has a tag that is no system tag.
func Tagged(r *resource.Resource) bool {
	for _, t := range r.Tags {
		if !resource.IsSystem(t.Key) {
			return true
		}
	}
	return false
}

// Name is a name as it is indexed, and a part of a name as it is asked for:
// folded as the engine does, so that every peer means the same by ignoring
// case, and need not do it while it is asked.
func Name(text string) string { return fold.String(text) }

// Union is a query that asks for any of some terms.
type Union struct {
	Terms []string
	// Disjoint says that no image has two of them, as they are values of one
	// key.
	Disjoint bool
}

// UnionOf returns the terms of which a query asks for any; false if the query
// asks for something else.
func UnionOf(e query.Expr) (Union, bool) {
	switch e.Op() {
	case query.OpHas:
		return Union{[]string{Key(e.Key())}, true}, true
	case query.OpEq:
		return Union{[]string{Tag(e.Key(), e.Value())}, true}, true
	case query.OpIn:
		u := Union{Disjoint: true}
		for _, value := range e.Values() {
			u.Terms = append(u.Terms, Tag(e.Key(), value))
		}
		return u, true
	case query.OpOr:
		var u Union
		for _, arg := range e.Args() {
			part, ok := UnionOf(arg)
			if !ok {
				return Union{}, false
			}
			u.Terms = append(u.Terms, part.Terms...)
		}
		return u, true
	}
	return Union{}, false
}

// Conjuncts are the parts that must all hold.
func Conjuncts(e query.Expr) []query.Expr {
	if e.Op() == query.OpAnd {
		return e.Args()
	}
	return []query.Expr{e}
}

// Each is the Or of what a list of ids asks for, for systems without lists.
func Each(e query.Expr) query.Expr {
	ids := make([]query.Expr, len(e.Values()))
	for i, id := range e.Values() {
		ids[i] = query.ID(id)
	}
	return query.Or(ids...)
}

// Version is the version of a module that this program was built with.
func Version(module string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	for _, m := range info.Deps {
		if m.Path == module {
			return strings.TrimPrefix(m.Version, "v")
		}
	}
	return "unknown"
}
