package dialect

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/resource"
)

// TagEdit is a change of tags that passed every check: tags to give a
// resource, or keys to take from it.
type TagEdit struct {
	Set    []resource.Tag
	Remove []string
	// Path names in errors what Set or Remove was read from.
	Path string
	// Ignored is what the request holds and the API does not know.
	Ignored []Ignored
}

// DecodeTagRead checks a request of a call that only reads tags: TagList and
// TagAll take neither a body nor parameters. It returns what is ignored, or the
// fault that it is, an *Error. Safe for concurrent use.
func (p *Profile) DecodeTagRead(in Input) ([]Ignored, error) {
	c := checker{p: p, in: &in, firstOnly: true}
	ignored := c.bare()
	if len(c.faults) > 0 {
		return nil, c.faults[0]
	}
	return ignored, nil
}

// bare settles what there is besides the path.
func (c *checker) bare() []Ignored {
	if c.in.Unread {
		c.unknown.addBody()
	}
	c.unknown.addParameters(c.in.Query)
	return c.ignored()
}

// DecodeTagEdit reads and checks a request of a call that writes. The error is
// the first fault in the order that the package comment lists, an *Error.
// Whether the resource is there, and has room for another tag, is not known
// here. Time and memory are bounded by the size of the input. Safe for
// concurrent use.
func (p *Profile) DecodeTagEdit(call TagCall, in Input) (*TagEdit, error) {
	c := checker{p: p, in: &in, firstOnly: true}
	edit := c.tagEdit(call)
	if len(c.faults) > 0 {
		return nil, c.faults[0]
	}
	return edit, nil
}

func (c *checker) tagEdit(call TagCall) *TagEdit {
	if call == TagRemove {
		edit := &TagEdit{Remove: []string{c.in.Key}, Path: nameKey, Ignored: c.bare()}
		c.notSystem(c.in.Key, field(nameKey))
		return edit
	}
	rules := &c.p.TagAPI.Rules
	doc, ok := c.document(max(rules.MaxTags, rules.MaxRemoved), editShape(call))
	if !ok {
		return nil
	}
	ignored := c.bare()
	edit := c.edits(call, &doc)
	if edit != nil {
		edit.Ignored = ignored
	}
	return edit
}

// edits reads the document of a call that has one.
func (c *checker) edits(call TagCall, doc *node) *TagEdit {
	if call == TagAdd {
		return c.oneTag(doc)
	}
	rules := &c.p.TagAPI.Rules
	switch c.batchAction(doc) {
	case ActionCreate:
		edit := &TagEdit{Path: nameTags}
		c.batch(doc, rules.MaxTags, func(key, value string) {
			edit.Set = append(edit.Set, resource.Tag{Key: key, Value: value})
		}, c.addedKey, c.addedValue)
		return edit
	case ActionDelete:
		edit := &TagEdit{Path: nameTags}
		c.batch(doc, rules.MaxRemoved, func(key, _ string) {
			edit.Remove = append(edit.Remove, key)
		}, c.removedKey, c.removedValue)
		return edit
	}
	return nil
}

// oneTag reads the member tag.
func (c *checker) oneTag(doc *node) *TagEdit {
	n, where := doc.get(nameTag), field(nameTag)
	switch {
	case n.kind == 0:
		c.fault(BadTag, where, "is missing")
		return nil
	case !c.is(n, jsontext.KindBeginObject, where):
		return nil
	}
	key := c.addedKey(n, where.in(nameKey))
	value := c.addedValue(n, where.in(nameValue))
	return &TagEdit{Set: []resource.Tag{{Key: key, Value: value}}, Path: nameTag}
}

func (c *checker) batchAction(doc *node) Action {
	n, where := doc.get(nameAction), field(nameAction)
	if n.kind == 0 {
		c.fault(BadAction, where, `is missing, want "create" or "delete"`)
		return ""
	}
	if !c.is(n, jsontext.KindString, where) {
		return ""
	}
	a := Action(n.text)
	if a != ActionCreate && a != ActionDelete {
		c.fault(BadAction, where, `is %s, want "create" or "delete"`, quote(n.text))
	}
	return a
}

// readMember reads and checks a member of an entry of tags.
type readMember func(entry *node, where place) string

// batch reads the list tags. Null stands for an absent list, and there must be
// one.
func (c *checker) batch(doc *node, most int, take func(key, value string), key, value readMember) {
	n, where := doc.get(nameTags), field(nameTags)
	switch {
	case n.kind == 0 || n.kind == jsontext.KindNull:
		c.fault(BadTag, where, "is missing")
		return
	case !c.is(n, jsontext.KindBeginArray, where):
		return
	case n.count == 0:
		c.fault(BadTag, where, "is an empty list")
		return
	case n.count > most:
		c.fault(TooMany, where, "has %d tags, the most allowed is %d", n.count, most)
		return
	}
	keys := newSeen(n.count)
	for i := range n.entries {
		entry, at := &n.entries[i], where.at(i)
		if c.is(entry, jsontext.KindBeginObject, at) {
			k := key(entry, at.in(nameKey))
			if !c.done() && keys.before(k) {
				c.fault(Duplicate, at.in(nameKey), "%s is given twice", quote(k))
			}
			take(k, value(entry, at.in(nameValue)))
		}
		if c.done() {
			return
		}
	}
}

// addedKey reads the key of a tag to add.
func (c *checker) addedKey(entry *node, where place) string {
	n := entry.get(nameKey)
	if !c.isText(n, where) {
		return ""
	}
	if n.text == "" {
		c.fault(BadTag, where, "is empty")
	}
	rules := &c.p.TagAPI.Rules
	c.written(n.text, where, rules.MaxKeyLength, rules.KeyChars)
	c.notSystem(n.text, where)
	return n.text
}

// addedValue reads the value of a tag to add.
func (c *checker) addedValue(entry *node, where place) string {
	n := entry.get(nameValue)
	if !c.isText(n, where) {
		return ""
	}
	rules := &c.p.TagAPI.Rules
	c.written(n.text, where, rules.MaxValueLength, rules.ValueChars)
	return n.text
}

// written checks a text that is to be stored.
func (c *checker) written(text string, where place, most int, chars *unicode.RangeTable) {
	c.length(text, where, most)
	if chars != nil {
		c.characters(text, where, chars)
	}
	c.trimmed(text, where)
}

// removedKey reads the key of a tag to remove. Its characters are not checked,
// for there may be tags from before there were rules (batch page, constraints
// on deletion).
func (c *checker) removedKey(entry *node, where place) string {
	n := entry.get(nameKey)
	if !c.isText(n, where) {
		return ""
	}
	if strings.Trim(n.text, " ") == "" {
		c.fault(BadTag, where, "is blank")
	}
	c.length(n.text, where, c.p.TagAPI.Rules.MaxRemovedKeyLength)
	c.notSystem(n.text, where)
	return n.text
}

// removedValue looks at the value beside a key to remove: it may be missing,
// and plays no part.
func (c *checker) removedValue(entry *node, where place) string {
	n := entry.get(nameValue)
	if n.kind != 0 && c.is(n, jsontext.KindString, where) {
		c.length(n.text, where, c.p.TagAPI.Rules.MaxRemovedValueLength)
	}
	return ""
}

// isText reports whether n is there and a string.
func (c *checker) isText(n *node, where place) bool {
	if n.kind == 0 {
		c.fault(BadTag, where, "is missing")
		return false
	}
	return c.is(n, jsontext.KindString, where)
}

func (c *checker) length(text string, where place, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		c.fault(BadTag, where, "has %d characters, the most allowed is %d", n, most)
	}
}

// notSystem keeps tenants from system tags.
func (c *checker) notSystem(key string, where place) {
	if resource.IsSystem(key) && !c.in.Operator {
		c.fault(Forbidden, where, "changing system tags needs a permission")
	}
}
