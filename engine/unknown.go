package engine

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/index"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// Unknown is something that an expression asks for by its name and that no
// resource of a snapshot has (SEMANTICS section 11). It prints as one line.
type Unknown struct {
	Kind UnknownKind `json:"kind"`
	// Leaf is the part of the expression that asks for it, as it was written.
	Leaf query.Expr `json:"leaf"`
	// Key is the tag key or the name of the property, and Value the value, the
	// id, what is looked for in a name, or "number" or "time" of
	// UnknownPropertyKind; "" where the kind has none. Bytes that
	// are not UTF-8 stand as U+FFFD.
	Key   string `json:"key,omitzero"`
	Value string `json:"value,omitzero"`
	// Looked is how many resources were looked at, where that was not all of
	// them: none of these has the property. Else it is 0.
	Looked int `json:"looked,omitzero"`
	// Near are the names that exist and are nearest, the nearest first, three
	// at most.
	Near []string `json:"near,omitempty"`
	// Hint is what was most likely meant, as a clause, or "".
	Hint string `json:"hint,omitzero"`
	// Message says all of this in one printable line.
	Message string `json:"message"`
}

// String is the Message.
func (u *Unknown) String() string { return u.Message }

// UnknownKind is what kind of name is unknown.
type UnknownKind string

// The kinds.
const (
	UnknownKey           UnknownKind = "key"            // no resource has the tag key
	UnknownValue         UnknownKind = "value"          // resources have the key, none with the value, or with one that contains it
	UnknownProperty      UnknownKind = "property"       // no resource has the property
	UnknownPropertyValue UnknownKind = "property_value" // resources have the property, none with the text
	UnknownPropertyKind  UnknownKind = "property_kind"  // resources have the property, none of them as what it is compared with: a number, or a time
	UnknownID            UnknownKind = "id"             // no resource has the id
	UnknownName          UnknownKind = "name"           // no resource's name is, begins with or contains the text
)

// UnknownOptions say how far Unknown looks. The zero value is everything, as
// expressions see it.
type UnknownOptions struct {
	// Tenant never tells of system tags: neither of those that are asked for
	// nor of near ones. The expression is the tenant's own, before query.Tenant.
	Tenant bool
	// LookupsOnly leaves out what more than a few lookups decide: what is looked
	// for in names and values, and properties that are not declared
	// (Options.Properties).
	LookupsOnly bool
	// Names is how many names are looked at for near ones, in all, a tag key
	// counting as four; and how many values for a part. Of what is unknown each gets an equal share. 0 means
	// DefaultUnknownNames.
	Names int
	// Details is how many resources' details are read for properties that are
	// not declared (Options.Properties). 0 means DefaultUnknownDetails.
	Details int
}

// DefaultUnknownNames is how many names Unknown looks at, unless told
// otherwise: some ten milliseconds.
const DefaultUnknownNames = 1 << 17

// DefaultUnknownDetails is how many details Unknown reads, unless told
// otherwise: some ten milliseconds.
const DefaultUnknownDetails = 1 << 14

// maxUnknown is how many names Unknown tells at most.
const maxUnknown = 16

// Unknown returns what e asks for by its name and no resource has, with the
// nearest names that exist: the first 16, in the order they are written in,
// each once. That a part that is looked for in names or values is nowhere is
// told only with a near value or a hint. Its one error is the context's. An expression that asks only for
// what exists costs a few lookups for each of its leaves; what costs more are
// names to look at for near ones and, unless LookupsOnly is set, leaves that are
// searched for, in up to 65,536 resources each, and the details.
// More is not looked at, and nothing said that is not certain by then.
//
// Of a snapshot without resources nothing is told: everything is unknown.
func (s *Snapshot) Unknown(ctx context.Context, e query.Expr, o UnknownOptions) ([]Unknown, error) {
	if o.Names <= 0 {
		o.Names = DefaultUnknownNames
	}
	if o.Details <= 0 {
		o.Details = DefaultUnknownDetails
	}
	u := unknowns{ctx: ctx, s: s, expr: e, o: o}
	if s.Len() == 0 {
		return nil, ctx.Err()
	}
	u.walk(&u.expr)
	if len(u.found) > 0 && u.err == nil {
		u.advise()
	}
	if u.err == nil {
		u.err = ctx.Err()
	}
	if u.err != nil {
		return nil, u.err
	}
	return u.found, nil
}

// unknowns is a search for what is unknown.
type unknowns struct {
	ctx     context.Context
	s       *Snapshot
	expr    query.Expr // here, so that both are one allocation
	o       UnknownOptions
	details *detailSurvey // made when it is needed
	found   []Unknown
	steps   int
	err     error // the context's
}

// ctxUnknown is after how many steps the context is looked at.
const ctxUnknown = 1024

// step reports whether to go on.
func (u *unknowns) step() bool {
	if u.steps++; u.steps%ctxUnknown == 0 && u.err == nil {
		u.err = u.ctx.Err()
	}
	return u.err == nil && len(u.found) < maxUnknown
}

// walk looks at the leaves of e in turn.
func (u *unknowns) walk(e *query.Expr) {
	if !u.step() {
		return
	}
	args := e.Args()
	for i := range args {
		u.walk(&args[i])
	}
	switch op := e.Op(); {
	case op == query.OpHas, op == query.OpEq, op == query.OpIn, op == query.OpContains:
		u.tag(e)
	case op == query.OpID:
		u.id(e, e.Value())
	case op == query.OpIDIn:
		ids := e.Values()
		for _, id := range ids[:min(len(ids), maxListed)] {
			u.id(e, id)
		}
	case op == query.OpNameContains, op == query.OpNamePrefix, op == query.OpNameEquals:
		if u.searchedInVain(e) {
			u.add(UnknownName, e, e.Value())
		}
	case op.IsProperty():
		u.property(e)
	}
}

// maxListed is how many ids of a set are looked at, and how many texts of a list
// for what is odd about them: a host may ask for any number.
const maxListed = 1024

// id looks at an id of a leaf.
func (u *unknowns) id(e *query.Expr, id string) {
	if _, there := u.s.v.Ordinal(id); !there {
		u.add(UnknownID, e, id)
	}
}

// add notes what is unknown, once.
func (u *unknowns) add(kind UnknownKind, leaf *query.Expr, value string) {
	new := Unknown{Kind: kind, Leaf: *leaf, Key: valid(leaf.Key()), Value: valid(value)}
	twice := slices.ContainsFunc(u.found, func(f Unknown) bool {
		return f.Kind == new.Kind && f.Key == new.Key && f.Value == new.Value
	})
	if !twice && len(u.found) < maxUnknown {
		u.found = append(u.found, new)
	}
}

func valid(text string) string { return strings.ToValidUTF8(text, "\ufffd") }

// sees tells whether the asker may know of a tag.
func (u *unknowns) sees(key string) bool { return !u.o.Tenant || !resource.IsSystem(key) }

// hasKey tells whether there is a tag key that the asker may know of.
func (u *unknowns) hasKey(key string) bool { return u.sees(key) && u.s.v.Key(key).Len() > 0 }

// tag looks at a leaf about a tag.
func (u *unknowns) tag(e *query.Expr) {
	switch {
	case !u.sees(e.Key()):
	case !u.hasKey(e.Key()):
		u.add(UnknownKey, e, "")
	case e.Op() == query.OpEq:
		if u.s.v.Tag(e.Key(), e.Value()).Len() == 0 {
			u.add(UnknownValue, e, e.Value())
		}
	case e.Op() == query.OpIn:
		u.values(e)
	case e.Op() == query.OpContains:
		if u.containedNowhere(e) {
			u.add(UnknownValue, e, e.Value())
		}
	}
}

// containedNowhere reports whether a text is certain to be in no value of a
// key: there are no more values than may be looked at.
func (u *unknowns) containedNowhere(e *query.Expr) bool {
	if u.o.LookupsOnly || !utf8.ValidString(e.Value()) {
		return !u.o.LookupsOnly
	}
	looked := 0
	for value := range u.s.Values(e.Key(), "") {
		if looked++; looked > u.o.Names || !u.step() || strings.Contains(value, e.Value()) {
			return false
		}
	}
	return true
}

// values looks at the values of a list, some side by side.
func (u *unknowns) values(e *query.Expr) {
	var lookups [16]index.Lookup
	for some := range slices.Chunk(e.Values(), len(lookups)) {
		for i, value := range some {
			lookups[i] = index.Lookup{Key: e.Key(), Value: value}
		}
		u.s.v.Find(lookups[:len(some)])
		for i, value := range some {
			if !u.step() {
				return
			}
			if lookups[i].Posting.Len() == 0 {
				u.add(UnknownValue, e, value)
			}
		}
	}
}

// maxSearched is how many resources are looked at for one leaf.
const maxSearched = 1 << 16

// searchedInVain reports whether a leaf is certain to hold for no resource,
// where it must be searched for.
func (u *unknowns) searchedInVain(e *query.Expr) bool {
	if u.o.LookupsOnly {
		return false
	}
	// What is asked here says nothing of what queries will ask for again: no
	// union is kept for it.
	x := newExec(u.ctx, &Snapshot{v: u.s.v})
	defer x.free()
	n := compile(x, *e)
	if most, exact := n.size(); exact || most > maxSearched {
		return most == 0
	}
	found := false
	err := x.each(n, func(uint32) bool {
		found = true
		return false
	})
	if u.err == nil {
		u.err = err
	}
	return !found && err == nil
}
