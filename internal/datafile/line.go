package datafile

import (
	"strconv"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// line decodes a row of JSON Lines (SEMANTICS section 6). It also takes what
// answers say in other words: a detail that is the empty string, as the CTS
// page has it, and null or nothing for an empty list or text.
func (d *decoder) line(_ []byte, row *engine.Row) error {
	err := d.object("resource", func(name []byte) (err error) {
		switch string(name) {
		case "resource_id":
			row.Resource.ID, err = d.string("resource_id")
		case "resource_name":
			row.Resource.Name, err = d.string("resource_name")
		case "resource_detail":
			row.Resource.Detail, err = d.detailObject("resource_detail")
		case "tags":
			err = d.array("tags", d.tag)
		case "project_id":
			err = d.nonEmpty("project_id", &row.Project)
		case "resource_type":
			err = d.nonEmpty("resource_type", &row.Type)
		default:
			err = d.json.SkipValue()
		}
		return err
	})
	if err != nil {
		return err
	}
	if row.Resource.ID == "" {
		return missing("resource_id")
	}
	return d.end()
}

// string reads a text that is rarely seen twice.
func (d *decoder) string(path string) (string, error) {
	text, err := d.text(path)
	return string(text), err
}

// nonEmpty reads a text that comes again and again into dst, and leaves dst
// alone if it is empty.
func (d *decoder) nonEmpty(path string, dst *string) error {
	text, err := d.text(path)
	if len(text) > 0 {
		*dst = d.keys.get(text)
	}
	return err
}

// detailObject reads an object as compact text; null and "" are none.
func (d *decoder) detailObject(path string) (string, error) {
	k := d.json.PeekKind()
	value, err := d.json.ReadValue()
	switch {
	case err != nil:
		return "", err
	case k == '{':
		if known, ok := d.details.known(value); ok {
			return known, nil // it is compact, or it would not be there
		}
		d.detail = appendCompact(d.detail[:0], value)
		return d.details.get(d.detail), nil
	case k == 'n' || string(value) == `""`:
		return "", nil
	}
	return "", wrongKind(path, `an object or ""`, k)
}

// tag reads element i of tags.
func (d *decoder) tag(i int) error {
	var t resource.Tag
	err := d.object("", func(name []byte) error {
		switch string(name) {
		case "key":
			text, err := d.text("key")
			t.Key = d.keys.get(text)
			return err
		case "value":
			text, err := d.text("value")
			t.Value = d.values.get(text)
			return err
		}
		return d.json.SkipValue()
	})
	if err != nil {
		return within("tags["+strconv.Itoa(i)+"]", err)
	}
	d.tags = append(d.tags, t)
	return nil
}
