package dialect

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// The members of a request document (IMS page and CTS page, request
// parameters).
const (
	nameAction        = "action"
	nameLimit         = "limit"
	nameOffset        = "offset"
	nameTag           = "tag"
	nameTags          = "tags"
	nameTagsAny       = "tags_any"
	nameNotTags       = "not_tags"
	nameNotTagsAny    = "not_tags_any"
	nameWithoutAnyTag = "without_any_tag"
	nameSysTags       = "sys_tags"
	nameMatches       = "matches"
	nameKey           = "key"
	nameValues        = "values"
	nameValue         = "value"
)

// shape is the members that an object may hold, and the shape of the objects
// within each. It is nil where no object is expected: then nothing is known of
// its members, and a check refuses it.
type shape []shapeMember

type shapeMember struct {
	name string
	of   shape
}

// The shapes of the documented requests. A member that a page shows stands
// here also where a call does not use it (SEMANTICS section 4).
var (
	valuesShape = shape{{name: nameKey}, {name: nameValues}}
	valueShape  = shape{{name: nameKey}, {name: nameValue}}
	filterShape = shape{
		{nameAction, nil},
		{nameLimit, nil},
		{nameOffset, nil},
		{nameTags, valuesShape},
		{nameTagsAny, valuesShape},
		{nameNotTags, valuesShape},
		{nameNotTagsAny, valuesShape},
		{nameWithoutAnyTag, nil},
		{nameMatches, valueShape},
	}
	systemShape  = append(filterShape[:len(filterShape):len(filterShape)], shapeMember{nameSysTags, valuesShape})
	tagAddShape  = shape{{nameTag, valueShape}}
	tagListShape = shape{{nameAction, nil}, {nameTags, valueShape}}
)

// filterShape is the shape of a request of the profile.
func (p *Profile) filterShape() shape {
	if p.SystemTagFilter {
		return systemShape
	}
	return filterShape
}

// editShape is the shape of a request that changes tags.
func editShape(call TagCall) shape {
	if call == TagAdd {
		return tagAddShape
	}
	return tagListShape
}

// find returns the member that the raw JSON string spells, or nil. Names are
// compared exactly.
func (s shape) find(raw jsontext.Value) *shapeMember {
	name := bytes.Trim(raw, `"`)
	if bytes.IndexByte(raw, '\\') >= 0 {
		name, _ = jsontext.AppendUnquote(nil, raw)
	}
	for i := range s {
		if string(name) == s[i].name {
			return &s[i]
		}
	}
	return nil
}

// names are the members' names.
func (s shape) names() []string {
	all := make([]string, len(s))
	for i := range s {
		all[i] = s[i].name
	}
	return all
}
