package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What a request holds and the API does not know (SEMANTICS section 4).

// shape is the members that an object may hold; a member that is not nil holds
// objects of a shape.
type shape map[string]shape

var (
	valuesShape = shape{"key": nil, "values": nil}
	valueShape  = shape{"key": nil, "value": nil}
	addShape    = shape{"tag": valueShape}
	batchShape  = shape{"action": nil, "tags": valueShape}
)

// filterShape is that of a filter.
func (p *profile) filterShape() shape {
	s := shape{
		"action": nil, "limit": nil, "offset": nil, "without_any_tag": nil, "matches": valueShape,
		"tags": valuesShape, "tags_any": valuesShape, "not_tags": valuesShape, "not_tags_any": valuesShape,
	}
	if p.sysTags {
		s["sys_tags"] = valuesShape
	}
	return s
}

// unknownMembers are the paths of those that the shape does not have, in the
// order of a document that is valid. Of a list the first most entries count.
func unknownMembers(document []byte, s shape, most int) []string {
	w := memberWalk{decoder: json.NewDecoder(bytes.NewReader(document)), most: most}
	w.value("", s, s != nil, 1)
	return w.paths
}

type memberWalk struct {
	decoder *json.Decoder
	most    int
	paths   []string
}

// value reads one value. Where counts is false nothing in it counts.
func (w *memberWalk) value(path string, s shape, counts bool, depth int) {
	token, _ := w.decoder.Token()
	counts = counts && depth <= 4
	switch token {
	case json.Delim('{'):
		for w.decoder.More() {
			name, _ := w.decoder.Token()
			within, known := s[name.(string)]
			at := strings.TrimPrefix(path+"."+shownName(name.(string)), ".")
			if counts && !known {
				w.paths = append(w.paths, at)
			}
			w.value(at, within, counts && within != nil, depth+1)
		}
		_, _ = w.decoder.Token()
	case json.Delim('['):
		for i := 0; w.decoder.More(); i++ {
			w.value(fmt.Sprintf("%s[%d]", path, i), s, counts && i < w.most, depth+1)
		}
		_, _ = w.decoder.Token()
	}
}

// unknownParameters are those of a query string that are not known.
func unknownParameters(rawQuery string, known ...string) []string {
	var names []string
	for _, pair := range strings.Split(rawQuery, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		if pair != "" && !slices.Contains(known, name) {
			names = append(names, shownName(name))
		}
	}
	return names
}

var plainName = regexp.MustCompile("^[a-zA-Z0-9_-]{1,40}$")

// shownName is a name as it is told.
func shownName(name string) string {
	if plainName.MatchString(name) {
		return name
	}
	if len(name) <= 40 {
		return strconv.QuoteToASCII(name)
	}
	end := 40
	for end > 36 && !utf8.RuneStart(name[end]) {
		end--
	}
	return strconv.QuoteToASCII(name[:end]) + "..."
}

// told is the header that tells what was ignored: each once, the first ten.
func told(paths []string) string {
	var each []string
	for _, path := range paths {
		if !slices.Contains(each, path) {
			each = append(each, path)
		}
	}
	if len(each) > 10 {
		each = append(each[:10], "...")
	}
	return strings.Join(each, ", ")
}
