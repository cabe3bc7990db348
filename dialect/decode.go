package dialect

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/query"
)

// Input is a request as it arrived.
type Input struct {
	// Body is the JSON document. It is not kept, and not changed.
	Body []byte
	// Query is the raw query string, without "?". It is looked at only where
	// the profile reads limit and offset from it.
	Query string
	// Action is what the path asks for; ignored where the body says it.
	Action Action
	// Key is the key that the path names; looked at for TagRemove alone.
	Key string
	// Operator: the caller may filter by system tags, change them where it may
	// write, and ask a list for what it has for operators alone.
	Operator bool
	// Unread: there is a body that has not been read, since the call takes
	// none.
	Unread bool
}

// Request is a request that passed every check.
type Request struct {
	Action Action
	Filter query.Filter
	// Reading is how the profile reads the filter.
	Reading query.Reading
	// Offset and Limit cut the page. Both are 0 for a count, which has none.
	Offset, Limit int
	// Ignored is what the request holds and the API does not know.
	Ignored []Ignored
}

// Expr compiles the filter. It does not fail on a request that Decode made.
func (r *Request) Expr() (query.Expr, error) { return r.Filter.Expr(r.Reading) }

// Decode reads and checks a request. An error is the first fault in the order
// that the package comment lists, an *Error. Time and memory are bounded by
// the size of the input. Safe for concurrent use.
func (p *Profile) Decode(in Input) (*Request, error) {
	c := checker{p: p, in: &in, firstOnly: true}
	req := c.request()
	if len(c.faults) > 0 {
		return nil, c.faults[0]
	}
	return req, nil
}

// DecodeAll is Decode, but the error is every fault, joined in the same order:
// errors.As finds the first, and the Unwrap() []error of errors.Join all.
func (p *Profile) DecodeAll(in Input) (*Request, error) {
	c := checker{p: p, in: &in}
	req := c.request()
	if len(c.faults) > 0 {
		return nil, errors.Join(c.faults...)
	}
	return req, nil
}

// checker reads one request and notes its faults.
type checker struct {
	p         *Profile
	in        *Input
	firstOnly bool
	unknown   unknowns
	faults    []error
}

// done reports whether more checks could change nothing.
func (c *checker) done() bool { return c.firstOnly && len(c.faults) > 0 }

func (c *checker) fault(cs Case, at place, format string, args ...any) {
	if c.done() {
		return
	}
	c.faults = append(c.faults, c.p.Errors.New(cs, at.String(), fmt.Sprintf(format, args...)))
}

// request runs every check in the documented order. The result means nothing
// if there are faults.
func (c *checker) request() *Request {
	doc, ok := c.document(c.maxEntries(), c.p.filterShape())
	if !ok {
		return nil
	}
	c.unknown.addParameters(c.in.Query, c.p.parameters()...)
	r := &Request{Reading: c.p.Reading, Ignored: c.ignored()}
	r.Action = c.action(&doc)
	if r.Action == ActionFilter {
		r.Limit, r.Offset = c.page(&doc)
	}
	r.Filter = c.filter(&doc)
	return r
}

// ignored settles what becomes of what is not known: a fault each, or something
// to tell.
func (c *checker) ignored() []Ignored {
	if !c.p.Strict {
		return c.unknown.ignored()
	}
	for i := range c.unknown {
		u := &c.unknown[i]
		if !c.done() {
			c.faults = append(c.faults, c.p.Errors.New(Unknown, u.path, u.reason()))
		}
	}
	return nil
}

// parameters are those of the query string that are known.
func (p *Profile) parameters() []string {
	if p.PageInQuery {
		return []string{nameLimit, nameOffset}
	}
	return nil
}

// document parses the body, which must be one object. No more than maxEntries
// of a list are kept.
func (c *checker) document(maxEntries int, s shape) (node, bool) {
	body := field(PathBody)
	empty := len(bytes.TrimLeft(c.in.Body, " \t\r\n")) == 0
	switch {
	case empty && c.p.BodyOptional:
		return node{kind: jsontext.KindBeginObject}, true
	case empty:
		c.fault(EmptyBody, body, "is empty")
		return node{}, false
	case bytes.HasPrefix(c.in.Body, []byte("\ufeff")):
		c.fault(BadDocument, body, "begins with a byte-order mark")
		return node{}, false
	}
	doc, unknown, err := parse(c.in.Body, c.p.MaxDepth, maxEntries, s)
	c.unknown = unknown
	if err != nil {
		e := c.p.Errors.New(BadDocument, err.path, err.reason())
		e.cause = err.err
		c.faults = append(c.faults, e)
		return node{}, false
	}
	return doc, c.is(&doc, jsontext.KindBeginObject, body)
}

// maxEntries is how many entries of a list a check can look at. One match
// more than there are keys is unknown or given before, so a longer list of
// matches is refused in any case.
func (c *checker) maxEntries() int {
	return max(c.p.MaxKeys, c.p.MaxValues, len(c.p.MatchKeys)+1)
}

// action says what is asked: the body or the path does.
func (c *checker) action(doc *node) Action {
	where := field(nameAction)
	a := c.in.Action
	if c.p.ActionInBody {
		n := doc.get(nameAction)
		if n.kind == 0 {
			c.fault(BadAction, where, `is missing, want "filter" or "count"`)
			return ""
		}
		if !c.is(n, jsontext.KindString, where) {
			return ""
		}
		a = Action(n.text)
	}
	if a != ActionFilter && a != ActionCount {
		c.fault(BadAction, where, `is %s, want "filter" or "count"`, quote(string(a)))
	}
	return a
}

// filter checks the lists, without_any_tag and matches.
func (c *checker) filter(doc *node) query.Filter {
	var f query.Filter
	bare := doc.get(nameWithoutAnyTag)
	f.WithoutAnyTag = bare.kind == jsontext.KindTrue
	if !f.WithoutAnyTag {
		f.Tags = c.tags(doc, nameTags)
		f.TagsAny = c.tags(doc, nameTagsAny)
		f.NotTags = c.tags(doc, nameNotTags)
		f.NotTagsAny = c.tags(doc, nameNotTagsAny)
	}
	if bare.kind != 0 && bare.kind != jsontext.KindTrue && bare.kind != jsontext.KindFalse {
		c.fault(BadType, field(nameWithoutAnyTag), "is %s, want true or false", kindName(bare.kind))
	}
	if c.p.SystemTagFilter {
		f.SysTags = c.systemTags(doc)
	}
	f.Matches = c.matches(doc)
	return f
}

// is checks the kind of a value that is there.
func (c *checker) is(n *node, want jsontext.Kind, where place) bool {
	if n.kind == want {
		return true
	}
	c.fault(BadType, where, "is %s, want %s", kindName(n.kind), kindName(want))
	return false
}

// kindName names a kind of JSON value for people.
func kindName(k jsontext.Kind) string {
	switch k {
	case jsontext.KindNull:
		return "null"
	case jsontext.KindTrue, jsontext.KindFalse:
		return "a boolean"
	case jsontext.KindString:
		return "a string"
	case jsontext.KindNumber:
		return "a number"
	case jsontext.KindBeginObject:
		return "an object"
	case jsontext.KindBeginArray:
		return "an array"
	}
	return "missing"
}
