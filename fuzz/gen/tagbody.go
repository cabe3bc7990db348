package gen

import (
	"strings"

	"github.com/tagdex/tagdex/resource"
)

// TagBody makes the body of a request that adds a tag, or of a batch: mostly
// one that the API takes, often with one thing wrong.
func (s *Source) TagBody(batch bool) []byte {
	if s.OneIn(32) {
		return []byte(Pick(s, []string{"", " ", "{}", "[]", "{\"tag\":null}", "{\"action\":\"delete\",\"tags\":null}"}))
	}
	tree := object{{"tag", s.writtenTag(true)}}
	if batch {
		action := Pick(s, []string{"create", "delete"})
		most := map[string]int{"create": 10, "delete": 100}[action]
		tree = object{{"action", action}, {"tags", s.writtenTags(most, action == "create")}}
	}
	if s.OneIn(4) {
		tree = s.spoilTree(tree)
	}
	var b strings.Builder
	s.print(&b, tree)
	if s.OneIn(16) {
		return s.spoilText(b.String())
	}
	return []byte(b.String())
}

// writtenTags makes a list, its keys different most of the time, sometimes as
// long as is allowed or one longer.
func (s *Source) writtenTags(most int, valued bool) list {
	n := 1 + s.N(3)
	if s.OneIn(16) {
		n = most + s.N(2)
	}
	tags, seen := list{}, map[string]bool{}
	for range n {
		tag := s.writtenTag(valued)
		key := tag[0].value.(string)
		for seen[key] && !s.OneIn(16) && len(key) < 30 {
			key += Pick(s, []string{"a", "b", "7"})
		}
		seen[key], tag[0].value = true, key
		tags = append(tags, tag)
	}
	return tags
}

// writtenTag makes one tag; its value may be missing if need not be.
func (s *Source) writtenTag(valued bool) object {
	tag := object{{"key", s.WrittenKey()}}
	if valued || s.OneIn(2) {
		tag = append(tag, member{"value", Pick(s, writtenValues)})
	}
	return tag
}

// Keys and values around the edges of what may be written.
var (
	writtenKeys = []string{
		"env", "k", "K", "a-b_c", "0", "鍵", "\u4e00\u9fff", "k1", "k2", "k3", "k4", "k5", "k6", "k7",
		"_sys_", "_sys_x", "_sys", "a b", " a", "a ", "", " ", "a.b", "a/b", "a=b", "*", "é", "ключ", "\u4dff", "\ua000", "\x00",
		strings.Repeat("k", 36), strings.Repeat("k", 37), strings.Repeat("一", 36), strings.Repeat("一", 37),
		strings.Repeat("k", 127), strings.Repeat("k", 128), strings.Repeat("k", 129),
	}
	writtenValues = []string{
		"", "v", "1.0-b_c", "值", "w", "a b", "a/b", "a:b+c@d", " ", "v ", "<", "é", "\U0001F600",
		strings.Repeat("v", 43), strings.Repeat("v", 44), strings.Repeat("值", 43), strings.Repeat("v", 255), strings.Repeat("v", 256),
	}
)

// Tagged makes a resource that has tags around the edge of what one may have.
func (s *Source) Tagged(id string) resource.Resource {
	r := resource.Resource{ID: id}
	for _, key := range writtenKeys[:Pick(s, []int{0, 10, 9, 3, 10, 12, 10, 11})] {
		r.Tags = append(r.Tags, s.tags.keep(resource.Tag{Key: key, Value: commonValues[len(r.Tags)%len(commonValues)]}))
	}
	return r
}

// WrittenKey returns a key to write or to remove: one that may be written half
// of the time, else around the edges, or one that something has.
func (s *Source) WrittenKey() string {
	switch s.N(8) {
	case 0, 1, 2, 3:
		return writtenKeys[s.N(14)]
	case 4:
		key, _ := s.Tag()
		return key
	}
	return Pick(s, writtenKeys)
}
