package relational

import (
	"fmt"
	"strings"

	"github.com/tagdex/tagdex/bench/peers/peer"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/query"
)

// Term is a term that some image has.
type Term struct {
	ID    int64
	Count int // images that have it
}

// Dialect is how one system says what the others say otherwise.
type Dialect struct {
	// Among is the condition that the image i.ord is one of those that have
	// one of the terms %s, which are found first.
	Among string
	// Here is the same condition, looked up for each image; "" if there is
	// no such way.
	Here string
	// Cheaper is how many times as many images Among may find as Here looks
	// up before Here is the better one.
	Cheaper int
	// Named is a query of the ordinals whose name contains a text.
	Named func(text string) string
	// NamedHere is the condition that the image i.ord has such a name.
	NamedHere func(text string) string
	// Few is up to how many images it is better to look at the names of
	// those images than to ask Named.
	Few int
}

// statement is one that is being written.
type statement struct {
	*Dialect
	terms map[string]Term
	size  int // how many images the conditions are asked of, at most
}

// Statement writes the SQL of a query. Each row of the result has the total
// and an ordinal of the page, in order; a row without an ordinal has NULL.
func (d *Dialect) Statement(e query.Expr, page engine.Page, terms map[string]Term) (string, error) {
	s := &statement{d, terms, unknown}
	from, where, err := s.parts(e)
	if err != nil {
		return "", err
	}
	matching := "SELECT i.ord FROM (" + from + ") i"
	if len(where) > 0 {
		matching += " WHERE " + strings.Join(where, " AND ")
	}
	return Paged(matching, page), nil
}

// Paged makes a query of ordinals into one of the total and a page.
func Paged(matching string, page engine.Page) string {
	if page == (engine.Page{}) {
		return "SELECT count(*), NULL FROM (" + matching + ") m"
	}
	return fmt.Sprintf(`WITH m(ord) AS MATERIALIZED (%s)
SELECT t.total, p.ord FROM (SELECT count(*) AS total FROM m) t
LEFT JOIN (SELECT ord FROM m ORDER BY ord LIMIT %d OFFSET %d) p ON true ORDER BY p.ord`, matching, page.Limit, page.Offset)
}

// parts divides what must hold into the query that selects least and the
// conditions on what it selects.
func (s *statement) parts(e query.Expr) (from string, where []string, err error) {
	args := peer.Conjuncts(e)
	first := -1
	for i, arg := range args {
		if n, ok := s.selects(arg); ok && (first < 0 || n < s.size) {
			first, s.size = i, n
		}
	}
	from = "SELECT ord FROM image"
	if first >= 0 {
		if from, err = s.source(args[first]); err != nil {
			return "", nil, err
		}
	}
	for i, arg := range args {
		if i == first || arg.Op() == query.OpAll {
			continue
		}
		condition, err := s.condition(arg)
		if err != nil {
			return "", nil, err
		}
		where = append(where, condition)
	}
	return from, where, nil
}

// The sizes of what has no count: an id selects one image, and of texts in
// names it is known only that they should not come first where tags do.
const (
	one     = 1
	unknown = 1 << 40
)

// selects is how many images a part selects at most; false if it cannot come
// first.
func (s *statement) selects(e query.Expr) (int, bool) {
	if u, ok := peer.UnionOf(e); ok {
		return s.count(u), true
	}
	switch {
	case e.Op() == query.OpID, e.Op() == query.OpNone:
		return one, true
	case e.Op() == query.OpIDIn:
		return len(e.Values()), true
	case e.Op() == query.OpNameContains, isUntagged(e):
		return unknown, true
	}
	return 0, false
}

func (s *statement) count(u peer.Union) int {
	n := 0
	for _, t := range u.Terms {
		n += s.terms[t].Count
	}
	return n
}

func isUntagged(e query.Expr) bool {
	return e.Op() == query.OpNot && e.Args()[0].Op() == query.OpTagged
}

// source is the query of the ordinals of a part.
func (s *statement) source(e query.Expr) (string, error) {
	if u, ok := peer.UnionOf(e); ok {
		distinct := "DISTINCT "
		if u.Disjoint {
			distinct = ""
		}
		return "SELECT " + distinct + "ord FROM posting WHERE term " + s.in(u), nil
	}
	switch {
	case e.Op() == query.OpNone:
		return "SELECT ord FROM image WHERE false", nil
	case e.Op() == query.OpID:
		return "SELECT ord FROM image WHERE id = " + Quote(e.Value()), nil
	case e.Op() == query.OpIDIn:
		return "SELECT ord FROM image WHERE id IN (" + quoteAll(e.Values()) + ")", nil
	case e.Op() == query.OpNameContains:
		return s.Named(peer.Name(e.Value())), nil
	case isUntagged(e):
		return "SELECT ord FROM image WHERE NOT tagged", nil
	}
	return "", fmt.Errorf("%w: %v", peer.ErrUnsupported, e)
}

// in lists the terms that are there: "= 5", or "IN (5, 6)".
func (s *statement) in(u peer.Union) string {
	var ids []string
	for _, text := range u.Terms {
		if t, ok := s.terms[text]; ok {
			ids = append(ids, fmt.Sprint(t.ID))
		}
	}
	switch len(ids) {
	case 0:
		return "= -1" // no term has it
	case 1:
		return "= " + ids[0]
	}
	return "IN (" + strings.Join(ids, ", ") + ")"
}

// condition says that a part holds for the image i.ord.
func (s *statement) condition(e query.Expr) (string, error) {
	if u, ok := peer.UnionOf(e); ok {
		if s.Here != "" && s.size < s.count(u)/s.Cheaper {
			return fmt.Sprintf(s.Here, s.in(u)), nil
		}
		return fmt.Sprintf(s.Among, s.in(u)), nil
	}
	switch e.Op() {
	case query.OpAll:
		return "true", nil
	case query.OpNone:
		return "false", nil
	case query.OpTagged:
		return "i.ord NOT IN (SELECT ord FROM image WHERE NOT tagged)", nil
	case query.OpID:
		return "i.ord = (SELECT ord FROM image WHERE id = " + Quote(e.Value()) + ")", nil
	case query.OpIDIn:
		return "i.ord IN (SELECT ord FROM image WHERE id IN (" + quoteAll(e.Values()) + "))", nil
	case query.OpNameContains:
		text := peer.Name(e.Value())
		if s.size <= s.Few {
			return s.NamedHere(text), nil
		}
		return "i.ord IN (" + s.Named(text) + ")", nil
	case query.OpNot:
		inner, err := s.condition(e.Args()[0])
		return "NOT " + inner, err
	case query.OpAnd:
		return s.conditions(e.Args(), " AND ")
	case query.OpOr:
		return s.conditions(e.Args(), " OR ")
	}
	return "", fmt.Errorf("%w: %v", peer.ErrUnsupported, e)
}

func (s *statement) conditions(args []query.Expr, between string) (string, error) {
	all := make([]string, len(args))
	for i, arg := range args {
		var err error
		if all[i], err = s.condition(arg); err != nil {
			return "", err
		}
	}
	return "(" + strings.Join(all, between) + ")", nil
}

// Quote makes a text a literal.
func Quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// quoteAll is a list of quoted texts.
func quoteAll(texts []string) string {
	quoted := make([]string, len(texts))
	for i, text := range texts {
		quoted[i] = Quote(text)
	}
	return strings.Join(quoted, ", ")
}
