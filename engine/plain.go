package engine

import "github.com/tagdex/tagdex/query"

// plainArgs is up to how many arguments of one kind are compared each with
// each.
const plainArgs = 24

// plainKeys is up to how many keys an OR asks for without another look: that
// some of them are the same would only be found by sorting them.
const plainKeys = 1 << 10

// areKeys tells whether an expression is an OR of keys alone.
func areKeys(e *query.Expr) bool {
	if e.Op() != query.OpOr {
		return false
	}
	args := e.Args()
	for i := range args {
		if args[i].Op() != query.OpHas {
			return false
		}
	}
	return true
}

// plain tells that bringing e to normal form would change little that costs:
// no constants, no double negations, no OR in an OR, and no two leaves of an OR
// about the same thing, which become a union whose size is known. (An AND in an
// AND is merged by the planner, which also folds what is said about the values
// of one key; other leaves of an AND about the same thing are met like any
// others, which costs less than to reason about them.) The usual filters are
// plain, and looking is an order of magnitude cheaper than the normal form.
// What is told once the context is done means nothing.
func (p *planner) plain(e *query.Expr) bool {
	args := e.Args()
	if len(args) > 0 && p.stopped() {
		return true
	}
	switch e.Op() {
	case query.OpNot:
		return args[0].Op() != query.OpNot && p.inner(&args[0])
	case query.OpAnd, query.OpOr:
		if len(args) > plainArgs {
			return len(args) <= plainKeys && areKeys(e)
		}
		for i := range args {
			if !p.inner(&args[i]) {
				return false
			}
			if e.Op() == query.OpOr && (args[i].Op() == query.OpOr || repeats(args[:i], &args[i])) {
				return false
			}
		}
	}
	return true
}

// inner is plain for an argument, which must not be a constant.
func (p *planner) inner(e *query.Expr) bool {
	return e.Op() != query.OpAll && e.Op() != query.OpNone && p.plain(e)
}

// repeats tells whether e is a leaf about what one of the others is about, and
// not both ask for values of a tag.
func repeats(others []query.Expr, e *query.Expr) bool {
	if len(e.Args()) > 0 {
		return false
	}
	for i := range others {
		o := &others[i]
		if len(o.Args()) == 0 && !(isTag(o) && isTag(e)) && o.Key() == e.Key() && (e.Key() != "" || o.Op() == e.Op()) {
			return true
		}
	}
	return false
}

func isTag(e *query.Expr) bool { return e.Op() == query.OpEq || e.Op() == query.OpIn }
