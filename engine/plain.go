package engine

import "github.com/tagdex/tagdex/query"

// plainLeaves is up to how many leaves an expression is looked over for
// something that the normal form could shorten.
const plainLeaves = 24

// plain tells that bringing e to normal form would change little: it has few
// leaves, no two of them about the same thing, and no constants. The usual
// queries are plain, and looking is an order of magnitude cheaper than the
// normal form.
func plain(e *query.Expr) bool {
	switch e.Op() {
	case query.OpNot, query.OpAnd, query.OpOr:
		var l lookout
		return l.plain(e)
	}
	return true
}

// lookout gathers the leaves of an expression.
type lookout struct {
	seen [plainLeaves]*query.Expr
	n    int
}

func (l *lookout) plain(e *query.Expr) bool {
	switch e.Op() {
	case query.OpAll, query.OpNone:
		return false
	case query.OpNot, query.OpAnd, query.OpOr:
		args := e.Args()
		for i := range args {
			if !l.plain(&args[i]) {
				return false
			}
		}
		return true
	}
	return l.fresh(e)
}

// fresh notes a leaf and tells whether no other is about the same thing.
func (l *lookout) fresh(e *query.Expr) bool {
	if l.n == plainLeaves {
		return false
	}
	for _, other := range l.seen[:l.n] {
		if other.Key() == e.Key() && (e.Key() != "" || other.Op() == e.Op()) {
			return false
		}
	}
	l.seen[l.n] = e
	l.n++
	return true
}
