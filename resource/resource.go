// Package resource holds the nouns that every other package shares: a
// resource and its tags. It is a leaf: it imports the standard library, and what
// reads JSON.
package resource

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// SystemPrefix begins the key of every system tag.
const SystemPrefix = "_sys_"

// Tag is one key and its value. Both are compared exactly: case-sensitive,
// no normalisation. The value may be empty, the key may not.
type Tag struct {
	Key   string
	Value string
}

// IsSystem reports whether key belongs to a system tag, one that tenants'
// filters do not see.
func IsSystem(key string) bool { return strings.HasPrefix(key, SystemPrefix) }

// Resource is what is tagged: an image, a tracker, anything with an id.
type Resource struct {
	// ID is not empty and unique in its collection. Compared exactly.
	ID string
	// Name may be empty and need not be unique.
	Name string
	// Tags holds each key at most once. The order is kept and given back.
	Tags []Tag
	// Detail is a JSON object as text, kept as it is; empty means none.
	Detail string
}

// ErrInvalid is wrapped by every error of Validate.
var ErrInvalid = errors.New("invalid resource")

// FieldError says which field of which resource is wrong and why. It wraps
// ErrInvalid.
type FieldError struct {
	ID     string // the resource's id, as given
	Field  string // path of the field: "id", "name", "tags[2].key"
	Reason string
}

func (e *FieldError) Error() string {
	return fmt.Sprintf("resource %q: %s: %s", e.ID, e.Field, e.Reason)
}

// Unwrap makes errors.Is(err, ErrInvalid) hold.
func (e *FieldError) Unwrap() error { return ErrInvalid }

// smallTagList is up to which length duplicate keys are looked for pairwise,
// which beats a map and allocates nothing.
const smallTagList = 24

// MaxText is how long an id, a name, a detail, a tag's key or value may be, in
// bytes, and MaxTags how many tags a resource may have.
const (
	MaxText = math.MaxUint32
	MaxTags = 1 << 24
)

// Validate reports the first thing that keeps r from being stored: what
// ValidateFields reports, or a detail that is not empty and no IsDetail. It
// costs time in proportion to the text of r. What it accepts every collection
// accepts, and nothing else.
func (r *Resource) Validate() error {
	if err := r.ValidateFields(); err != nil {
		return err
	}
	if r.Detail != "" && !IsDetail(r.Detail) {
		return r.NoDetail()
	}
	return nil
}

// IsDetail reports whether a text can be the detail of a resource: one JSON
// object (RFC 8259), valid UTF-8, without members given twice in any object.
func IsDetail(text string) bool {
	if !strings.HasPrefix(strings.TrimLeft(text, " \t\r\n"), "{") {
		return false // without a copy
	}
	return jsontext.Value(text).IsValid()
}

// NoDetail is the error of a resource whose detail is not empty and no IsDetail.
func (r *Resource) NoDetail() error { return r.fault("detail", "is not a JSON object") }

// ValidateFields reports the first thing that keeps r from being stored, for who
// knows already that the detail is one: an empty id, text that is not UTF-8 or
// longer than MaxText, more tags than MaxTags, an empty tag key or a key given
// twice.
func (r *Resource) ValidateFields() error {
	if r.ID == "" {
		return r.fault("id", "is empty")
	}
	if fault := faultOf(r.ID); fault != "" {
		return r.fault("id", fault)
	}
	if fault := faultOf(r.Name); fault != "" {
		return r.fault("name", fault)
	}
	if uint64(len(r.Detail)) > MaxText {
		return r.fault("detail", tooLong)
	}
	if len(r.Tags) > MaxTags {
		return r.fault("tags", fmt.Sprintf("are more than %d", MaxTags))
	}
	for i, t := range r.Tags {
		if t.Key == "" {
			return r.fault(fmt.Sprintf("tags[%d].key", i), "is empty")
		}
		if fault := faultOf(t.Key); fault != "" {
			return r.fault(fmt.Sprintf("tags[%d].key", i), fault)
		}
		if fault := faultOf(t.Value); fault != "" {
			return r.fault(fmt.Sprintf("tags[%d].value", i), fault)
		}
	}
	if i := r.duplicateKey(); i >= 0 {
		return r.fault(fmt.Sprintf("tags[%d].key", i), fmt.Sprintf("%q is given twice", r.Tags[i].Key))
	}
	return nil
}

const tooLong = "is 4 GiB long or longer"

// faultOf tells what is wrong with a text, or "".
func faultOf(text string) string {
	switch {
	case uint64(len(text)) > MaxText:
		return tooLong
	case !utf8.ValidString(text):
		return "is not valid UTF-8"
	}
	return ""
}

func (r *Resource) fault(field, reason string) error {
	return &FieldError{ID: r.ID, Field: field, Reason: reason}
}

// duplicateKey returns the index of the first tag whose key stands earlier in
// the list already, or -1.
func (r *Resource) duplicateKey() int {
	if len(r.Tags) <= smallTagList {
		for i := range r.Tags {
			for j := range i {
				if r.Tags[i].Key == r.Tags[j].Key {
					return i
				}
			}
		}
		return -1
	}
	seen := make(map[string]struct{}, len(r.Tags))
	for i, t := range r.Tags {
		if _, dup := seen[t.Key]; dup {
			return i
		}
		seen[t.Key] = struct{}{}
	}
	return -1
}
