package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Vector is a request, or several in order, and what each has to be answered
// with. What several change they also put right again: a vector leaves the
// data as it found them, if the service answers as it has to.
type Vector struct {
	ID    string `json:"id"`    // unique: topic and number
	Topic string `json:"-"`     // the file it stands in
	Rule  string `json:"rule"`  // the rule it pins, with its section of SEMANTICS
	Needs Pins   `json:"needs"` // options of the service that it depends on

	Request
	Then []Request `json:"then"` // sent after it, one after the other
}

// Request is one request and its answer.
type Request struct {
	Method string `json:"method"` // "" means POST
	Path   string `json:"path"`
	Query  string `json:"query"` // the URL's query string, without "?"
	// Header is sent beside what the service asks of every caller.
	Header map[string]string `json:"header"`

	// Body is the request's body: a JSON object as it stands, or, where that
	// would not show what matters, a JSON string that holds the text.
	Body json.RawMessage `json:"body"`
	// BodyBase64 is the body where it is not UTF-8.
	BodyBase64 []byte `json:"body_base64"`
	// PadTo is how long the body is to be made, in bytes, by spaces at its
	// end; 0 leaves it.
	PadTo int `json:"pad_to"`

	Want Want `json:"want"`
}

// Requests returns all requests of the vector, in order.
func (v *Vector) Requests() []*Request {
	all := []*Request{&v.Request}
	for i := range v.Then {
		all = append(all, &v.Then[i])
	}
	return all
}

// Want is what a service has to answer. What is not given is not compared.
type Want struct {
	Status int      `json:"status"`
	Code   string   `json:"code"`        // the API's error code, in the API's error form
	Field  string   `json:"field"`       // the error's message names this path
	Total  *int     `json:"total_count"` // total before paging
	IDs    []string `json:"ids"`         // the page, in order; [] is an empty page
	Length *int     `json:"length"`      // how many resources are on the page
	First  string   `json:"first"`       // id of the first on the page
	Last   string   `json:"last"`        // id of the last on the page
	// Ignored is the header Tagdex-Ignored (SEMANTICS section 4); "" is none.
	Ignored *string `json:"ignored"`
	// Body is the whole answer; the order of members does not matter.
	Body json.RawMessage `json:"body"`
}

// Pins are options of a service that a vector depends on, and the value it
// needs of each. An option that is not named does not matter to it.
type Pins map[Option]bool

// Option is something that SEMANTICS leaves to the service. All are off by
// default.
type Option string

// The options.
const (
	SwapNegation    Option = "swap_negation"     // not_tags means none, not_tags_any means not all
	KeyLength127    Option = "key_length_127"    // a key has at most 127 code points
	LenientValues   Option = "lenient_values"    // values may be missing
	RefuseEmptyName Option = "refuse_empty_name" // a match of resource_name must not be empty
	LenientKeys     Option = "lenient_keys"      // keys in a CTS request may hold any characters
	SystemTags      Option = "system_tags"       // the caller is an operator: may use sys_tags, see and write system tags
	Writable        Option = "writable"          // the caller may change tags
	Strict          Option = "strict"            // members and parameters that are not known are refused
	LargeTags       Option = "large_tags"        // written tags have the limits of the newest page
)

// allOptions are the options there are.
var allOptions = []Option{SwapNegation, KeyLength127, LenientValues, LenientKeys, RefuseEmptyName, SystemTags, Writable, Strict, LargeTags}

// unmet returns an option that the vector needs otherwise than on, which says
// what the service has, or "".
func (p Pins) unmet(on map[Option]bool) Option {
	for _, o := range allOptions {
		if want, pinned := p[o]; pinned && want != on[o] {
			return o
		}
	}
	return ""
}

// Bytes returns the body to send.
func (r *Request) Bytes() ([]byte, error) {
	body := bytes.Clone(r.BodyBase64)
	if len(r.Body) > 0 && r.Body[0] == '"' {
		var text string
		if err := json.Unmarshal(r.Body, &text); err != nil {
			return nil, fmt.Errorf("body: %w", err)
		}
		body = []byte(text)
	} else if len(r.Body) > 0 {
		body = bytes.Clone(r.Body)
	}
	if n := r.PadTo - len(body); n > 0 {
		body = append(body, strings.Repeat(" ", n)...)
	}
	return body, nil
}

// projectHeader names the project where the path does not.
const projectHeader = "X-Project-Id"

// listPath is the path of the image list, and imagePath what stands before the
// id in that of one image.
const (
	listPath  = "/v2/cloudimages"
	imagePath = "/v2/images/"
)

// project is the project that the request is about, or "".
func (r *Request) project() string {
	if project := r.Header[projectHeader]; project != "" {
		return project
	}
	parts := strings.Split(r.Path, "/")
	if len(parts) < 3 {
		return ""
	}
	return parts[2]
}
