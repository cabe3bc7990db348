// Package wire is the reference for whole requests of the documented tag APIs:
// the rules of SEMANTICS sections 2 to 5 and 7 as straight code over encoding/json,
// giving status, error code and answer. It shares no code with the dialects
// and handlers that it is there to check.
package wire

import "github.com/tagdex/tagdex/query"

// Options are what SEMANTICS leaves to choose. The zero value is the default.
type Options struct {
	SwapNegation    bool   // not_tags means none, not_tags_any means not all
	KeyLength127    bool   // older pages: a key has at most 127 code points
	Lenient         bool   // values may be missing, and mean any value
	LenientKeys     bool   // CTS: keys may hold any characters
	RefuseEmptyName bool   // a match of resource_name must not be ""
	MayUseSysTags   bool   // the caller is an operator: may use sys_tags, see and write system tags, and list what is not registered
	MayWrite        bool   // the caller may change tags
	Strict          bool   // what is not known is refused
	LargeTags       bool   // written tags have the limits of the newest page
	Type            string // the resource type of the path, for CTS
}

// profile is one column of the table of SEMANTICS section 4.
type profile struct {
	maxKeys, maxValues int
	maxKeyLength       int
	maxValueLength     int
	forbiddenInMatch   string // characters that a match value must not hold
	matchKeys          []query.Field
	defaultLimit       int64
	maxLimit           int64
	wildcards          bool
	trim               bool
	emptyListIsAbsent  bool
	systemTagsShown    bool // of its own resource type to everybody, of others to operators
	keysChecked        bool // keys hold the characters of table 4 alone
	bodyOptional       bool // no body is {}
	statusShown        bool // resource_detail is an object with the status
	sysTags            bool // knows the field sys_tags
	codes              map[fault]verdict
}

// fault is a kind of error, one row or more of the tables of section 5.
type fault int

const (
	badJSON      fault = iota // not JSON, wrong type, bad action, limit, offset, duplicates, bad match
	emptyBody                 // nothing in the body
	badTag                    // key, value or list of tags not allowed
	tooMany                   // too many keys or values
	noPermission              // sys_tags or a write without the permission for it
	tooLarge                  // the body is over the size limit
	noImage                   // the image is not there
	noTag                     // the image does not have the key
)

// verdict is how a fault is told.
type verdict struct {
	status int
	code   string
}

// maxBody is the size limit of a body, in bytes.
const maxBody = 512 << 10

// maxDepth is how deep a document may nest: an object in an object is 2.
const maxDepth = 16

var ims = profile{
	maxKeys: 10, maxValues: 10,
	maxKeyLength:   128,
	maxValueLength: 255,
	matchKeys:      []query.Field{query.FieldName, query.FieldID},
	defaultLimit:   10,
	maxLimit:       1000,
	statusShown:    true,
	codes: map[fault]verdict{
		badJSON:   {400, "IMG.0001"},
		emptyBody: {400, "IMG.0007"},
		badTag:    {400, "IMG.0115"},
		tooMany:   {400, "IMG.0116"},
		tooLarge:  {413, "IMG.0413"},

		noPermission: {403, "IMG.0026"},
		noImage:      {404, "IMG.0144"},
		noTag:        {404, "IMG.0404"},
	},
}

var cts = profile{
	maxKeys: 20, maxValues: 20,
	maxKeyLength:      128,
	maxValueLength:    255,
	forbiddenInMatch:  "_%",
	matchKeys:         []query.Field{query.FieldName},
	defaultLimit:      1000,
	maxLimit:          1000,
	wildcards:         true,
	trim:              true,
	emptyListIsAbsent: true,
	systemTagsShown:   true,
	keysChecked:       true,
	bodyOptional:      true,
	sysTags:           true,
	codes: map[fault]verdict{
		badJSON:      {400, "CTS.0003"},
		badTag:       {400, "CTS.0003"},
		tooMany:      {400, "CTS.0003"},
		noPermission: {403, "CTS.0002"},
		tooLarge:     {413, "CTS.0003"},
	},
}

// with returns p as the options make it.
func (p profile) with(o Options) profile {
	if o.KeyLength127 {
		p.maxKeyLength = 127
	}
	p.keysChecked = p.keysChecked && !o.LenientKeys
	p.systemTagsShown = p.systemTagsShown && (o.MayUseSysTags || o.Type == "cts-tracker")
	return p
}
