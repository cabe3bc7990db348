// Package api holds the description of the native HTTP API, which package
// httpapi serves. A test in api/contract holds the two against each other.
package api

import _ "embed" // for OpenAPI

// OpenAPI is the description, an OpenAPI 3.1 document as JSON.
//
//go:embed openapi.json
var OpenAPI string
