package tree

import (
	"errors"

	"github.com/tagdex/tagdex/query"
)

func (d *decoder) joined(join func(...query.Expr) query.Expr) (query.Expr, error) {
	var args []query.Expr
	err := d.list(func() error {
		e, err := d.node()
		args = append(args, e)
		return err
	})
	return join(args...), err
}

func (d *decoder) leaf(of func(string) query.Expr) (query.Expr, error) {
	text, err := d.text()
	return of(text), err
}

// parsed reads the text form.
func (d *decoder) parsed() (query.Expr, error) {
	text, err := d.text()
	if err != nil {
		return query.Expr{}, err
	}
	e, err := query.Parse(text)
	var syntax *query.SyntaxError
	if errors.As(err, &syntax) {
		err = &Error{Reason: syntax.Error(), cause: syntax}
	}
	return e, err
}

// tag reads what is asked about a tag: its key, and one of value, in and
// contains.
func (d *decoder) tag() (query.Expr, error) {
	var key *string
	var of func(key string) query.Expr
	err := d.object(func(name string) error {
		if name == "key" {
			text, err := d.text()
			key = &text
			return err
		}
		if of != nil {
			return faultf("is one too many; a tag has a key and one of value, in and contains")
		}
		var err error
		of, err = d.test(name)
		return err
	})
	switch {
	case err != nil:
		return query.Expr{}, err
	case key == nil:
		return query.Expr{}, faultf("has no key")
	case of == nil:
		return query.Expr{}, faultf(`has none of value, in and contains; whether the key is there, {"has": key} asks`)
	}
	return of(*key), nil
}

// test reads what is asked about the value of a tag.
func (d *decoder) test(name string) (func(key string) query.Expr, error) {
	switch name {
	case "value":
		text, err := d.text()
		return func(key string) query.Expr { return query.Eq(key, text) }, err
	case "contains":
		text, err := d.text()
		return func(key string) query.Expr { return query.Contains(key, text) }, err
	case "in":
		values, err := d.texts()
		return func(key string) query.Expr { return query.In(key, values...) }, err
	}
	return nil, faultf("is not known; a tag has a key and one of value, in and contains")
}

// texts reads a list of strings.
func (d *decoder) texts() (texts []string, err error) {
	err = d.list(func() error {
		text, err := d.text()
		texts = append(texts, text)
		return err
	})
	return texts, err
}

// id reads an id, or an object with a list of them.
func (d *decoder) id() (query.Expr, error) {
	switch k := d.json.PeekKind(); {
	case k == '{':
	case k != '"' && kindNames[k] != "":
		return query.Expr{}, faultf("must be a string or an object, is %s", kindNames[k])
	default:
		return d.leaf(query.ID)
	}
	var e query.Expr
	members := 0
	err := d.object(func(name string) error {
		if members++; name != "in" || members > 1 {
			return faultf("is not known or one too many; ids have in alone")
		}
		ids, err := d.texts()
		e = query.IDs(ids...)
		return err
	})
	if err == nil && members == 0 {
		err = faultf("has no in")
	}
	return e, err
}

// nameTests are what can be asked about a name.
var nameTests = map[string]func(string) query.Expr{
	"is": query.NameEquals, "contains": query.NameContains, "prefix": query.NamePrefix,
}

func (d *decoder) name() (query.Expr, error) {
	var e query.Expr
	members := 0
	err := d.object(func(name string) error {
		of := nameTests[name]
		if members++; of == nil || members > 1 {
			return faultf("is not known or one too many; a name has one of is, contains and prefix")
		}
		var err error
		e, err = d.leaf(of)
		return err
	})
	if err == nil && members == 0 {
		err = faultf("has none of is, contains and prefix")
	}
	return e, err
}
