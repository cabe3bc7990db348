package query

// TagMatch is m(k) of SEMANTICS section 2: the resource has Key, and its value
// is one of Values, or Values is empty. Values, nil or not, are alternatives
// (IMS page, table 2); "" among them is the empty
// value.
type TagMatch struct {
	Key    string
	Values []string
}

// Field names what a Match looks at, in the words of the documented APIs.
type Field string

// The fields a Match may look at.
const (
	FieldName Field = "resource_name"
	FieldID   Field = "resource_id"
)

// Match is one entry of matches (SEMANTICS section 2, matches). FieldName: the
// name contains Value anywhere, ignoring case, and no character of Value is
// special; an empty Value asks for the empty name (IMS page, table 6).
// FieldID: the id is Value.
type Match struct {
	Field Field
	Value string
}

// Filter is what the documented tag APIs can ask, with the meaning of
// SEMANTICS section 2. Every part that is present must hold, and a list is
// present if it is not empty; the zero Filter selects every resource. Parts
// that contradict each other select nothing.
//
// Tenants do not see system tags: in the first four lists a key that begins
// with "_sys_" is one that no resource has. SysTags is over system tags only:
// there any other key is one that no resource has.
type Filter struct {
	Tags       []TagMatch // every one matches
	TagsAny    []TagMatch // some match
	NotTags    []TagMatch // not every one matches (see Reading)
	NotTagsAny []TagMatch // none matches (see Reading)
	SysTags    []TagMatch // every one matches, over system tags
	// WithoutAnyTag selects resources that have no tag but system tags. The
	// four lists of tenant tags are ignored then, faults in them included (IMS
	// page, request parameters); Matches and SysTags still apply.
	WithoutAnyTag bool
	Matches       []Match // every one holds
}

// Reading chooses between readings of the same filter. The zero value is the
// default one.
type Reading struct {
	// SwapNegation exchanges the meanings of NotTags and NotTagsAny: some
	// pages' prose reads them so. The table in the package comment has both.
	SwapNegation bool
	// Wildcards makes a value "*x" match every value that contains x,
	// case-sensitively. A lone "*" is an error then; a star that is not the
	// first character is one like others. Without Wildcards every star is.
	Wildcards bool
}
