package datafile

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// errForm is wrapped by the error for a file whose form is not recognised.
var errForm = errors.New("the form of the data is not recognised")

// wrappers are members that some programs put around a whole document.
var wrappers = []string{"data", "result", "response"}

// shape is what the beginning of a JSON text shows: the member that holds the
// list, if one does, and the members of the first resource.
type shape struct {
	list    string        // "" where the text is a list itself, or a resource
	listed  bool          // there is a list
	first   jsontext.Kind // of its first element; ']' where it is empty
	members []string
	path    string // text of the member "id", which tells Azure's
}

// recognise says which form a JSON text has that begins with head. Only so
// much is looked at as is there, whatever the file is called.
func recognise(head []byte) (*form, error) {
	s := shapeOf(head)
	switch found := s.signed(); {
	case len(found) == 1:
		return lined(found[0], s, head), nil
	case s.list == imageList && slices.Contains(found, formOf(IMS)):
		return formOf(IMS), nil // an answer about images of another program
	case len(found) > 1:
		return nil, fmt.Errorf("%w: it has members of %s and of %s; %s", errForm, found[0].format, found[1].format, sayFrom())
	}
	if f := s.hinted(); f != nil {
		return f, nil
	}
	if s.listed && s.first == ']' {
		return formOf(Answer), nil // an empty list is the same in every form
	}
	return nil, fmt.Errorf("%w%s; %s", errForm, s.seen(), s.remedy(head)+sayFrom())
}

// remedy says what to do about a text that is no list of resources in any form.
func (s *shape) remedy(head []byte) string {
	text := bytes.TrimLeft(head, " \t\r\n")
	switch {
	case len(text) > 0 && text[0] != '{' && text[0] != '[':
		return "it does not begin with { or [; ask for JSON: --output json (aws, az), -f json (openstack), --format json (gcloud); or "
	case s.listed && s.first != '{' && s.first != 0:
		return "the list holds " + kindNames[s.first] + ", and not resources, which are objects; ask for whole ones (aws and az without --query); or "
	case s.listed && slices.ContainsFunc(s.members, isCover):
		return "the list holds whole documents: take it apart with jq '.[]'; or "
	}
	return ""
}

// sayFrom names the forms there are.
func sayFrom() string {
	names := make([]string, 0, len(forms))
	for _, f := range forms {
		names = append(names, string(f.format)+" ("+f.title+")")
	}
	return "say it by --from: " + strings.Join(names, ", ")
}

// imageList is the member that holds the list of the image list call's answer.
// Its images keep whatever members they had, those of other forms too.
const imageList = "images"

// inAnswer reports whether the first resource is an image in the words of the
// image services, which say where it and its parts are.
func (s *shape) inAnswer() bool {
	return s.has("id") && s.has("self") && s.has("file") && s.has("schema")
}

// fits reports whether a form has its list where the text has it.
func (s *shape) fits(f *form) bool {
	return s.list == "" || slices.Contains(wrappers, s.list) || slices.Contains(f.lists, s.list)
}

// signed returns the forms of which a sign is there.
func (s *shape) signed() []*form {
	var found []*form
	for _, f := range forms {
		if !s.fits(f) {
			continue
		}
		if slices.ContainsFunc(f.signs, s.has) || f.format == Azure && strings.HasPrefix(s.path, "/subscriptions/") {
			found = append(found, f)
		}
	}
	return found
}

// hinted goes by several members together, then by the name of the list.
func (s *shape) hinted() *form {
	for _, f := range forms {
		for _, all := range f.hints {
			if s.fits(f) && !slices.ContainsFunc(all, func(name string) bool { return !s.has(name) }) {
				return f
			}
		}
	}
	for _, f := range slices.Backward(forms) {
		if s.list != "" && slices.Contains(f.lists, s.list) && len(s.members) == 0 {
			return f
		}
	}
	return nil
}

func (s *shape) has(member string) bool { return slices.Contains(s.members, member) }

// seen says which members there were.
func (s *shape) seen() string {
	if len(s.members) == 0 {
		return ""
	}
	const most = 6
	names := make([]string, 0, most)
	for _, m := range s.members[:min(len(s.members), most)] {
		names = append(names, fmt.Sprintf("%q", shorten(m)))
	}
	return " by its members " + strings.Join(names, ", ")
}

// lined tells JSON Lines from the same resources laid out in another way.
func lined(f *form, s *shape, head []byte) *form {
	if f.format == JSONLines && (s.listed || !isLine(head)) {
		return formOf(Answer)
	}
	return f
}

// linesBelow reports whether head begins with something that is no form at all,
// and has a resource on a line of its own further down.
func linesBelow(head []byte) bool {
	if _, err := recognise(head); err == nil {
		return false
	}
	for line := range bytes.Lines(head) {
		if f, err := recognise(line); err == nil && f.format == JSONLines {
			return true
		}
	}
	return false
}

// isLine reports whether the first line can be a whole resource, or is damaged
// as one line of many may be.
func isLine(head []byte) bool {
	line, _, more := bytes.Cut(bytes.TrimLeft(head, " \t\r\n"), []byte{'\n'})
	line = bytes.TrimRight(line, " \t\r")
	switch {
	case len(line) == 0 || severalObjects(line):
		return false
	case !more:
		return true // the only line, or one longer than what is looked at
	}
	return bytes.IndexByte([]byte("{[,:"), line[len(line)-1]) < 0
}

// severalObjects reports whether a line holds an object, and begins another.
func severalObjects(line []byte) bool {
	d := lenient(line)
	if d.PeekKind() != '{' || d.SkipValue() != nil {
		return false
	}
	return d.PeekKind() == '{'
}

// lenient reads the beginning of a text, in which faults are found later.
func lenient(head []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewReader(head), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

// shapeOf looks at the first document, as far as head goes.
func shapeOf(head []byte) *shape {
	s := &shape{}
	d := lenient(head)
	switch d.PeekKind() {
	case '[':
		s.elements(d)
	case '{':
		s.object(d, true)
	}
	if s.inAnswer() {
		s.list = imageList
	}
	if s.list == imageList {
		// In answers of the image services an image's properties stand beside
		// each other; a member of this name says nothing of the form.
		s.members = slices.DeleteFunc(s.members, func(name string) bool { return name == "properties" })
	}
	return s
}

// elements looks at the first element of the list that d stands before.
func (s *shape) elements(d *jsontext.Decoder) {
	s.listed, s.members = true, nil
	if _, err := d.ReadToken(); err != nil {
		return
	}
	if s.first = d.PeekKind(); s.first == '{' {
		s.object(d, false)
	}
}

// object notes the members of the object that d stands before, until it finds
// that it is but the cover of a list.
func (s *shape) object(d *jsontext.Decoder, cover bool) {
	if _, err := d.ReadToken(); err != nil {
		return
	}
	for d.PeekKind() == '"' {
		token, err := d.ReadToken()
		if err != nil {
			return
		}
		name, kind := token.String(), d.PeekKind()
		switch {
		case cover && kind == '[' && s.covers(name):
			s.list = name
			s.elements(d)
			return
		case cover && kind == '{' && slices.Contains(wrappers, name) && !s.identified():
			s.members = nil
			s.object(d, true)
			return
		}
		s.members = append(s.members, name)
		if s.value(d, name) != nil {
			return
		}
	}
}

// covers reports whether the list in a member is that of the document. What
// has an id is a resource, but for the lists that have one themselves.
func (s *shape) covers(name string) bool {
	return isCover(name) && !s.identified() || slices.ContainsFunc(forms, func(f *form) bool {
		return f.namedList && slices.Contains(f.lists, name)
	})
}

// identified reports whether there is an id, as most covers have none.
func (s *shape) identified() bool {
	return slices.ContainsFunc(forms, func(f *form) bool { return slices.ContainsFunc(f.ids, s.has) })
}

// value reads the value of a member.
func (s *shape) value(d *jsontext.Decoder, name string) error {
	if name != "id" || d.PeekKind() != '"' {
		return d.SkipValue()
	}
	token, err := d.ReadToken()
	if err == nil {
		s.path = token.String()
	}
	return err
}

// isCover reports whether a member may hold a list of resources in some form.
func isCover(name string) bool {
	return slices.Contains(wrappers, name) ||
		slices.ContainsFunc(forms, func(f *form) bool { return slices.Contains(f.lists, name) })
}
