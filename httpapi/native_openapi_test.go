package httpapi

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/api"
	"github.com/tagdex/tagdex/engine"
)

// TestDescribedRoutes: api/openapi.json has each path and method of the native
// API, and no others.
func TestDescribedRoutes(t *testing.T) {
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	require.NoError(t, json.Unmarshal([]byte(api.OpenAPI), &doc))
	var described, routed []string
	for path, item := range doc.Paths {
		for method := range item {
			if method != "parameters" {
				described = append(described, strings.ToUpper(method)+" "+path)
			}
		}
	}
	for _, routes := range New(engine.NewRegistry(nil), nil).(*handler).routes.bySize {
		for _, one := range routes {
			if strings.Contains(one.pattern, " "+nativeRoot) {
				routed = append(routed, one.pattern)
			}
		}
	}
	slices.Sort(described)
	slices.Sort(routed)
	require.Greater(t, len(routed), 10)
	require.Equal(t, routed, described)
}

// TestDescribedCodes: each code of an error stands in the description.
func TestDescribedCodes(t *testing.T) {
	codes := []string{codeBadExpression, codeBadResource, codeBadEncoding, codeNotFound, codeSystemTag, codeFull, codeDropped}
	for _, row := range nativeErrors.Table {
		if row.Code != "" {
			codes = append(codes, row.Code)
		}
	}
	slices.Sort(codes)
	var doc struct {
		Components struct {
			Schemas struct {
				Error struct {
					Properties struct {
						Error struct {
							Properties struct {
								Code struct{ Enum []string }
							}
						}
					}
				}
			}
		}
	}
	require.NoError(t, json.Unmarshal([]byte(api.OpenAPI), &doc))
	require.Equal(t, slices.Compact(codes), doc.Components.Schemas.Error.Properties.Error.Properties.Code.Enum)
}
