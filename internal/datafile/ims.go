package datafile

import (
	"bytes"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// ims decodes an image of the list call (list page, table 1). The members
// that are not the id, the name or the tags make the detail.
func (d *decoder) ims(_ []byte, row *engine.Row) error {
	d.detail = append(d.detail[:0], '{')
	err := d.object("image", func(name []byte) (err error) {
		switch string(name) {
		case "id":
			row.Resource.ID, err = d.string("id")
		case "name":
			row.Resource.Name, err = d.string("name")
		case "tags":
			err = d.array("tags", d.pair)
		default:
			err = d.property(name)
		}
		return err
	})
	if err != nil {
		return err
	}
	if row.Resource.ID == "" {
		return missing("id")
	}
	if len(d.detail) > 1 {
		row.Resource.Detail = d.details.get(append(d.detail, '}'))
	}
	return d.end()
}

// property appends a member to the detail.
func (d *decoder) property(name []byte) error {
	if len(d.detail) > 1 {
		d.detail = append(d.detail, ',')
	}
	quoted, err := jsontext.AppendQuote(d.detail, name)
	if err != nil {
		return err
	}
	d.detail = append(quoted, ':')
	value, err := d.json.ReadValue()
	if err != nil {
		return err
	}
	d.detail = appendCompact(d.detail, value)
	return nil
}

// pair reads element i of tags, "key=value". The first equals sign divides;
// without one the value is empty (SEMANTICS section 5, GET /v2/cloudimages).
func (d *decoder) pair(i int) error {
	path := func() string { return "tags[" + strconv.Itoa(i) + "]" }
	if k := d.json.PeekKind(); k != '"' && k != 0 {
		return wrongKind(path(), "a string", k)
	}
	text, err := d.raw()
	if err != nil {
		return err
	}
	key, value, _ := bytes.Cut(text, []byte{'='})
	d.tags = append(d.tags, resource.Tag{Key: d.keys.get(key), Value: d.values.get(value)})
	return nil
}
