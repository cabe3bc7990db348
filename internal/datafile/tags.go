package datafile

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/tagdex/tagdex/resource"
)

// tagNames are the members of a tag that is an object.
type tagNames struct{ key, value string }

var (
	lineTag = tagNames{"key", "value"}
	awsTag  = tagNames{"Key", "Value"}
)

// anyTags reads the tags of an export: a list of objects or of words, an
// object with a member for each key, words between commas, or null. A word
// becomes a tag by the rule given.
func (d *decoder) anyTags(path string, names tagNames, rule func(word []byte) (key, value []byte)) error {
	switch k := d.json.PeekKind(); {
	case k == '{':
		return d.tagMap(path)
	case k == '"' && rule != nil:
		return d.words(path, rule)
	}
	return d.array(path, func(i int) error {
		if d.json.PeekKind() == '"' && rule != nil {
			text, err := d.raw()
			if err != nil {
				return err
			}
			d.word(path, i, text, rule)
			return nil
		}
		if k := d.json.PeekKind(); rule != nil && k != '{' && k != 0 {
			return wrongKind(path+"["+strconv.Itoa(i)+"]", "a string", k)
		}
		return d.pair(path, i, names)
	})
}

// pair reads element i of a list of tags that are objects.
func (d *decoder) pair(path string, i int, names tagNames) error {
	var t resource.Tag
	err := d.object("", func(name []byte) error {
		switch string(name) {
		case names.key:
			text, err := d.text(names.key)
			t.Key = d.keys.get(text)
			return err
		case names.value:
			text, err := d.text(names.value)
			t.Value = d.values.get(text)
			return err
		}
		d.drop(path+"[].", name)
		return d.json.SkipValue()
	})
	if err != nil {
		return within(path+"["+strconv.Itoa(i)+"]", err)
	}
	d.tags = append(d.tags, t)
	return nil
}

// tagMap reads tags that are the members of an object: the name is the key.
func (d *decoder) tagMap(path string) error {
	return d.object(path, func(name []byte) error {
		key := d.keys.get(name)
		text, err := d.text(shorten(key))
		if err != nil {
			return within(path, err)
		}
		d.tags = append(d.tags, resource.Tag{Key: key, Value: d.values.get(text)})
		return nil
	})
}

// words reads tags that are words between commas.
func (d *decoder) words(path string, rule func([]byte) (key, value []byte)) error {
	text, err := d.raw()
	if err != nil {
		return err
	}
	i := 0
	for word := range bytes.SplitSeq(text, []byte{','}) {
		if word = bytes.TrimSpace(word); len(word) > 0 {
			d.word(path, i, word, rule)
			i++
		}
	}
	return nil
}

// word takes element i of a list of words as a tag. One without a key is no
// tag; it is noted and left out.
func (d *decoder) word(path string, i int, text []byte, rule func([]byte) (key, value []byte)) {
	key, value := rule(text)
	if len(key) == 0 {
		reason := fmt.Sprintf("%q is no tag, since it has no key", shorten(string(text)))
		d.notes.loseTag(int(d.json.InputOffset()), &FieldError{Path: path + "[" + strconv.Itoa(i) + "]", Reason: reason})
		return
	}
	d.tags = append(d.tags, resource.Tag{Key: d.keys.get(key), Value: d.values.get(value)})
}

// listWord is how the image list call writes a tag: key=value, in its old form
// key.value; a word with neither sign is a key (SEMANTICS section 5, GET
// /v2/cloudimages).
func listWord(text []byte) (key, value []byte) {
	key, value, ok := bytes.Cut(text, []byte{'='})
	if !ok {
		key, value, _ = bytes.Cut(text, []byte{'.'})
	}
	return key, value
}

// plainWord is a word of a service that knows no values. A sign "=" divides it
// all the same, which people write; a dot does not ("22.04").
func plainWord(text []byte) (key, value []byte) {
	key, value, _ = bytes.Cut(text, []byte{'='})
	return key, value
}
