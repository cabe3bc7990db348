package dialect

import (
	"net/http"
	"unicode"

	"github.com/tagdex/tagdex/query"
)

// CTS returns the profile of the trace service's tag query, which is the form
// of the tag management service, as a fresh copy.
func CTS() *Profile {
	return &Profile{
		Name: "CTS",
		// CTS page, URI; the path of count is SEMANTICS section 4.
		Routes: []Route{
			{
				Method: http.MethodPost,
				Path:   "/v3/{project_id}/{resource_type}/resource-instances/filter",
				Action: ActionFilter,
			},
			{
				Method: http.MethodPost,
				Path:   "/v3/{project_id}/{resource_type}/resource-instances/count",
				Action: ActionCount,
			},
		},
		ActionInBody:    false, // SEMANTICS section 4: paths instead
		PageInQuery:     true,  // CTS page, table 2
		SystemTagFilter: true,  // CTS page, example request

		MaxKeys:      20,  // CTS page, table 3, tags
		MaxValues:    20,  // CTS page, table 3, tags
		MaxKeyLength: 128, // CTS page, table 4
		KeyChars: []*unicode.RangeTable{ // CTS page, table 4; marks are of SEMANTICS section 4
			signs(" _.:=+-@"), unicode.Letter, unicode.Mark, unicode.Digit,
		},
		MaxValueLength: 255, // SEMANTICS section 4

		MatchKeys:       []query.Field{query.FieldName}, // CTS page, table 5
		MaxMatchLength:  255,                            // CTS page, table 5
		MatchForbidden:  "_%",                           // CTS page, table 5
		RefuseEmptyName: false,                          // CTS page, table 3, matches: empty is an exact match

		DefaultLimit: 1000, // CTS page, table 2
		MinLimit:     1,    // CTS page, table 2
		MaxLimit:     1000, // CTS page, table 2

		Reading:         query.Reading{Wildcards: true}, // CTS page, example request: "*value1"
		TrimValues:      true,                           // SEMANTICS section 4
		EmptyListAbsent: true,                           // SEMANTICS section 4
		LenientValues:   false,                          // SEMANTICS section 2: strict unless asked
		BodyOptional:    true,                           // SEMANTICS section 4
		MaxDepth:        maxDepth,                       // SEMANTICS section 4

		DetailMembers:   nil,           // CTS page, table 7: a string, empty
		SystemTagsShown: "cts-tracker", // CTS page, table 1 and example response

		Errors: Errors{
			// SEMANTICS section 5, CTS. CTS.0003 is everything in the body,
			// so an oversized one too.
			Form: ErrorForm{Code: "error_code", Message: "error_msg"},
			Table: ErrorTable{
				EmptyBody:   {http.StatusBadRequest, "CTS.0003"},
				BadDocument: {http.StatusBadRequest, "CTS.0003"},
				BadType:     {http.StatusBadRequest, "CTS.0003"},
				BadAction:   {http.StatusBadRequest, "CTS.0003"},
				BadPage:     {http.StatusBadRequest, "CTS.0003"},
				BadTag:      {http.StatusBadRequest, "CTS.0003"},
				TooMany:     {http.StatusBadRequest, "CTS.0003"},
				Duplicate:   {http.StatusBadRequest, "CTS.0003"},
				BadMatch:    {http.StatusBadRequest, "CTS.0003"},
				Unknown:     {http.StatusBadRequest, "CTS.0003"},
				Forbidden:   {http.StatusForbidden, "CTS.0002"},
				OutOfBounds: {http.StatusForbidden, "CTS.0012"},
				TooLarge:    {http.StatusRequestEntityTooLarge, "CTS.0003"},
				BadEncoding: {http.StatusUnsupportedMediaType, "CTS.0003"},
				TooBusy:     {http.StatusServiceUnavailable, "CTS.0004"},
				Timeout:     {http.StatusServiceUnavailable, "CTS.0004"},
				Internal:    {http.StatusInternalServerError, "CTS.0004"},
			},
		},
	}
}
