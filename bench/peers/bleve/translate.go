package bleve

import (
	"fmt"

	"github.com/blevesearch/bleve/v2"
	bq "github.com/blevesearch/bleve/v2/search/query"

	"github.com/tagdex/tagdex/bench/peers/peer"
	"github.com/tagdex/tagdex/query"
)

func term(field, text string) bq.Query {
	q := bleve.NewTermQuery(text)
	q.SetField(field)
	return q
}

func terms(field string, texts []string) []bq.Query {
	all := make([]bq.Query, len(texts))
	for i, text := range texts {
		all[i] = term(field, text)
	}
	return all
}

// translate makes bleve's query. Where a part of a name is longer than the
// longest gram, the query finds more than it should.
func translate(e query.Expr) (bq.Query, error) {
	if u, ok := peer.UnionOf(e); ok {
		if len(u.Terms) == 1 {
			return term(termField, u.Terms[0]), nil
		}
		return bleve.NewDisjunctionQuery(terms(termField, u.Terms)...), nil
	}
	switch e.Op() {
	case query.OpAll:
		return bleve.NewMatchAllQuery(), nil
	case query.OpNone:
		return bleve.NewMatchNoneQuery(), nil
	case query.OpTagged:
		return term(flagField, tagged), nil
	case query.OpID:
		return term(idField, e.Value()), nil
	case query.OpIDIn:
		return bleve.NewDisjunctionQuery(terms(idField, e.Values())...), nil
	case query.OpNameContains:
		return contains(peer.Name(e.Value())), nil
	case query.OpNot, query.OpAnd:
		return conjunction(peer.Conjuncts(e))
	case query.OpOr:
		parts, err := translateAll(e.Args())
		return bleve.NewDisjunctionQuery(parts...), err
	}
	return nil, fmt.Errorf("%w: %v", peer.ErrUnsupported, e)
}

func translateAll(args []query.Expr) ([]bq.Query, error) {
	all := make([]bq.Query, len(args))
	for i, arg := range args {
		var err error
		if all[i], err = translate(arg); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// contains asks for all grams of the longest size, or for the text itself.
func contains(text string) bq.Query {
	runes := []rune(text)
	if len(runes) <= longest {
		return term(gramField, text)
	}
	var all []bq.Query
	for from := range len(runes) - longest + 1 {
		all = append(all, term(gramField, string(runes[from:from+longest])))
	}
	return bleve.NewConjunctionQuery(all...)
}

// conjunction is what must hold, and what must not.
func conjunction(args []query.Expr) (bq.Query, error) {
	var must, not []query.Expr
	var musts []bq.Query
	for _, arg := range args {
		switch {
		case arg.Op() == query.OpNot && arg.Args()[0].Op() == query.OpTagged:
			musts = append(musts, term(flagField, untagged))
		case arg.Op() == query.OpNot:
			not = append(not, arg.Args()[0])
		default:
			must = append(must, arg)
		}
	}
	required, err := translateAll(must)
	if err != nil {
		return nil, err
	}
	musts = append(musts, required...)
	nots, err := translateAll(not)
	if err != nil {
		return nil, err
	}
	if len(nots) == 0 {
		return bleve.NewConjunctionQuery(musts...), nil
	}
	q := bleve.NewBooleanQuery()
	if len(musts) > 0 {
		q.AddMust(musts...)
	}
	q.AddMustNot(nots...)
	return q, nil
}
