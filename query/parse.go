package query

import (
	"fmt"
	"unicode/utf8"
)

// Limits of Parse, against texts made to exhaust time or stack.
const (
	// MaxTextLen is how long a text may be, in bytes.
	MaxTextLen = 64 << 10
	// MaxDepth is how many parentheses and nots may stand within each other.
	// It keeps the tree, too, less than three times as deep.
	MaxDepth = 200
)

// Parse reads the text form of an expression, which the package comment
// describes. Every error is a *SyntaxError. It costs time and memory in
// proportion to the text, and the expression may share the text's memory.
func Parse(text string) (Expr, error) {
	if len(text) > MaxTextLen {
		reason := fmt.Sprintf("the text has %d bytes, the limit is %d", len(text), MaxTextLen)
		return Expr{}, newSyntaxError(text, MaxTextLen, reason)
	}
	if at := invalidUTF8(text); at >= 0 {
		return Expr{}, newSyntaxError(text, at, `found a byte that is not UTF-8; write it \xNN within double quotes`)
	}
	p := parser{lexer: lexer{text: text}}
	e, err := p.whole()
	if err != nil {
		return Expr{}, err
	}
	return e, nil
}

// invalidUTF8 returns the offset of the first byte of s that is no UTF-8, or
// -1.
func invalidUTF8(s string) int {
	if utf8.ValidString(s) {
		return -1
	}
	for i, r := range s {
		if r != utf8.RuneError {
			continue
		}
		if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
			return i
		}
	}
	return -1
}

// parser reads an expression by recursive descent, one token ahead.
type parser struct {
	lexer lexer
	token token   // the next one, not taken yet
	about subject // what the condition that was begun last is about
	key   string  // its key
	alone token   // the word that was read last as a key alone
	after int     // where the token behind that begins
	depth int     // parentheses and nots around the token
}

// advance takes the token.
func (p *parser) advance() (err error) {
	p.token, err = p.lexer.next()
	return err
}

// fail makes an error at the token.
func (p *parser) fail(reason string) error {
	return newSyntaxError(p.lexer.text, p.token.at, reason)
}

// unexpected makes an error at the token, which is not what was expected.
func (p *parser) unexpected(expected, wayOut string) error {
	reason := "expected " + expected + ", found " + p.token.describe()
	if wayOut != "" {
		reason += "; " + wayOut
	}
	return p.fail(reason)
}

// whole reads the expression that is the whole text.
func (p *parser) whole() (Expr, error) {
	if err := p.advance(); err != nil {
		return Expr{}, err
	}
	if p.token.kind == tokenEnd {
		return Expr{}, p.fail("empty expression; write 'all' to select everything")
	}
	e, err := p.disjunction()
	if err == nil && p.token.kind != tokenEnd {
		err = p.trailing("'and', 'or' or the end of the text")
	}
	return e, err
}

// disjunction reads what binds least tightly: conjunctions joined by or.
func (p *parser) disjunction() (Expr, error) {
	return p.joined(wordOr, OpOr, (*parser).conjunction)
}

// conjunction reads negations joined by and.
func (p *parser) conjunction() (Expr, error) {
	return p.joined(wordAnd, OpAnd, (*parser).negation)
}

// joined reads operands joined by an operator into one Expr of kind op, or
// into the operand if there is one only.
func (p *parser) joined(operator string, op Op, operand func(*parser) (Expr, error)) (Expr, error) {
	e, err := operand(p)
	if err != nil || p.token.operator() != operator {
		return e, err
	}
	args := []Expr{e}
	for p.token.operator() == operator {
		if err := p.advance(); err != nil {
			return Expr{}, err
		}
		arg, err := operand(p)
		if err != nil {
			return Expr{}, err
		}
		args = append(args, arg)
	}
	return join(op, args), nil
}

// negation reads a condition with any number of nots before it.
func (p *parser) negation() (Expr, error) {
	if p.token.operator() != wordNot {
		return p.condition()
	}
	if err := p.enter(); err != nil {
		return Expr{}, err
	}
	e, err := p.negation()
	p.depth--
	return Not(e), err
}

// enter takes a token that goes one level down.
func (p *parser) enter() error {
	if p.depth == MaxDepth {
		return p.fail(fmt.Sprintf("more than %d parentheses and nots stand within each other", MaxDepth))
	}
	p.depth++
	return p.advance()
}

// group reads an expression in parentheses.
func (p *parser) group() (Expr, error) {
	opened := p.token.at
	if err := p.enter(); err != nil {
		return Expr{}, err
	}
	e, err := p.disjunction()
	if err != nil {
		return Expr{}, err
	}
	if p.token.kind != tokenClose {
		return Expr{}, p.trailing("'and', 'or' or the ')' for the '(' at " + p.position(opened))
	}
	p.depth--
	return e, p.advance()
}

// position tells an offset in an error.
func (p *parser) position(offset int) string {
	e := newSyntaxError(p.lexer.text, offset, "")
	return fmt.Sprintf("line %d, column %d", e.Line, e.Column)
}

// trailing makes an error at the token, which cannot go on after a condition.
func (p *parser) trailing(expected string) error {
	switch p.token.operator() {
	case wordNot:
		return p.unexpected(expected, "conditions are joined by 'and not' or 'or not'")
	case wordIn:
		return p.unexpected(expected, "'in' follows a tag key, 'name' or 'id'")
	}
	wayOut := trailingWayOut[p.token.kind]
	if p.beginsCondition() {
		wayOut = "conditions are joined by 'and' or 'or'"
	}
	return p.unexpected(expected, p.instead(wayOut))
}

// beginsCondition reports whether the token is the word of a condition: a sign
// or an in follows it.
func (p *parser) beginsCondition() bool {
	if p.token.kind != tokenWord && p.token.kind != tokenQuoted {
		return false
	}
	ahead := p.lexer
	next, err := ahead.next()
	return err == nil && (next.kind == tokenOperator || next.operator() == wordIn)
}

// trailingWayOut says what was most likely meant by a token that cannot go on
// after a condition.
var trailingWayOut = [...]string{
	tokenEnd:      "",
	tokenWord:     "quote a text that has spaces in it",
	tokenQuoted:   "quote a text as a whole",
	tokenOperator: "quote a text that has signs of the language",
	tokenOpen:     "quote a text that has parentheses in it",
	tokenClose:    "no '(' is open here",
	tokenComma:    "a list is written 'in (x, y)', and conditions are joined by 'and' or 'or'",
}
