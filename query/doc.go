// Package query says what may be asked: the [Filter] of the documented tag
// APIs, the boolean [Expr] it compiles to, a text form with its parser, and a
// normal form. It is a leaf: it knows no index and no wire format.
//
// A resource has an id, a name, and tags: each key at most once, with a value
// that may be empty. It may have properties (SEMANTICS section 2, properties):
// strings, numbers and others by name. Keys, values and ids are compared exactly; what looks
// into names ignores case by Unicode simple folding, one code point for one.
//
// # Text form
//
// An expression as text, which [Parse] reads and [Expr.String] writes:
//
//	arch=arm64 and region in (eu-west-1, eu-west-2) and not gpu and name ~ "al2023"
//
// What can be said, from what binds least to what binds most:
//
//	a or b or c         some hold
//	a and b and c       every one holds
//	not a               a does not hold
//	(a)                 a
//	key                 has the tag key, with any value
//	key=value           has the tag with this value
//	key!=value          not key=value: holds, too, where the key is absent
//	key in (v, w)       has the key with one of the values
//	key not in (v, w)   not key in (v, w)
//	key ~ part          has the key with a value that contains part
//	key !~ part         not key ~ part
//	name=text           the name is text exactly; also != and in
//	name ~ part         the name contains part, ignoring case; also !~
//	name ^= part        the name begins with part, ignoring case
//	id=text             the id is text exactly; also != and in
//	prop.x              has the property x, a member of its detail
//	prop.x=text         the property has this text; also != and in
//	prop.x >= 1.5       the property is a number, and so placed; also < <= >
//	prop.x < 2024-01-31 the property is a time, and so placed
//	all, none           every resource, no resource
//	tagged              has at least one tag that is not a system tag
//
// And and or take any number of operands. Written without parentheses they are
// one Expr, so that "a and b and c" has three arguments, while "(a and b) and
// c" has two. White space, line ends among it, may stand between any two
// tokens.
//
// The operators and, or, not and in have any letter case. The words name, id,
// all, none and tagged mean the above in lower case only, so that tag keys
// such as Name need no quotes. A word in quotes is never an operator, a field
// or a constant: "name"=web asks for the tag name. A bare word that begins
// with prop. is a property in the place of a key; a name that is no bare word
// stands in quotes behind the dot: prop."a b"=x. A time is written as
// [ParseScalar] reads it, in quotes where it has a space.
//
// A text is a bare word or quoted. A bare word holds letters, digits and marks
// of any script and _ - . : / + @ * % $ # and, between two others, a single &;
// it does not begin with a mark. In "double quotes" Go's escapes hold, \xff
// for a single byte among them; in 'single quotes' every character stands for
// itself. The text as a whole must be UTF-8.
//
// What Parse says of a text that is none is a [SyntaxError], with position,
// reason and a drawing of the spot.
//
// # Negation
//
// Not is the plain complement: not key=value holds for every resource without
// the tag key=value, those without the key among them. To ask for another
// value of a key that is there: key and key!=value.
//
// The two negated lists of a Filter differ in what they negate, and they
// coincide where the list has one entry. With two entries, which match (1) or
// do not (0):
//
//	entries   tags   tags_any   not_tags   not_tags_any   not_tags   not_tags_any
//	                                                      swapped    swapped
//	1 1       1      1          0          0              0          0
//	1 0       0      1          1          0              0          1
//	0 1       0      1          1          0              0          1
//	0 0       0      0          1          1              1          1
//
// The default is what most sibling APIs do: not_tags drops what matches every
// entry, not_tags_any what matches some. [Reading].SwapNegation exchanges
// them, as some pages' prose does.
//
// # Errors
//
// Errors of Parse are of type *[SyntaxError] and wrap [ErrSyntax], those of
// [Filter.Expr] are of type *[FilterError] and wrap [ErrFilter]. Nothing
// panics, whatever the input.
//
// # Concurrency and cost
//
// Values of this package are not changed once made, and may be shared between
// goroutines. Functions over an Expr recurse as deep as it is: Parse bounds
// that by [MaxDepth], and who builds an Expr from outside input must bound it,
// too. Costs are told for trees; an Expr used twice within another counts
// twice.
package query
