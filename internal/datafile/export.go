package datafile

import (
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/internal/detail"
)

// export says how the resources of another program's output are read. Every
// member but the id, the name and the tags is kept in the detail under its own
// name, beside the properties that are translated from them.
type export struct {
	members map[string]role
	tags    tagNames
	word    func(text []byte) (key, value []byte) // a tag that is a word; nil: there are none
	// known are the members that the form is described with, without those
	// above; nil: there may be any. It is for the report alone.
	known map[string]bool
	// translate makes the properties that the image list call has names for;
	// nil: none.
	translate func(*decoder, *engine.Row) *imageDetail
}

// role is what a member of an export is for.
type role uint8

const (
	property  role = iota // kept as it is
	theID                 // the resource's id
	theNumber             // the same, which may be written as a number
	theName               // its name
	theTags               // its tags
	flattened             // an object, whose members are kept as if they stood outside
	link                  // kept, unless it is null
)

// imageDetail holds the properties that the list call has names for (list
// page, table 1). What is not known is left out, not guessed.
type imageDetail struct {
	Status      string `json:"status,omitzero"`
	Owner       string `json:"owner,omitzero"`
	Visibility  string `json:"visibility,omitzero"`
	ImageType   string `json:"__imagetype,omitzero"`
	OSType      string `json:"__os_type,omitzero"`
	Platform    string `json:"__platform,omitzero"`
	OSBit       string `json:"__os_bit,omitzero"`
	Machine     string `json:"architecture,omitzero"`
	Description string `json:"__description,omitzero"`
	Firmware    string `json:"hw_firmware_type,omitzero"`
	Protected   *bool  `json:"protected,omitzero"`
	MinDisk     int64  `json:"min_disk,omitzero"`
	MinRAM      int64  `json:"min_ram,omitzero"`
	Size        int64  `json:"size,omitzero"`
	DiskFormat  string `json:"disk_format,omitzero"`
	Container   string `json:"container_format,omitzero"`
	Checksum    string `json:"checksum,omitzero"`
	CreatedAt   string `json:"created_at,omitzero"`
	UpdatedAt   string `json:"updated_at,omitzero"`
}

// read decodes one resource.
func (e *export) read(d *decoder, row *engine.Row) error {
	d.image.reset()
	if err := d.object("image", func(name []byte) error { return e.member(d, row, name) }); err != nil {
		return err
	}
	if row.Resource.ID == "" {
		return missing(d.form.ids[0])
	}
	d.image.outerFirst()
	var translated *imageDetail
	if e.translate != nil {
		translated = e.translate(d, row)
	}
	if d.image.err != nil {
		return d.image.err
	}
	text, err := d.compose(translated)
	if err != nil {
		return err
	}
	if len(text) > len("{}") {
		row.Resource.Detail = d.details.get(text)
	}
	return d.end()
}

// member reads the value of a member.
func (e *export) member(d *decoder, row *engine.Row, member []byte) (err error) {
	as := e.members[string(member)]
	name := d.keys.get(member) // the bytes are gone with the next read
	switch as {
	case theID:
		row.Resource.ID, err = d.string(name)
	case theNumber:
		row.Resource.ID, err = d.idText(name)
	case theName:
		row.Resource.Name, err = d.string(name)
	case theTags:
		err = d.anyTags(name, e.tags, e.word)
	case flattened:
		err = d.flatten(name)
	default:
		err = d.keep(name, as)
		if e.known != nil && !e.known[name] {
			d.notes.kept.add(name, 1)
		}
	}
	return err
}

// idText reads an id, which some programs write as a number.
func (d *decoder) idText(path string) (string, error) {
	if d.json.PeekKind() != '0' {
		return d.string(path)
	}
	value, err := d.json.ReadValue()
	return string(value), err
}

// flatten keeps the members of an object; anything else is kept as it is.
func (d *decoder) flatten(name string) error {
	if d.json.PeekKind() != '{' {
		return d.keep(name, property)
	}
	im := &d.image
	im.flat = true
	return within(name, d.object(name, func(inner []byte) error {
		err := d.keep(d.keys.get(inner), property)
		if err == nil {
			im.members[len(im.members)-1].inner = true
		}
		return err
	}))
}

// keep takes a member into the detail.
func (d *decoder) keep(name string, as role) error {
	if as == link && d.json.PeekKind() == 'n' {
		return d.json.SkipValue()
	}
	at := d.json.InputOffset()
	value, err := d.json.ReadValue()
	if err != nil {
		return err
	}
	im := &d.image
	start := len(im.text)
	im.text = appendCompact(im.text, value)
	im.members = append(im.members, importedMember{name: name, start: start, end: len(im.text), at: at})
	return nil
}

// compose writes the detail: what is translated, then the members as they are.
func (d *decoder) compose(translated *imageDetail) ([]byte, error) {
	out := append(d.detail[:0], "{}"...)
	if translated != nil {
		text, err := json.Marshal(translated)
		if err != nil {
			return nil, err
		}
		out = append(out[:0], text...)
	}
	taken := d.image.taken()
	for name, raw := range detail.Members(string(out)) {
		taken[name] = raw
	}
	out = out[:len(out)-1]
	for _, m := range d.image.members {
		raw := d.image.text[m.start:m.end]
		if there, ok := taken[m.name]; ok {
			if there != string(raw) {
				d.notes.shadowed.add(m.name, 1)
			}
			continue
		}
		if d.image.flat {
			taken[m.name] = string(raw)
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		quoted, err := jsontext.AppendQuote(out, m.name)
		if err != nil {
			return nil, err
		}
		out = append(append(quoted, ':'), raw...)
	}
	d.detail = append(out, '}')
	return d.detail, nil
}

// imported is the resource that is read: its members, as they are.
type imported struct {
	members []importedMember
	text    []byte
	flat    bool         // members of an object within stand among them, so that a name may be there twice
	err     *placedError // the fault in a value that stands first

	names map[string]string // see taken
}

type importedMember struct {
	name       string
	start, end int   // of the value in the text
	at         int64 // where it stands in the text of the row
	inner      bool  // it stood in an object that was flattened
}

func (im *imported) reset() {
	clear(im.members)
	im.members, im.text, im.flat, im.err = im.members[:0], im.text[:0], false, nil
}

// outerFirst puts the members of a flattened object behind the others, which
// come before them where both have a name.
func (im *imported) outerFirst() {
	if im.flat {
		slices.SortStableFunc(im.members, func(a, b importedMember) int {
			switch {
			case a.inner == b.inner:
				return 0
			case b.inner:
				return -1
			}
			return 1
		})
	}
}

// taken is an empty map, for the names that are in the detail already.
func (im *imported) taken() map[string]string {
	const usual = 256
	if im.names == nil || len(im.names) > usual {
		im.names = map[string]string{}
	}
	clear(im.names)
	return im.names
}

// raw is the JSON text of a member; nil where it is null or not there.
func (im *imported) raw(name string) (text []byte, at int64) {
	i := slices.IndexFunc(im.members, func(m importedMember) bool { return m.name == name })
	if i < 0 {
		return nil, 0
	}
	m := im.members[i]
	if text = im.text[m.start:m.end]; string(text) == "null" {
		return nil, 0
	}
	return text, m.at
}

func (im *imported) has(name string) bool {
	text, _ := im.raw(name)
	return text != nil
}

// into reads a member as a Go value.
func (im *imported) into(name string, v any) {
	text, at := im.raw(name)
	if text == nil {
		return
	}
	if err := json.Unmarshal(text, v); err != nil && (im.err == nil || at < im.err.offset) {
		im.err = &placedError{at, within(name, plain(err))}
	}
}

// string reads a member that is a text; "" where it is not there.
func (im *imported) string(name string) (text string) {
	im.into(name, &text)
	return text
}

// flag reads a member that is true or false; false where it is not there.
func (im *imported) flag(name string) (on bool) {
	im.into(name, &on)
	return on
}

// number reads a member that is a whole number, which may be written as 8, 8.0
// or "8"; 0 where it is not there or is something else.
func (im *imported) number(name string) int64 {
	text, _ := im.raw(name)
	return wholeNumber(text)
}

// wholeNumber reads the JSON text of a number, or of a string that is one. What
// is no whole number of 64 bits is 0.
func wholeNumber(text []byte) int64 {
	if len(text) > 1 && text[0] == '"' {
		text = text[1 : len(text)-1]
	}
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return n
	}
	const exact = 1 << 53 // beyond it a float64 has no room for every whole number
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f != float64(int64(f)) || f > exact || f < -exact {
		return 0
	}
	return int64(f)
}

func names(all ...string) map[string]bool {
	set := map[string]bool{}
	for _, name := range all {
		set[name] = true
	}
	return set
}
