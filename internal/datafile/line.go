package datafile

import "github.com/tagdex/tagdex/engine"

// line decodes a row of JSON Lines (SEMANTICS section 6). It also takes what
// answers say in other words: a detail that is the empty string, as the CTS
// page has it, and null or nothing for an empty list or text.
func (d *decoder) line(row *engine.Row) error {
	err := d.object("resource", func(name []byte) (err error) {
		switch string(name) {
		case "resource_id":
			row.Resource.ID, err = d.string("resource_id")
		case "resource_name":
			row.Resource.Name, err = d.string("resource_name")
		case "resource_detail":
			row.Resource.Detail, err = d.detailObject("resource_detail")
		case "tags":
			err = d.lineTags()
		case "project_id":
			err = d.nonEmpty("project_id", &row.Project)
		case "resource_type":
			err = d.nonEmpty("resource_type", &row.Type)
		default:
			d.drop("", name)
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

// drop notes a member that means nothing here, by its name and where it
// stands.
func (d *decoder) drop(path string, name []byte) {
	d.notes.dropped.add(path+d.keys.get(name), 1)
}

// lineTags reads tags: a list of keys and values, or an object with a member
// for each key.
func (d *decoder) lineTags() error {
	switch d.json.PeekKind() {
	case '{':
		return d.tagMap("tags")
	case '[', 'n', 0:
		return d.array("tags", func(i int) error { return d.pair("tags", i, lineTag) })
	}
	return wrongKind("tags", "an array or an object", d.json.PeekKind())
}
