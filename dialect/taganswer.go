package dialect

import "github.com/tagdex/tagdex/resource"

// AppendTags appends the answer to TagList: {"tags":[{"key":"k","value":"v"}]},
// system tags only where the profile shows them to the audience.
func (p *Profile) AppendTags(dst []byte, to Audience, tags []resource.Tag) []byte {
	dst = append(dst, `{"tags":[`...)
	dst = appendTags(dst, p.ShowsSystemTags(to), tags)
	return append(dst, `]}`...)
}

// TagLister appends the answer to TagAll, bit by bit, for there may be many:
// {"tags":[{"key":"k","values":["v","w"]}]}. The zero value begins one.
type TagLister struct {
	begun bool
	key   string // of the values being listed
}

// Add appends a tag. Those of one key must come together.
func (l *TagLister) Add(dst []byte, t resource.Tag) []byte {
	switch {
	case l.begun && l.key == t.Key:
		return appendText(append(dst, ','), t.Value)
	case l.begun:
		dst = append(dst, `]},`...)
	default:
		dst = append(dst, `{"tags":[`...)
	}
	l.begun, l.key = true, t.Key
	dst = append(dst, `{"key":`...)
	dst = appendText(dst, t.Key)
	dst = append(dst, `,"values":[`...)
	return appendText(dst, t.Value)
}

// End appends what is left.
func (l *TagLister) End(dst []byte) []byte {
	if !l.begun {
		return append(dst, `{"tags":[]}`...)
	}
	return append(dst, `]}]}`...)
}
