package wire

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/query"
)

// isAbsent reports whether a list is not given: null stands for an absent
// list, as it does for values, and so does an empty list for some APIs.
func (c *checker) isAbsent(document map[string]any, name string) bool {
	list, isList := document[name].([]any)
	return document[name] == nil || isList && len(list) == 0 && c.profile.emptyListIsAbsent
}

// entries returns the items of a list: none when it is absent, and nothing
// but a fault when it is no list, or an empty one.
func (c *checker) entries(document map[string]any, name string, emptyList fault) []any {
	if c.isAbsent(document, name) {
		return nil
	}
	list, isList := document[name].([]any)
	if !isList {
		c.fail(badJSON, name)
		return nil
	}
	if len(list) == 0 {
		c.fail(emptyList, name)
	}
	return list
}

// tagList reads tags, tags_any, not_tags, not_tags_any or sys_tags.
func (c *checker) tagList(document map[string]any, name string) []query.TagMatch {
	list := c.entries(document, name, badTag)
	if len(list) > c.profile.maxKeys {
		c.fail(tooMany, name)
		return nil
	}
	var tags []query.TagMatch
	seen := map[string]bool{}
	for i, item := range list {
		path := fmt.Sprintf("%s[%d]", name, i)
		entry, isObject := item.(map[string]any)
		if !isObject {
			c.fail(badJSON, path)
			continue
		}
		tags = append(tags, query.TagMatch{
			Key:    c.key(entry, path+".key", seen),
			Values: c.values(entry, path+".values"),
		})
	}
	return tags
}

// keyForm is what table 4 of the CTS page allows: letters (a mark belongs to
// its letter), digits, some signs, and spaces that are not at an end.
var keyForm = regexp.MustCompile(`^[\p{L}\p{M}\p{Nd}_.:=+\-@]([\p{L}\p{M}\p{Nd}_.:=+\-@ ]*[\p{L}\p{M}\p{Nd}_.:=+\-@])?$`)

// key reads the key of one entry.
func (c *checker) key(entry map[string]any, path string, seen map[string]bool) string {
	value, there := entry["key"]
	key, isString := value.(string)
	switch {
	case !there:
		c.fail(badTag, path)
	case !isString:
		c.fail(badJSON, path)
	case key == "" || utf8.RuneCountInString(key) > c.profile.maxKeyLength:
		c.fail(badTag, path)
	case c.profile.keysChecked && !keyForm.MatchString(key):
		c.fail(badTag, path)
	case seen[key]:
		c.fail(badJSON, path)
	}
	if isString {
		seen[key] = true
	}
	return key
}

// values reads the values of one entry; none means any value.
func (c *checker) values(entry map[string]any, path string) []string {
	member, there := entry["values"]
	if !there && !c.options.Lenient {
		c.fail(badTag, path)
	}
	if member == nil {
		return nil
	}
	list, isList := member.([]any)
	if !isList {
		c.fail(badJSON, path)
		return nil
	}
	if len(list) > c.profile.maxValues {
		c.fail(tooMany, path)
		return nil
	}
	var values []string
	for i, item := range list {
		value, isString := item.(string)
		if c.profile.trim {
			value = strings.Trim(value, " ")
		}
		at := fmt.Sprintf("%s[%d]", path, i)
		switch {
		case !isString:
			c.fail(badJSON, at)
			continue
		case utf8.RuneCountInString(value) > c.profile.maxValueLength:
			c.fail(badTag, at)
		case c.profile.wildcards && value == "*":
			c.fail(badTag, at)
		case slices.Contains(values, value):
			c.fail(badJSON, at)
		}
		values = append(values, value)
	}
	return values
}
