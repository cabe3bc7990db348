// Package dialect holds the documented tag query APIs as data: what a request
// may hold, its limits and defaults, how an answer and an error look. A
// Profile is one value of one struct; IMS and CTS return the documented ones,
// and a host may alter its copy. One interpreter reads every profile:
//
//	p := dialect.IMS()
//	p.Reading.SwapNegation = true // an option of the host
//	req, err := p.Decode(dialect.Input{Body: body})
//	expr, err := req.Expr()
//
// A ListProfile does the same for the image list, a GET with a query string;
// IMSList returns the documented one. What it says of the order of its checks
// is with ListProfile.Decode.
//
// # Order of checks
//
// Decode reports the first fault in this order, DecodeAll every fault in it.
// The order of members in the document plays no part.
//
//  1. The document: empty body, unless it stands for {}; byte-order mark; syntax, UTF-8, lone
//     surrogates, a member given twice, nesting too deep, whichever comes
//     first in the text; data after the document; not an object. Nothing else
//     is checked when the document is at fault.
//  2. Members and parameters that are not known, if Strict: members in the
//     order of the document, then parameters.
//  3. action, where the profile reads it from the body.
//  4. limit, then offset, unless the action is count.
//  5. tags, tags_any, not_tags, not_tags_any, unless without_any_tag is true.
//  6. without_any_tag.
//  7. sys_tags, where the profile knows it: permission, then the list.
//  8. matches.
//
// Within a list of tags: its type, emptiness, number of keys; then each entry
// in turn: its type; key (missing, type, empty, length, characters, spaces around it, given before); values
// (missing, type, number), each value (type, length, lone "*", given before).
// Within matches: its type, emptiness; then each entry: its type; key
// (missing, type, unknown, given before); value (missing, type, length,
// forbidden characters, empty where refused). A list with too many entries is
// not looked into.
//
// # Writes of tags
//
// A Profile may have calls about the tags of a resource too (TagAPI).
// DecodeTagEdit reports the first fault in this order: the document, as above;
// what is not known, if Strict, a body that is not read first; action, where there are several tags; then tag or tags. Within the list: its
// type, emptiness, number; then each entry in turn: its type; key (missing,
// type, empty, length, characters, spaces around it, whether it is a system
// tag's, given before); value (missing, type, length, characters, spaces).
//
// # Null
//
// Null stands for an absent list, since real clients send it for one: a null
// tags, tags_any, not_tags, not_tags_any, sys_tags or matches is as if absent
// (where tags are written there must be some), a null values is any value
// (SEMANTICS section 2). Anywhere else null is a value of the wrong type
// (SEMANTICS section 4).
//
// # Texts
//
// The texts of errors are bounded: what they quote from a request is cut.
package dialect
