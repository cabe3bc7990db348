package dialect

import (
	"net/url"
	"slices"
	"strconv"

	"github.com/tagdex/tagdex/internal/detail"
	"github.com/tagdex/tagdex/query"
	"github.com/tagdex/tagdex/resource"
)

// AppendImages appends the answer to a list: {"images":[...]}, never null.
//
// An image is a flat object: id, name and tags are the resource's own, tags
// as "key=value" without system tags; the other members are the properties,
// of the types that Members say, and the Links, which the data give unless by
// null. A property that is not of its
// type is written in it where its text allows, and left out where not; null
// stays. Costs time in proportion to what it appends.
func (p *ListProfile) AppendImages(dst []byte, images []resource.Resource) []byte {
	dst = append(dst, `{"images":[`...)
	for i := range images {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = p.AppendImage(dst, &images[i])
	}
	return append(dst, `]}`...)
}

// Members of an image that its properties cannot take the place of.
const (
	memberID   = "id"
	memberName = "name"
	memberTags = "tags"
)

// AppendImage appends one image as it stands in a list, the answer to a request
// for a single one.
func (p *ListProfile) AppendImage(dst []byte, r *resource.Resource) []byte {
	dst = append(dst, `{"id":`...)
	dst = appendText(dst, r.ID)
	dst = append(dst, `,"name":`...)
	dst = appendText(dst, r.Name)
	dst = append(dst, `,"tags":[`...)
	dst = appendTagTexts(dst, r.Tags)
	dst = append(dst, ']')
	var linked uint64 // links that the data give
	for quoted, raw := range detail.RawMembers(r.Detail) {
		name := detail.Unquote(quoted)
		if name == memberID || name == memberName || name == memberTags {
			continue
		}
		link := slices.IndexFunc(p.Links, func(l Link) bool { return l.Name == name })
		if link >= 0 && raw == "null" {
			continue
		}
		before := len(dst)
		dst = append(dst, ',')
		dst = append(dst, quoted...)
		dst = append(dst, ':')
		var ok bool
		if dst, ok = p.appendMember(dst, name, raw); !ok {
			dst = dst[:before]
			continue
		}
		if link >= 0 {
			linked |= 1 << link
		}
	}
	for i := range p.Links {
		if linked&(1<<i) == 0 {
			dst = p.Links[i].append(dst, r.ID)
		}
	}
	return append(dst, '}')
}

// appendMember appends a property in the type that its member has.
func (p *ListProfile) appendMember(dst []byte, name, raw string) (_ []byte, ok bool) {
	kind, known := p.Members[name]
	if !known || kind == query.KindText && raw[0] == '"' {
		return append(dst, raw...), true
	}
	value := detail.Parse(raw)
	switch value.Kind {
	case detail.Absent:
		return append(dst, raw...), true
	case detail.Other:
		return dst, false
	}
	switch kind {
	case query.KindNumber:
		at, ok := value.Number()
		n, isInt := at.Int()
		return strconv.AppendInt(dst, n, 10), ok && isInt
	case query.KindBoolean:
		return append(dst, value.Text...), value.Text == "true" || value.Text == "false"
	}
	return appendText(dst, value.Text), true
}

func appendTagTexts(dst []byte, tags []resource.Tag) []byte {
	first := true
	for _, t := range tags {
		if resource.IsSystem(t.Key) {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(dst, '"')
		dst = appendInner(dst, t.Key)
		dst = append(dst, '=')
		dst = appendInner(dst, t.Value)
		dst = append(dst, '"')
	}
	return dst
}

func (l *Link) append(dst []byte, id string) []byte {
	dst = append(dst, ',')
	dst = appendText(dst, l.Name)
	dst = append(dst, `:"`...)
	dst = appendInner(dst, l.Before)
	if !l.NoID {
		dst = append(dst, url.PathEscape(id)...) // which leaves nothing that JSON escapes
		dst = appendInner(dst, l.After)
	}
	return append(dst, '"')
}

// appendInner appends what stands between the quotes of a JSON string.
func appendInner(dst []byte, s string) []byte {
	start := len(dst)
	dst = appendText(dst, s)
	return append(dst[:start], dst[start+1:len(dst)-1]...)
}
