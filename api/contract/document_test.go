package contract

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi/datamodel"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/api"
)

// document is what the test reads of the description.
type document struct {
	Paths      map[string]map[string]json.RawMessage
	Components struct {
		Responses map[string]response
	}
}

// operation is one method of one path.
type operation struct {
	method, path string

	OperationID string
	Parameters  []parameter
	RequestBody *struct {
		Content map[string]struct{ Schema, Example any }
	}
	Responses map[string]response
	Requests  []request `json:"x-requests"`
}

type parameter struct {
	Name, In string
}

type response struct {
	Ref     string `json:"$ref"`
	Content map[string]json.RawMessage
}

// request is one of x-requests.
type request struct {
	Name    string
	Path    string
	Headers map[string]string
	Body    *string
	PadTo   int `json:"pad_to"`
	Role    string
	Status  int
}

// source is where the description stands for the schema compiler.
const source = "openapi.json"

// described reads the description and makes a compiler of its schemas, which
// are those of JSON Schema 2020-12.
func described(t *testing.T) (*document, []operation, *jsonschema.Compiler) {
	t.Helper()
	var doc document
	require.NoError(t, json.Unmarshal([]byte(api.OpenAPI), &doc))
	var all []operation
	for _, path := range slices.Sorted(maps.Keys(doc.Paths)) {
		for _, method := range []string{"get", "post", "put", "delete", "patch", "head", "options", "trace"} {
			raw, ok := doc.Paths[path][method]
			if !ok {
				continue
			}
			op := operation{method: strings.ToUpper(method), path: path}
			require.NoError(t, json.Unmarshal(raw, &op), "%s %s", method, path)
			all = append(all, op)
		}
	}
	require.NotEmpty(t, all)
	return &doc, all, compiler(t, source, api.OpenAPI)
}

func compiler(t *testing.T, name, text string) *jsonschema.Compiler {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	require.NoError(t, c.AddResource(name, value))
	return c
}

// at is the pointer of a place in the description.
func at(parts ...string) string {
	escape := strings.NewReplacer("~", "~0", "/", "~1")
	pointer := source + "#"
	for _, p := range parts {
		pointer += "/" + escape.Replace(p)
	}
	return strings.NewReplacer("{", "%7B", "}", "%7D").Replace(pointer)
}

// TestIsOpenAPI: the document is valid against the schema of OpenAPI 3.1, and
// each of its own schemas is one.
func TestIsOpenAPI(t *testing.T) {
	const of31 = "openapi31.json"
	schema, err := compiler(t, of31, datamodel.OpenAPI31SchemaData).Compile(of31)
	require.NoError(t, err)
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(api.OpenAPI))
	require.NoError(t, err)
	require.NoError(t, schema.Validate(value))

	_, all, c := described(t)
	for _, name := range slices.Sorted(maps.Keys(value.(map[string]any)["components"].(map[string]any)["schemas"].(map[string]any))) {
		_, err := c.Compile(at("components", "schemas", name))
		require.NoError(t, err, name)
	}
	ids := map[string]bool{}
	for _, op := range all {
		require.NotEmpty(t, op.OperationID, "%s %s", op.method, op.path)
		require.False(t, ids[op.OperationID], "operationId %s is there twice", op.OperationID)
		ids[op.OperationID] = true
	}
}

// TestEveryComponentIsUsed: what nothing refers to describes nothing.
func TestEveryComponentIsUsed(t *testing.T) {
	var doc struct {
		Components map[string]map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(api.OpenAPI), &doc))
	for kind, named := range doc.Components {
		if kind == "securitySchemes" {
			continue
		}
		for name := range named {
			require.Contains(t, api.OpenAPI, `"#/components/`+kind+"/"+name+`"`)
		}
	}
}
