package dialect

import (
	"iter"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/resource"
)

// Audience is who reads an answer, and about what: it settles whether the
// answer holds system tags (SEMANTICS section 4). The zero Audience is a tenant
// who asks about no type with a rule of its own.
type Audience struct {
	// ResourceType is the type that was asked about.
	ResourceType string
	// Operator: the reader is an operator.
	Operator bool
}

// ShowsSystemTags reports whether answers to the audience hold system tags.
func (p *Profile) ShowsSystemTags(to Audience) bool {
	return p.SystemTagsShown != "" && (to.Operator || to.ResourceType == p.SystemTagsShown)
}

// AppendCount appends the answer to a count: {"total_count":36}.
func (p *Profile) AppendCount(dst []byte, total int) []byte {
	dst = append(dst, `{"total_count":`...)
	dst = strconv.AppendInt(dst, int64(total), 10)
	return append(dst, '}')
}

// AppendPage appends the answer to a filter, in the members and their order of
// SEMANTICS section 5: the total before paging and the page. Lists are never
// null. Text is escaped as JSON asks and no further: "<" stays as it is, for
// the answer is no HTML. A resource is looked at only until the next one comes.
// Costs time in proportion to what it appends.
func (p *Profile) AppendPage(dst []byte, to Audience, total int, page iter.Seq[resource.Resource]) []byte {
	system := p.ShowsSystemTags(to)
	dst = append(dst, `{"total_count":`...)
	dst = strconv.AppendInt(dst, int64(total), 10)
	dst = append(dst, `,"resources":[`...)
	first := true
	for r := range page {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = p.appendResource(dst, system, &r)
	}
	return append(dst, `]}`...)
}

func (p *Profile) appendResource(dst []byte, system bool, r *resource.Resource) []byte {
	dst = append(dst, `{"resource_id":`...)
	dst = appendText(dst, r.ID)
	dst = append(dst, `,"resource_name":`...)
	dst = appendText(dst, r.Name)
	dst = append(dst, `,"resource_detail":`...)
	dst = p.appendDetail(dst, r.Detail)
	dst = append(dst, `,"tags":[`...)
	dst = appendTags(dst, system, r.Tags)
	return append(dst, `]}`...)
}

func appendTags(dst []byte, system bool, tags []resource.Tag) []byte {
	first := true
	for _, t := range tags {
		if !system && resource.IsSystem(t.Key) {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = append(dst, `{"key":`...)
		dst = appendText(dst, t.Key)
		dst = append(dst, `,"value":`...)
		dst = appendText(dst, t.Value)
		dst = append(dst, '}')
	}
	return dst
}

// AppendError appends the body of the answer that reports e.
func (t *Errors) AppendError(dst []byte, e *Error, requestID string) []byte {
	dst = append(dst, '{')
	if t.Form.Wrapper != "" {
		dst = appendText(dst, t.Form.Wrapper)
		dst = append(dst, ":{"...)
	}
	first := true
	for _, m := range [...]struct{ name, text string }{
		{t.Form.Code, e.Code},
		{t.Form.Message, e.Message()},
		{t.Form.RequestID, requestID},
	} {
		if m.name == "" {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = appendText(dst, m.name)
		dst = append(dst, ':')
		dst = appendText(dst, m.text)
	}
	if t.Form.Wrapper != "" {
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

// appendText appends s as a JSON string. Bytes that are not UTF-8 become
// U+FFFD, so that the answer stays well-formed whatever a host loaded.
func appendText(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, s)
	return dst
}
