package wire

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/query"
)

// sysTags reads the filter over system tags, which needs a permission.
func (c *checker) sysTags(document map[string]any) {
	if c.isAbsent(document, "sys_tags") {
		return
	}
	if !c.options.MayUseSysTags {
		c.fail(noPermission, "sys_tags")
		return
	}
	c.request.filter.SysTags = c.tagList(document, "sys_tags")
}

// matches reads the search fields.
func (c *checker) matches(document map[string]any) {
	seen := map[string]bool{}
	for i, item := range c.entries(document, "matches", badJSON) {
		path := fmt.Sprintf("matches[%d]", i)
		entry, isObject := item.(map[string]any)
		if !isObject {
			c.fail(badJSON, path)
			continue
		}
		key := c.matchKey(entry, path+".key", seen)
		value := c.matchValue(entry, path+".value", key)
		c.request.filter.Matches = append(c.request.filter.Matches, query.Match{Field: key, Value: value})
	}
}

func (c *checker) matchKey(entry map[string]any, path string, seen map[string]bool) query.Field {
	key, isString := entry["key"].(string)
	known := slices.Contains(c.profile.matchKeys, query.Field(key))
	if !isString || !known || seen[key] {
		c.fail(badJSON, path)
	}
	seen[key] = true
	return query.Field(key)
}

func (c *checker) matchValue(entry map[string]any, path string, key query.Field) string {
	value, isString := entry["value"].(string)
	if !isString {
		c.fail(badJSON, path)
		return ""
	}
	if utf8.RuneCountInString(value) > c.profile.maxValueLength {
		c.fail(badJSON, path)
	}
	if strings.ContainsAny(value, c.profile.forbiddenInMatch) {
		c.fail(badJSON, path)
	}
	if value == "" && (key == query.FieldID || key == query.FieldName && c.options.RefuseEmptyName) {
		c.fail(badJSON, path)
	}
	return value
}
