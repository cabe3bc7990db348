package query

import (
	"fmt"
	"strings"
)

// subject is what a predicate of the text form can be about.
type subject struct {
	// signs makes the predicate of a sign. The key is "" where the subject is
	// no tag.
	signs map[string]func(key, text string) Expr
	// orders makes the predicate of a sign that compares by order.
	orders map[string]func(key string, s Scalar) Expr
	// list makes the predicate of an in.
	list func(key string, values []string) Expr
	// alone makes the predicate of the subject with nothing after it; nil
	// where that means nothing.
	alone func(key string) Expr
	// wanted names the signs that there are, and wayOut what to do instead of
	// another.
	wanted, wayOut string
}

// negated gives the signs that negate another.
var negated = map[string]string{"!=": "=", "!~": "~"}

var tagSubject = subject{
	signs:  map[string]func(key, text string) Expr{"=": Eq, "~": Contains},
	list:   func(key string, values []string) Expr { return In(key, values...) },
	alone:  Has,
	wanted: "one of = != ~ !~ in after a tag key",
	wayOut: "only 'name' has ^=, and only properties have an order, as in prop.min_disk >= 40",
}

var propertySubject = subject{
	signs: map[string]func(key, text string) Expr{"=": PropEq},
	orders: map[string]func(key string, s Scalar) Expr{
		"<": PropLess, "<=": PropAtMost, ">": PropMore, ">=": PropAtLeast,
	},
	list:   func(key string, values []string) Expr { return PropIn(key, values...) },
	alone:  PropHas,
	wanted: "one of = != < <= > >= in after a property",
	wayOut: "only tags and the name are looked into",
}

// fields are the bare words that are a field of the resource, not a tag key.
var fields = map[string]subject{
	wordName: {
		signs: map[string]func(key, text string) Expr{
			"=":  func(_, text string) Expr { return NameEquals(text) },
			"~":  func(_, text string) Expr { return NameContains(text) },
			"^=": func(_, text string) Expr { return NamePrefix(text) },
		},
		list:   func(_ string, values []string) Expr { return someOf(NameEquals, values) },
		wanted: "one of = != ~ !~ ^= in after 'name'",
		wayOut: `if the tag key is meant, write "name" with the quotes`,
	},
	wordID: {
		signs: map[string]func(key, text string) Expr{
			"=": func(_, text string) Expr { return ID(text) },
		},
		list:   func(_ string, values []string) Expr { return someOf(ID, values) },
		wanted: "one of = != in after 'id'",
		wayOut: `if the tag key is meant, write "id" with the quotes`,
	},
}

// someOf is the Or of what one makes of each text.
func someOf(one func(string) Expr, texts []string) Expr {
	es := make([]Expr, len(texts))
	for i, text := range texts {
		es[i] = one(text)
	}
	return join(OpOr, es)
}

// constants are the bare words that are a whole condition.
var constants = map[string]Expr{wordAll: All(), wordNone: None(), wordTagged: Tagged()}

// condition reads an expression in parentheses, a constant or a predicate.
func (p *parser) condition() (Expr, error) {
	t := p.token
	switch {
	case t.kind == tokenOpen:
		return p.group()
	case t.kind == tokenQuoted:
		return p.predicate(tagSubject, t.text)
	case t.kind != tokenWord:
		return Expr{}, p.unexpected("a condition", "")
	case t.operator() != "":
		return Expr{}, p.unexpected("a condition", "if a tag key is meant, quote it")
	case strings.HasPrefix(t.text, propertyPrefix):
		return p.property()
	}
	if constant, ok := constants[t.text]; ok {
		return p.constant(constant)
	}
	if field, ok := fields[t.text]; ok {
		return p.predicate(field, "")
	}
	return p.predicate(tagSubject, t.text)
}

// property reads a predicate about a property. A name in quotes stands right
// behind the dot.
func (p *parser) property() (Expr, error) {
	word := p.token
	name := strings.TrimPrefix(word.text, propertyPrefix)
	if name != "" {
		return p.predicate(propertySubject, name)
	}
	if err := p.advance(); err != nil {
		return Expr{}, err
	}
	if p.token.kind != tokenQuoted || p.token.at != word.at+len(propertyPrefix) {
		return Expr{}, p.unexpected("the name of a property right behind '"+propertyPrefix+"'", "")
	}
	return p.predicate(propertySubject, p.token.text)
}

// constant takes the constant e.
func (p *parser) constant(e Expr) (Expr, error) {
	word := p.token.text
	if err := p.advance(); err != nil {
		return Expr{}, err
	}
	if p.token.kind == tokenOperator || p.token.operator() == wordIn {
		return Expr{}, p.fail(fmt.Sprintf("found %s after the constant '%s'; "+
			"if the tag key is meant, write %q with the quotes", p.token.describe(), word, word))
	}
	return e, nil
}

// predicate takes the subject and reads what is asked about it. A tag key
// alone asks whether the resource has it.
func (p *parser) predicate(s subject, key string) (Expr, error) {
	if err := p.advance(); err != nil {
		return Expr{}, err
	}
	switch {
	case p.token.kind == tokenOperator:
		return p.comparison(s, key)
	case p.token.operator() == wordIn:
		values, err := p.list()
		return s.list(key, values), err
	case p.token.operator() == wordNot:
		return p.notIn(s, key)
	case s.alone != nil:
		return s.alone(key), nil
	}
	return Expr{}, p.unexpected(s.wanted, s.wayOut)
}

// comparison reads a sign and a text.
func (p *parser) comparison(s subject, key string) (Expr, error) {
	sign := p.token.text
	if order := s.orders[sign]; order != nil {
		return p.order(order, key)
	}
	positive, negative := negated[sign]
	if !negative {
		positive = sign
	}
	predicate := s.signs[positive]
	if predicate == nil {
		return Expr{}, p.unexpected(s.wanted, s.wayOut)
	}
	if err := p.advance(); err != nil {
		return Expr{}, err
	}
	text, err := p.value()
	if err != nil {
		return Expr{}, err
	}
	if negative {
		return Not(predicate(key, text)), nil
	}
	return predicate(key, text), nil
}

// order takes a sign and reads the scalar to compare with.
func (p *parser) order(predicate func(string, Scalar) Expr, key string) (Expr, error) {
	if err := p.advance(); err != nil {
		return Expr{}, err
	}
	scalar, ok := ParseScalar(p.token.text)
	if !ok || p.token.kind != tokenWord && p.token.kind != tokenQuoted {
		return Expr{}, p.unexpected("a number or a time",
			`numbers are written 40, 1.5 or 1e3, times 2024-01-31, 2024-01-31T10:00:00.5+08:00 or "2024-01-31 10:00:00"`)
	}
	return predicate(key, scalar), p.advance()
}

// notIn takes a not and reads the in that must follow it.
func (p *parser) notIn(s subject, key string) (Expr, error) {
	if err := p.advance(); err != nil {
		return Expr{}, err
	}
	if p.token.operator() != wordIn {
		return Expr{}, p.unexpected("'in' after this 'not'", "conditions are joined by 'and not' or 'or not'")
	}
	values, err := p.list()
	return Not(s.list(key, values)), err
}

// list takes an in and reads its values.
func (p *parser) list() ([]string, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind != tokenOpen {
		return nil, p.unexpected("'(' after 'in'", "values stand in parentheses")
	}
	var values []string
	for separator := tokenOpen; p.token.kind == separator; separator = tokenComma {
		if err := p.advance(); err != nil {
			return nil, err
		}
		if p.token.kind == tokenClose {
			return nil, p.unexpected("a value", "a list has one value or more and no comma after the last")
		}
		value, err := p.value()
		if err != nil {
			return nil, err
		}
		values = append(values, value)
	}
	if p.token.kind != tokenClose {
		return nil, p.unexpected("',' or ')' in the list", trailingWayOut[p.token.kind])
	}
	return values, p.advance()
}

// value takes a value: a bare word that is no operator, or a quoted text.
func (p *parser) value() (string, error) {
	t := p.token
	if t.kind != tokenWord && t.kind != tokenQuoted || t.operator() != "" {
		return "", p.unexpected("a value", valueWayOut(t))
	}
	return t.text, p.advance()
}

// valueWayOut says what to do about a token in the place of a value.
func valueWayOut(t token) string {
	switch {
	case t.operator() != "":
		return "if it is the value, quote it"
	case t.kind == tokenOperator, t.kind == tokenOpen:
		return "quote a value that has signs of the language"
	}
	return `the empty value is written ""`
}
