package dialect

import (
	"unicode"

	"github.com/tagdex/tagdex/query"
)

// Action is what a request asks for.
type Action string

// The documented actions (IMS page, request parameters; case-sensitive).
const (
	ActionFilter Action = "filter" // a page of the matches, and their total
	ActionCount  Action = "count"  // the total alone
)

// Route is one documented path.
type Route struct {
	// Method is the HTTP method.
	Method string
	// Path is made of literals and wildcards of one segment each, which are
	// {project_id} and, where ResourceType is empty, {resource_type}.
	Path string
	// Action is what the path asks for; empty where the body says it.
	Action Action
	// ResourceType is what the path is about where it has no {resource_type}.
	ResourceType string
}

// Profile describes one documented API. It is data only: no code asks which
// profile it reads. A Profile may be altered until it is first used; after
// that it is read only, and safe for concurrent use.
type Profile struct {
	// Name is for logs.
	Name string
	// Routes are the paths of the API.
	Routes []Route

	// ActionInBody: the member action says what is asked, and is required.
	// Otherwise the path says it, and a member action is ignored.
	ActionInBody bool
	// PageInQuery: limit and offset are read from the query string first; a
	// member of the body counts only where the query string has none.
	PageInQuery bool
	// SystemTagFilter: the body may hold sys_tags, a filter over system tags
	// for callers with the permission. Otherwise sys_tags is an unknown
	// member, and ignored like every other.
	SystemTagFilter bool

	// MaxKeys is the most keys in one list of tags, MaxValues the most values
	// under one key.
	MaxKeys, MaxValues int
	// MaxKeyLength and MaxValueLength limit a tag's key and value, in code
	// points. A key has at least one; a value may be empty. A "*" that marks
	// a wildcard counts.
	MaxKeyLength, MaxValueLength int
	// KeyChars are the characters that a key may hold, in any of the sets; it
	// has no space at either end then. Nil: every character, and spaces.
	KeyChars []*unicode.RangeTable

	// MatchKeys are the fields that matches may name.
	MatchKeys []query.Field
	// MaxMatchLength limits the value of a match, in code points.
	MaxMatchLength int
	// MatchForbidden holds the characters that the value of a match must not
	// contain.
	MatchForbidden string
	// RefuseEmptyName makes an empty value of resource_name an error. The
	// pages say both that it "cannot be left blank" and that it asks for the
	// exactly empty name; without the option the latter holds (SEMANTICS
	// section 2, matches).
	RefuseEmptyName bool

	// DefaultLimit is the size of a page that a request does not ask for;
	// a limit below MinLimit or above MaxLimit is an error.
	DefaultLimit, MinLimit, MaxLimit int

	// Reading chooses between readings of the filter: negation as is or
	// swapped, wildcards on or off (SEMANTICS section 2).
	Reading query.Reading
	// TrimValues cuts leading and trailing spaces (U+0020) off the values of
	// tags, before anything else is checked. Keys and the values of matches
	// are taken as they are.
	TrimValues bool
	// EmptyListAbsent: an empty list of tags or of matches is as if absent.
	// Otherwise it is an error. An empty values is any value in either case.
	EmptyListAbsent bool
	// LenientValues: an entry without the member values stands for any value.
	// Otherwise that is an error (SEMANTICS section 2).
	LenientValues bool
	// BodyOptional: no body, or one of white space, asks what {} asks.
	// Otherwise that is an error.
	BodyOptional bool
	// Strict refuses members and parameters that are not known, and a body that
	// is not read. Otherwise they are ignored, and the request tells them
	// (SEMANTICS section 4).
	Strict bool
	// MaxDepth is how deep a document may nest; the outermost object is level
	// 1. It also bounds the work on hostile documents.
	MaxDepth int

	// DetailMembers are the members of a resource's detail that an answer
	// repeats, as strings, in an object resource_detail. Nil: resource_detail
	// is an empty string.
	DetailMembers []string
	// SystemTagsShown is the resource type whose system tags everybody sees in
	// answers; those of other types operators alone see. Empty: answers never
	// hold system tags (SEMANTICS section 4).
	SystemTagsShown string

	// TagAPI are the calls about tags themselves; the zero value: none.
	TagAPI TagAPI

	// Errors says how each fault is answered.
	Errors Errors
}

// maxDepth is how deep a document may nest (SEMANTICS section 4).
const maxDepth = 16
