package dialect

import (
	"bytes"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// appendDetail appends resource_detail: an empty string, or an object of the
// members that the profile names.
func (p *Profile) appendDetail(dst []byte, detail string) []byte {
	if p.DetailMembers == nil {
		return append(dst, `""`...)
	}
	dst = append(dst, '{')
	for i, name := range p.DetailMembers {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendText(dst, name)
		dst = append(dst, ':')
		dst = appendText(dst, detailText(detail, name))
	}
	return append(dst, '}')
}

// detailReader reads the detail of one resource after another.
type detailReader struct {
	in  bytes.Buffer
	dec jsontext.Decoder
}

var detailReaders = sync.Pool{New: func() any { return new(detailReader) }}

// detailText returns the member of the JSON object detail if it is a string,
// else "". It stops at the first member of the name, so it costs little where
// that stands first. What a host stored is not judged here: a detail that is
// not well-formed gives "" too.
func detailText(detail, name string) string {
	if detail == "" {
		return ""
	}
	r := detailReaders.Get().(*detailReader)
	if len(detail) <= maxPooled {
		defer detailReaders.Put(r)
	}
	r.in.Reset()
	r.in.WriteString(detail)
	r.dec.Reset(&r.in, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if tok, err := r.dec.ReadToken(); err != nil || tok.Kind() != jsontext.KindBeginObject {
		return ""
	}
	for {
		tok, err := r.dec.ReadToken()
		if err != nil || tok.Kind() != jsontext.KindString {
			return ""
		}
		if tok.String() != name {
			if r.dec.SkipValue() != nil {
				return ""
			}
			continue
		}
		if tok, err = r.dec.ReadToken(); err != nil || tok.Kind() != jsontext.KindString {
			return ""
		}
		return tok.String()
	}
}
