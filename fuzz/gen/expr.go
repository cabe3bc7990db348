package gen

import (
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Sizes that bound an expression.
const (
	maxNodes = 60
	maxDepth = 7
)

// Expr makes an expression of up to some 60 nodes. All its text is UTF-8.
func (s *Source) Expr() query.Expr {
	nodes := maxNodes
	return s.expr(maxDepth, &nodes)
}

func (s *Source) expr(depth int, nodes *int) query.Expr {
	*nodes--
	if depth == 0 || *nodes <= 0 {
		return s.leaf()
	}
	switch s.N(8) {
	case 4:
		return query.Not(s.expr(depth-1, nodes))
	case 5:
		return query.And(s.exprs(depth-1, nodes)...)
	case 6:
		return query.Or(s.exprs(depth-1, nodes)...)
	case 7: // the shape that most queries have
		return query.And(s.leaf(), s.leaf(), query.Not(s.expr(depth-1, nodes)))
	}
	return s.leaf()
}

// exprs makes the arguments of an And or Or: none and one are legal too.
func (s *Source) exprs(depth int, nodes *int) []query.Expr {
	list := make([]query.Expr, Pick(s, []int{2, 2, 3, 3, 4, 0, 1, 8}))
	for i := range list {
		list[i] = s.expr(depth, nodes)
	}
	return list
}

func (s *Source) leaf() query.Expr {
	kind := s.N(20)
	if kind < 9 {
		return s.tagLeaf(kind)
	}
	if kind > 15 {
		return s.propertyLeaf()
	}
	switch kind {
	case 9, 10:
		return query.NameContains(s.NamePart())
	case 11:
		return query.NamePrefix(s.NamePart())
	case 12:
		return query.NameEquals(s.names.recall(s, ""))
	case 13:
		return query.ID(s.ID())
	case 14:
		return query.Tagged()
	}
	return Pick(s, []query.Expr{query.All(), query.None()})
}

// tagLeaf makes a leaf about a tag.
func (s *Source) tagLeaf(kind int) query.Expr {
	key, value := s.Tag()
	switch kind {
	case 4, 5:
		return query.Has(key)
	case 6, 7:
		return query.In(key, append(s.valueList(Pick(s, []int{2, 3, 5, 0, 1, 12})), value)...)
	case 8:
		return query.Contains(key, s.part(value))
	}
	return query.Eq(key, value)
}

func (s *Source) valueList(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = s.Value()
	}
	return list
}

// part cuts a text out of a value, of whole runes.
func (s *Source) part(value string) string {
	runes := []rune(value)
	if len(runes) == 0 {
		return ""
	}
	from := s.N(min(len(runes), 200))
	return string(runes[from:min(len(runes), from+1+s.N(4))])
}

// BadExpr makes an expression that holds text which is not UTF-8, often half
// of a rune that is there.
func (s *Source) BadExpr() query.Expr {
	bad := Pick(s, []string{"\xff", "a\x80", "\xc3", "\xed\xa0\x80"})
	tag := s.tags.recall(s, resource.Tag{Key: "k", Value: "é"})
	name := s.names.recall(s, "é")
	leaf := Pick(s, []query.Expr{
		query.Contains(tag.Key, half(tag.Value)), query.NameContains(half(name)), query.NamePrefix(name[:len(name)/2] + "\xff"),
		query.Eq("k", bad), query.Eq(bad, "v"), query.Has(bad), query.In("k", "a", bad), query.In(bad, "a", "b"),
		query.Contains("k", bad), query.NameContains(bad), query.NamePrefix(bad), query.NameEquals(bad), query.ID(bad),
		query.PropHas(bad), query.PropEq(bad, "a"), query.PropEq("status", bad), query.PropIn("status", "active", bad),
		query.PropIn(bad, "a", "b"), query.PropLess(bad, s.Scalar()), query.PropAtLeast(bad, s.Scalar()),
	})
	switch s.N(4) {
	case 1:
		return query.Not(leaf)
	case 2:
		return query.And(s.Expr(), leaf)
	case 3:
		return query.Or(leaf, s.Expr())
	}
	return leaf
}

// half returns the last byte of text where that is half of a rune, else
// another that is no rune.
func half(text string) string {
	if text == "" || text[len(text)-1] < 0x80 {
		return "\xff"
	}
	return text[len(text)-1:]
}
