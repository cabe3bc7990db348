// Package tree reads and writes the JSON form of a query.Expr, for programs
// that put expressions together and should not have to quote text.
//
// Every node is an object of exactly one member, which says what it is:
//
//	{"and": [node, ...]}  {"or": [node, ...]}  {"not": node}
//	{"tag": {"key": "arch", "value": "arm64"}}      arch=arm64
//	{"tag": {"key": "arch", "in": ["arm64", "x"]}}  arch in (arm64, x)
//	{"tag": {"key": "arch", "contains": "arm"}}     arch ~ "arm"
//	{"has": "arch"}                                 arch
//	{"name": {"is": "web"}}                         name=web
//	{"name": {"contains": "web"}}                   name ~ "web"
//	{"name": {"prefix": "web"}}                     name ^= "web"
//	{"id": "i-1"}                                   id=i-1
//	{"id": {"in": ["i-1", "i-2"]}}                  id in (i-1, i-2)
//	{"all": true}  {"none": true}  {"tagged": true} all, none, tagged
//	{"text": "arch=arm64 and not gpu"}              any expression in the text form
//
// The form is strict: a member more, less, unknown or given twice, an empty
// list, a value of another type, null, text that is not UTF-8 or anything after
// the end is an error, an *Error with the path of what is wrong.
//
// The meaning is that of the function of package query, and Decode of what
// Append writes gives the same Expr again. What has no node of its own, which
// is everything about properties, and what JSON cannot hold, text that is not
// UTF-8, Append writes as a "text" node.
package tree
