// Package contract is a test: that api/openapi.json is an OpenAPI 3.1 document,
// and that each of its requests gets the status it says and a body of the schema
// it says. That it has every route of the handlers, a test of httpapi knows.
package contract
