package wire

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/tagdex/tagdex/fuzz/model"
	"github.com/tagdex/tagdex/resource"
)

// TagRequest is a request of one of the calls about tags (SEMANTICS section 7).
type TagRequest struct {
	Call  string // "list", "add", "remove", "batch" or "all"
	Image string // id that the path names
	Key   string // of the path, for remove
	Query string
	Body  []byte
}

// Tags answers the image service's calls about tags, and changes data as they
// do. The answer to what writes is 204 without a body.
func Tags(data *model.Collection, o Options, r *TagRequest) Answer {
	c := tagChecker{checker: checker{profile: ims, options: o}, limits: smallTags}
	if o.LargeTags {
		c.limits = largeTags
	}
	if r.Call == "all" || r.Call == "list" {
		c.besides(r)
		if len(c.faults) > 0 {
			return c.refuse()
		}
	}
	if r.Call == "all" {
		return Answer{Status: 200, Body: map[string]any{"tags": allTags(data)}, Ignored: c.ignored}
	}
	if r.Call != "list" && !o.MayWrite {
		c.fail(noPermission, "")
		return c.refuse()
	}
	change := c.change(r)
	if len(c.faults) > 0 {
		return c.refuse()
	}
	image, there := data.Get(r.Image)
	switch {
	case !there:
		c.fail(noImage, "image_id")
		return c.refuse()
	case r.Call == "list":
		return Answer{Status: 200, Body: map[string]any{"tags": ims.show(&image).(map[string]any)["tags"]}, Ignored: c.ignored}
	case r.Call == "remove" && !slices.ContainsFunc(image.Tags, func(t resource.Tag) bool { return t.Key == r.Key }):
		c.fail(noTag, "key")
		return c.refuse()
	}
	if _, err := data.Apply([]model.Change{change}, 0, c.limits.tags); errors.Is(err, model.ErrTooMany) {
		c.fail(tooMany, map[string]string{"add": "tag", "batch": "tags"}[r.Call])
		return c.refuse()
	}
	return Answer{Status: 204, Ignored: c.ignored}
}

// allTags is each key with each of its values, in order.
func allTags(data *model.Collection) []any {
	values := map[string][]string{}
	for _, r := range data.Resources() {
		for _, t := range r.Tags {
			if !strings.HasPrefix(t.Key, "_sys_") && !slices.Contains(values[t.Key], t.Value) {
				values[t.Key] = append(values[t.Key], t.Value)
			}
		}
	}
	var keys []string
	for key := range values {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	list := []any{}
	for _, key := range keys {
		slices.Sort(values[key])
		texts := []any{}
		for _, value := range values[key] {
			texts = append(texts, value)
		}
		list = append(list, map[string]any{"key": key, "values": texts})
	}
	return list
}

// tagLimits are what the format of tags leaves to choose.
type tagLimits struct {
	tags, key, value      int // of an image, and of what is added
	keySigns, valueSigns  string
	removed, removedValue int // lengths of what a batch removes
}

// maxRemoved is how many tags a batch may remove.
const maxRemoved = 100

var (
	smallTags = tagLimits{tags: 10, key: 36, value: 43, keySigns: "_-", valueSigns: "_-.", removed: 127, removedValue: 255}
	largeTags = tagLimits{tags: 20, key: 128, value: 255, keySigns: " _.:+-@", valueSigns: " _.:/+-@", removed: 128, removedValue: 255}
)

// tagChecker reads what is to be written.
type tagChecker struct {
	checker
	limits tagLimits
}

func (c *tagChecker) refuse() Answer { return Answer{Status: c.status, Faults: c.faults} }

// besides looks at what a call that reads no body has besides its path.
func (c *tagChecker) besides(r *TagRequest) {
	var paths []string
	if len(r.Body) > 0 {
		paths = []string{"body"}
	}
	c.unknown(nil, nil, 0, append(paths, unknownParameters(r.Query)...))
}

// change is what the request wants to be done.
func (c *tagChecker) change(r *TagRequest) model.Change {
	change := model.Change{Resource: resource.Resource{ID: r.Image}}
	switch r.Call {
	case "add":
		change.SetTags = true
		c.document(r.Body, func(document map[string]any) {
			c.unknown(r.Body, addShape, maxRemoved, unknownParameters(r.Query))
			change.Resource.Tags = []resource.Tag{c.added(document, "tag", "tag")}
		})
	case "remove":
		change.RemoveTags = true
		c.besides(r)
		change.Resource.Tags = []resource.Tag{{Key: r.Key}}
		c.noSystemTag(r.Key, "key")
	case "batch":
		c.document(r.Body, func(document map[string]any) {
			c.unknown(r.Body, batchShape, maxRemoved, unknownParameters(r.Query))
			c.batch(document, &change)
		})
	}
	return change
}

func (c *tagChecker) batch(document map[string]any, change *model.Change) {
	change.SetTags = document["action"] == "create"
	change.RemoveTags = document["action"] == "delete"
	if !change.SetTags && !change.RemoveTags {
		c.fail(badJSON, "action")
		return
	}
	most := maxRemoved
	if change.SetTags {
		most = c.limits.tags
	}
	list, isList := document["tags"].([]any)
	switch {
	case document["tags"] == nil:
		c.fail(badTag, "tags")
	case !isList:
		c.fail(badJSON, "tags")
	case len(list) == 0:
		c.fail(badTag, "tags")
	case len(list) > most:
		c.fail(tooMany, "tags")
		return
	}
	for i, item := range list {
		path := fmt.Sprintf("tags[%d]", i)
		one := map[string]any{"": item}
		if change.SetTags {
			change.Resource.Tags = append(change.Resource.Tags, c.added(one, "", path))
		} else {
			change.Resource.Tags = append(change.Resource.Tags, c.removed(one, path))
		}
		c.unique(change.Resource.Tags, path)
	}
}

// unique looks whether the last tag's key came before. It is asked after the
// key's own faults and before those of the value, so those go behind it.
func (c *tagChecker) unique(tags []resource.Tag, path string) {
	last := len(tags) - 1
	for _, t := range tags[:last] {
		if t.Key == tags[last].Key {
			at := slices.IndexFunc(c.faults, func(f Fault) bool { return f.Path == path+".value" })
			behind := []Fault{}
			if at >= 0 {
				behind = slices.Clone(c.faults[at:])
				c.faults = c.faults[:at]
			}
			c.fail(badJSON, path+".key")
			c.faults = append(c.faults, behind...)
			return
		}
	}
}

// entry returns a member that must be an object.
func (c *tagChecker) entry(of map[string]any, name, path string) (map[string]any, bool) {
	member, there := of[name]
	entry, isObject := member.(map[string]any)
	switch {
	case !there:
		c.fail(badTag, path)
	case !isObject:
		c.fail(badJSON, path)
	}
	return entry, isObject
}

// text returns a member that must be a string.
func (c *tagChecker) text(entry map[string]any, name, path string) (string, bool) {
	member, there := entry[name]
	text, isString := member.(string)
	switch {
	case !there:
		c.fail(badTag, path)
	case !isString:
		c.fail(badJSON, path)
	}
	return text, isString
}

// added reads a tag to add.
func (c *tagChecker) added(of map[string]any, name, path string) resource.Tag {
	entry, ok := c.entry(of, name, path)
	if !ok {
		return resource.Tag{}
	}
	key, ok := c.text(entry, "key", path+".key")
	if ok && (key == "" || !fits(key, c.limits.key, c.limits.keySigns)) {
		c.fail(badTag, path+".key")
	}
	c.noSystemTag(key, path+".key")
	value, ok := c.text(entry, "value", path+".value")
	if ok && !fits(value, c.limits.value, c.limits.valueSigns) {
		c.fail(badTag, path+".value")
	}
	return resource.Tag{Key: key, Value: value}
}

// removed reads a tag to remove.
func (c *tagChecker) removed(of map[string]any, path string) resource.Tag {
	entry, ok := c.entry(of, "", path)
	if !ok {
		return resource.Tag{}
	}
	key, ok := c.text(entry, "key", path+".key")
	if ok && (strings.Trim(key, " ") == "" || utf8.RuneCountInString(key) > c.limits.removed) {
		c.fail(badTag, path+".key")
	}
	c.noSystemTag(key, path+".key")
	if _, there := entry["value"]; there {
		value, ok := c.text(entry, "value", path+".value")
		if ok && utf8.RuneCountInString(value) > c.limits.removedValue {
			c.fail(badTag, path+".value")
		}
	}
	return resource.Tag{Key: key}
}

// noSystemTag keeps tenants from system tags.
func (c *tagChecker) noSystemTag(key, path string) {
	if strings.HasPrefix(key, "_sys_") && !c.options.MayUseSysTags {
		c.fail(noPermission, path)
	}
}

// fits looks at length, characters and spaces of a text to store.
func fits(text string, most int, signs string) bool {
	for _, r := range text {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r >= 0x4e00 && r <= 0x9fff
		if !letter && !strings.ContainsRune(signs, r) {
			return false
		}
	}
	return utf8.RuneCountInString(text) <= most && !strings.HasPrefix(text, " ") && !strings.HasSuffix(text, " ")
}
