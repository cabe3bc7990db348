package dialect

import (
	"net/http"

	"github.com/tagdex/tagdex/query"
)

// IMS returns the profile of the image service's tag query, as a fresh copy.
//
// The pages it is read from disagree in one place: older ones limit a key to
// 127 characters, the newest to 128, which is taken here; MaxKeyLength is the
// option.
func IMS() *Profile {
	return &Profile{
		Name: "IMS",
		// IMS page, URI.
		Routes: []Route{{
			Method:       http.MethodPost,
			Path:         "/v2/{project_id}/images/resource_instances/action",
			ResourceType: "images",
		}},
		ActionInBody:    true,  // IMS page, request parameters: action is mandatory
		PageInQuery:     false, // IMS page, request parameters: both are members of the body
		SystemTagFilter: false, // IMS page, request parameters: no such member

		MaxKeys:        10,  // IMS page, request parameters, tags
		MaxValues:      10,  // IMS page, request parameters, tags
		MaxKeyLength:   128, // newest IMS page, table 2; older ones say 127
		KeyChars:       nil, // newest IMS page, constraints: not checked
		MaxValueLength: 255, // IMS page, table 2

		MatchKeys:       []query.Field{query.FieldName, query.FieldID}, // IMS page, table of matches
		MaxMatchLength:  255,                                           // IMS page, table of matches
		MatchForbidden:  "",                                            // SEMANTICS section 4
		RefuseEmptyName: false,                                         // SEMANTICS section 2, matches

		DefaultLimit: 10,   // IMS page, request parameters, limit
		MinLimit:     1,    // IMS page, request parameters, limit
		MaxLimit:     1000, // IMS page, request parameters, limit

		Reading:         query.Reading{}, // SEMANTICS section 2: NAND and NOR; section 4: no wildcards
		TrimValues:      false,           // SEMANTICS section 4
		EmptyListAbsent: false,           // IMS page, request parameters: lists must not be empty
		LenientValues:   false,           // IMS page, table 2: values is mandatory
		BodyOptional:    false,           // SEMANTICS section 5: IMG.0007
		MaxDepth:        maxDepth,        // SEMANTICS section 4

		DetailMembers:   []string{"status"}, // IMS page, table of ResourceDetail
		SystemTagsShown: "",                 // SEMANTICS section 4

		TagAPI: imsTagAPI(),

		Errors: Errors{
			// SEMANTICS section 5, IMS.
			Form: ErrorForm{Wrapper: "error", Code: "code", Message: "message"},
			Table: ErrorTable{
				EmptyBody:   {http.StatusBadRequest, "IMG.0007"},
				BadDocument: {http.StatusBadRequest, "IMG.0001"},
				BadType:     {http.StatusBadRequest, "IMG.0001"},
				BadAction:   {http.StatusBadRequest, "IMG.0001"},
				BadPage:     {http.StatusBadRequest, "IMG.0001"},
				BadTag:      {http.StatusBadRequest, "IMG.0115"},
				TooMany:     {http.StatusBadRequest, "IMG.0116"},
				Duplicate:   {http.StatusBadRequest, "IMG.0001"},
				BadMatch:    {http.StatusBadRequest, "IMG.0001"},
				Unknown:     {http.StatusBadRequest, "IMG.0001"},
				Forbidden:   {http.StatusForbidden, "IMG.0026"},
				OutOfBounds: {http.StatusForbidden, "IMG.0026"},
				// SEMANTICS section 7: the statuses are of the pages of the
				// calls; the error table has the first code with status 400,
				// the second is ours.
				NoResource: {http.StatusNotFound, "IMG.0144"},
				NoTag:      {http.StatusNotFound, "IMG.0404"},
				// The statuses are of SEMANTICS section 5; no page has a
				// code for them, these are ours.
				TooLarge:    {http.StatusRequestEntityTooLarge, "IMG.0413"},
				BadEncoding: {http.StatusUnsupportedMediaType, "IMG.0415"},
				TooBusy:     {http.StatusServiceUnavailable, "IMG.0503"},
				Timeout:     {http.StatusServiceUnavailable, "IMG.0503"},
				Internal:    {http.StatusInternalServerError, "IMG.0500"},
			},
		},
	}
}
