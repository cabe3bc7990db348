package dialect

import "net/http"

// Case is a class of fault, a row of an ErrorTable. It is an error itself, so
// that errors.Is(err, dialect.BadTag) holds for an Error of the class.
type Case uint8

// The cases, in no particular order (SEMANTICS section 5).
const (
	Internal        Case = iota // nothing that the caller did
	EmptyBody                   // no body, or white space alone
	BadDocument                 // not one well-formed JSON document within the rules
	BadType                     // a JSON value of a type that does not fit
	BadAction                   // action missing or unknown
	BadPage                     // limit or offset
	BadTag                      // key, value, missing values, empty list of tags, lone "*"
	TooMany                     // too many keys or values
	Duplicate                   // a key or value twice in one list
	BadMatch                    // matches, duplicates aside
	Forbidden                   // the caller lacks the permission
	OutOfBounds                 // the caller may not see the project; for hosts to raise
	TooLarge                    // the body is over the size limit
	BadEncoding                 // the body is packed by a Content-Encoding that is not read
	TooBusy                     // too many queries at once
	Timeout                     // the query took too long or was given up
	Unauthenticated             // who the caller is is not known; for hosts to raise
	NoRoute                     // no such path
	BadMethod                   // the path has no such method
	NoResource                  // the resource that the path names is not there
	NoTag                       // the resource does not have the key that the path names
	BadParameter                // a parameter of a list, the rows below aside
	BadImageType                // __imagetype is none that there is
	BadMarker                   // marker is the id of no image
	Unknown                     // a member or parameter that is not known, where that is refused
	numCases
)

var caseTexts = [numCases]string{
	Internal:        "internal error",
	EmptyBody:       "empty body",
	BadDocument:     "bad document",
	BadType:         "wrong type",
	BadAction:       "bad action",
	BadPage:         "bad limit or offset",
	BadTag:          "bad tag",
	TooMany:         "too many keys or values",
	Duplicate:       "duplicate key or value",
	BadMatch:        "bad match",
	Forbidden:       "not allowed",
	OutOfBounds:     "not allowed in this project",
	TooLarge:        "body too large",
	BadEncoding:     "content encoding not read",
	TooBusy:         "too busy",
	Timeout:         "query given up",
	Unauthenticated: "not authenticated",
	NoRoute:         "no such path",
	BadMethod:       "method not allowed",
	NoResource:      "no such resource",
	NoTag:           "no such tag",
	BadParameter:    "bad parameter",
	BadImageType:    "unknown image type",
	BadMarker:       "unknown marker",
	Unknown:         "unknown member or parameter",
}

// Error says what the case is, in words.
func (c Case) Error() string {
	if c >= numCases {
		return "unknown case"
	}
	return caseTexts[c]
}

// ErrorCode is how a case is answered.
type ErrorCode struct {
	Status int    // HTTP status
	Code   string // the API's own code
}

// ErrorTable maps each case to its answer. A row of status 0 is one the API
// does not have; it reads as status 500 without a code.
type ErrorTable [numCases]ErrorCode

func (t *ErrorTable) row(c Case) ErrorCode {
	if c >= numCases || t[c].Status == 0 {
		return ErrorCode{Status: http.StatusInternalServerError}
	}
	return t[c]
}

// ErrorForm names the members of an error's body. A name that is empty is
// left out, with what it would hold.
type ErrorForm struct {
	Wrapper   string // the member around the others; empty: they stand at the top
	Code      string // the API's own code
	Message   string // text for people
	RequestID string // the id of the request
}

// Errors is how an API answers faults: the form, and each case's code.
type Errors struct {
	Form  ErrorForm
	Table ErrorTable
}

// Gateway returns the answers of the gateway that stands before the APIs:
// what is refused before a path, and so a profile, is known (SEMANTICS section
// 5, not authenticated; the other codes are ours).
func Gateway() *Errors {
	return &Errors{
		Form: ErrorForm{Code: "error_code", Message: "error_msg", RequestID: "request_id"},
		Table: ErrorTable{
			Unauthenticated: {http.StatusUnauthorized, "APIGW.0301"},
			NoRoute:         {http.StatusNotFound, "APIGW.0101"},
			BadMethod:       {http.StatusMethodNotAllowed, "APIGW.0101"},
			TooLarge:        {http.StatusRequestEntityTooLarge, "APIGW.0413"},
			TooBusy:         {http.StatusServiceUnavailable, "APIGW.0503"},
			Internal:        {http.StatusInternalServerError, "APIGW.0500"},
		},
	}
}
