package tree

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/query"
)

// Limits of Decode, against documents made to exhaust time or stack.
const (
	// MaxLen is how long a document may be, in bytes.
	MaxLen = 256 << 10
	// MaxDepth is how many nodes may stand within each other. Every Expr that
	// query.Parse makes is less deep.
	MaxDepth = 3 * query.MaxDepth
)

// Decode reads one expression. Every error is an *Error. It costs time and
// memory in proportion to the document, which is not kept.
func Decode(doc []byte) (query.Expr, error) {
	if len(doc) > MaxLen {
		return query.Expr{}, faultf("the document has %d bytes, the limit is %d", len(doc), MaxLen)
	}
	d := decoder{json: jsontext.NewDecoder(bytes.NewReader(doc))}
	e, err := d.node()
	if err != nil {
		return query.Expr{}, err
	}
	if _, err := d.json.ReadToken(); !errors.Is(err, io.EOF) {
		return query.Expr{}, faultf("there is more after the expression")
	}
	return e, nil
}

type decoder struct {
	json  *jsontext.Decoder
	depth int
}

// kinds say how the member of a node is read.
var kinds map[string]func(*decoder) (query.Expr, error)

func init() { // they refer to node, which refers to them
	kinds = map[string]func(*decoder) (query.Expr, error){
		"and":    func(d *decoder) (query.Expr, error) { return d.joined(query.And) },
		"or":     func(d *decoder) (query.Expr, error) { return d.joined(query.Or) },
		"not":    func(d *decoder) (query.Expr, error) { e, err := d.node(); return query.Not(e), err },
		"tag":    (*decoder).tag,
		"name":   (*decoder).name,
		"has":    func(d *decoder) (query.Expr, error) { return d.leaf(query.Has) },
		"id":     (*decoder).id,
		"text":   (*decoder).parsed,
		"all":    func(d *decoder) (query.Expr, error) { return query.All(), d.truth() },
		"none":   func(d *decoder) (query.Expr, error) { return query.None(), d.truth() },
		"tagged": func(d *decoder) (query.Expr, error) { return query.Tagged(), d.truth() },
	}
}

const kindList = "one of and, or, not, tag, has, name, id, all, none, tagged, text"

// node reads an object of one member.
func (d *decoder) node() (query.Expr, error) {
	if d.depth == MaxDepth {
		return query.Expr{}, faultf("more than %d nodes stand within each other", MaxDepth)
	}
	d.depth++
	defer func() { d.depth-- }()
	var e query.Expr
	members := 0
	err := d.object(func(name string) error {
		if members++; members > 1 {
			return faultf("is a second member; a node has exactly one")
		}
		read := kinds[name]
		if read == nil {
			return faultf("is no kind of node; there must be %s", kindList)
		}
		var err error
		e, err = read(d)
		return err
	})
	if err == nil && members == 0 {
		err = faultf("is an empty node; there must be %s", kindList)
	}
	return e, err
}

// object reads an object, whose members member reads. Errors of member get the
// name before their path.
func (d *decoder) object(member func(name string) error) error {
	if err := d.open('{', "an object"); err != nil {
		return err
	}
	for d.json.PeekKind() == '"' {
		token, err := d.json.ReadToken()
		if err != nil {
			return malformed(err)
		}
		name := token.String()
		if err := member(name); err != nil {
			return in(plainName(name), err)
		}
	}
	return d.close()
}

// plainName is a member's name as it may stand in a path.
func plainName(name string) string {
	if name == "" {
		return `""`
	}
	return short(name)
}

// list reads a list of one or more.
func (d *decoder) list(element func() error) error {
	if err := d.open('[', "a list"); err != nil {
		return err
	}
	n := 0
	for ; d.json.PeekKind() != ']'; n++ {
		if err := element(); err != nil {
			return at(n, err)
		}
	}
	if n == 0 {
		return faultf("is an empty list")
	}
	return d.close()
}

// open reads the bracket that begins a value.
func (d *decoder) open(kind jsontext.Kind, want string) error {
	if k := d.json.PeekKind(); k != kind && kindNames[k] != "" {
		return faultf("must be %s, is %s", want, kindNames[k])
	}
	return d.close()
}

// close reads a bracket, or what is wrong in its place.
func (d *decoder) close() error {
	if _, err := d.json.ReadToken(); err != nil {
		return malformed(err)
	}
	return nil
}

func (d *decoder) text() (string, error) {
	if k := d.json.PeekKind(); k != '"' && kindNames[k] != "" {
		return "", faultf("must be a string, is %s", kindNames[k])
	}
	token, err := d.json.ReadToken()
	if err != nil {
		return "", malformed(err)
	}
	return token.String(), nil
}

func (d *decoder) truth() error {
	if k := d.json.PeekKind(); k != 't' && kindNames[k] != "" {
		return faultf("must be true, is %s", kindNames[k])
	}
	return d.close()
}
