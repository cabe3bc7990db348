package dialect

import "github.com/tagdex/tagdex/query"

// DecodeItem checks a request for a single one of what is listed, which takes
// neither parameters nor a body. It returns what the caller sees at all: for
// those who are no operators what the parameters that have DefaultAlone select;
// and what is ignored.
func (p *ListProfile) DecodeItem(in Input) (shown query.Expr, ignored []Ignored, err error) {
	c := listChecker{p: p, in: &in}
	c.noteBody()
	c.unknown.addParameters(in.Query)
	c.refuseUnknown()
	if c.err != nil {
		return query.None(), nil, c.err
	}
	return p.shown(in), c.unknown.ignored(), nil
}

func (p *ListProfile) shown(in Input) query.Expr {
	var parts []query.Expr
	for i := range p.Parameters {
		if q := &p.Parameters[i]; q.DefaultAlone && !in.Operator {
			parts = append(parts, q.equal(q.Default))
		}
	}
	return query.And(parts...)
}

// NoItem is the error for an id that is that of nothing.
func (p *ListProfile) NoItem() *Error {
	return p.Errors.New(NoResource, p.IDName, "is the id of nothing in this project")
}
