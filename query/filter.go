package query

// The rules are those of SEMANTICS section 2. Where a page is named it is the
// source of a rule.

// TagMatch is m(k) of the documented filters: the resource has Key, and its
// value is one of Values, or Values is empty.
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

// Match is one entry of matches. FieldName: the name contains Value, ignoring
// case; an empty Value asks for the empty name. FieldID: the id is Value.
type Match struct {
	Field Field
	Value string
}

// Filter is what the documented tag APIs can ask. Every part that is present
// must hold; the zero Filter selects every resource.
//
// Tenants do not see system tags: in the first four lists a key that begins
// with "_sys_" is one that no resource has. SysTags is over system tags only.
type Filter struct {
	Tags       []TagMatch // every one matches
	TagsAny    []TagMatch // some match
	NotTags    []TagMatch // not every one matches (see Reading)
	NotTagsAny []TagMatch // none matches (see Reading)
	SysTags    []TagMatch // every one matches, over system tags
	// WithoutAnyTag selects resources without tags. The four lists of tenant
	// tags are ignored then; Matches and SysTags still apply.
	WithoutAnyTag bool
	Matches       []Match // every one holds
}

// Reading chooses between readings of the same filter. The zero value is the
// default one.
type Reading struct {
	// SwapNegation exchanges the meanings of NotTags and NotTagsAny: some
	// pages' prose reads them so.
	SwapNegation bool
	// Wildcards makes a value "*x" match every value that contains x. A lone
	// "*" is an error then. Without it the star is a character like others.
	Wildcards bool
}
