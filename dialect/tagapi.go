package dialect

import (
	"net/http"
	"strings"
	"unicode"
)

// TagAPI are the calls about the tags of one resource and of a project, and
// what tags may be written (SEMANTICS section 7). The zero value has none.
type TagAPI struct {
	Routes []TagRoute
	Rules  TagRules
	// IDName is what the API calls the id of a resource, for errors.
	IDName string
}

// TagRoute is one documented path of a TagAPI.
type TagRoute struct {
	// Method is the HTTP method.
	Method string
	// Path is made of literals and wildcards of one segment each: {project_id};
	// calls about one resource have {resource_id}, TagRemove has {key}.
	Path string
	// Call is what the path does.
	Call TagCall
	// ResourceType is what the path is about.
	ResourceType string
}

// TagCall is what a TagRoute does.
type TagCall string

// The calls.
const (
	TagList   TagCall = "list"   // the tags of a resource
	TagAdd    TagCall = "add"    // one tag is added, or gets another value
	TagRemove TagCall = "remove" // the tag with the key of the path is removed
	TagBatch  TagCall = "batch"  // several tags are added or removed, as the body says
	TagAll    TagCall = "all"    // every key of the project, with its values
)

// Writes reports whether the call changes something.
func (c TagCall) Writes() bool { return c == TagAdd || c == TagRemove || c == TagBatch }

// The documented actions of TagBatch (batch page, request parameters;
// case-sensitive).
const (
	ActionCreate Action = "create"
	ActionDelete Action = "delete"
)

// TagRules say which tags may be written. They are stricter than what a query
// may ask for; a tag that is there already may break them. Lengths are in code
// points.
type TagRules struct {
	// MaxTags is the most tags a resource may have after a tag was added,
	// system tags not counted.
	MaxTags int
	// MaxKeyLength and MaxValueLength limit what is added. A key has at least
	// one code point; a value may be empty. Neither begins or ends with a
	// space.
	MaxKeyLength, MaxValueLength int
	// KeyChars and ValueChars are the characters there may be in what is
	// added; nil: every one.
	KeyChars, ValueChars *unicode.RangeTable
	// MaxRemoved is the most keys that one TagBatch removes; they may have
	// MaxRemovedKeyLength, and the value beside one MaxRemovedValueLength.
	MaxRemoved, MaxRemovedKeyLength, MaxRemovedValueLength int
}

// imsTagAPI is the image service's. The pages are those of the calls, named by
// what they do, and "Image Tag Format".
func imsTagAPI() TagAPI {
	const (
		images = "/v2/{project_id}/images"
		tags   = images + "/{resource_id}/tags"
	)
	return TagAPI{
		Routes: []TagRoute{
			{Method: http.MethodGet, Path: tags, Call: TagList, ResourceType: "images"},
			{Method: http.MethodPost, Path: tags, Call: TagAdd, ResourceType: "images"},
			{Method: http.MethodDelete, Path: tags + "/{key}", Call: TagRemove, ResourceType: "images"},
			{Method: http.MethodPost, Path: tags + "/action", Call: TagBatch, ResourceType: "images"},
			{Method: http.MethodGet, Path: images + "/tags", Call: TagAll, ResourceType: "images"},
		},
		IDName: "image_id", // list page, URI
		Rules: TagRules{
			MaxTags:        10, // add page, constraints
			MaxKeyLength:   36, // add page, constraints
			MaxValueLength: 43, // add page, constraints
			// Image Tag Format, edition of 2022: digits, letters, "_", "-" and
			// Chinese characters, in values "." too.
			KeyChars:              characters("-_"),
			ValueChars:            characters("-_."),
			MaxRemoved:            100, // SEMANTICS section 7: ours
			MaxRemovedKeyLength:   127, // batch page, constraints on deletion
			MaxRemovedValueLength: 255, // batch page, constraints on deletion
		},
	}
}

// LargeTagRules returns the wider limits of the newest edition of Image Tag
// Format, as an option for a copy of the IMS profile:
//
//	p := dialect.IMS()
//	p.TagAPI.Rules = dialect.LargeTagRules()
func LargeTagRules() TagRules {
	return TagRules{
		MaxTags:               20,
		MaxKeyLength:          128,
		MaxValueLength:        255,
		KeyChars:              characters(" _.:+-@"),
		ValueChars:            characters(" _.:/+-@"),
		MaxRemoved:            100,
		MaxRemovedKeyLength:   128, // what may be added may be removed
		MaxRemovedValueLength: 255,
	}
}

// characters makes the set of the letters A to Z and a to z, the digits, the
// Chinese characters U+4E00 to U+9FFF, which every edition allows, and some
// others.
func characters(others string) *unicode.RangeTable {
	const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	table := signs(alphanumeric + others)
	table.R16 = append(table.R16, unicode.Range16{Lo: 0x4e00, Hi: 0x9fff, Stride: 1})
	return table
}

// signs makes the set of the characters of a text, all of them of ASCII.
func signs(text string) *unicode.RangeTable {
	table := &unicode.RangeTable{}
	for r := range rune(unicode.MaxASCII + 1) {
		if strings.ContainsRune(text, r) {
			table.R16 = append(table.R16, unicode.Range16{Lo: uint16(r), Hi: uint16(r), Stride: 1})
		}
	}
	table.LatinOffset = len(table.R16)
	return table
}
