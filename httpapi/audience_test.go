package httpapi_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/httpapi"
	"github.com/tagdex/tagdex/resource"
)

// TestSystemTagsInAnswers is SEMANTICS section 4: answers of CTS hold system
// tags for everybody where they are about cts-tracker, else for operators
// alone; those of IMS for nobody.
func TestSystemTagsInAnswers(t *testing.T) {
	reg := engine.NewRegistry(nil)
	for _, resourceType := range []string{"images", "cts-tracker", "CTS-tracker"} {
		_, err := reg.Open("p", resourceType).Upsert(t.Context(), resource.Resource{
			ID: "a", Tags: []resource.Tag{{Key: "_sys_x", Value: "1"}, {Key: "k", Value: "v"}},
		})
		require.NoError(t, err)
	}
	for _, operator := range []bool{false, true} {
		h := httpapi.New(reg, as(httpapi.Caller{Operator: operator}, nil))
		for target, want := range map[string]bool{
			"/v3/p/cts-tracker/resource-instances/filter": true,
			"/v3/p/CTS-tracker/resource-instances/filter": operator,
			"/v3/p/images/resource-instances/filter":      operator,
			"/v2/p/images/resource_instances/action":      false,
		} {
			body := post(h, target, `{"action":"filter"}`).body
			require.Contains(t, body, `"key":"k"`, target)
			if want {
				require.Contains(t, body, "_sys_x", "%s, operator %v", target, operator)
			} else {
				require.NotContains(t, body, "_sys_x", "%s, operator %v", target, operator)
			}
		}
		for _, target := range []string{"/v2/p/images/a/tags", "/v2/p/images/tags", "/v2/cloudimages"} {
			body := do(h, "GET", target, "", "X-Project-Id", "p").body
			require.Contains(t, body, "k", target)
			require.NotContains(t, body, "_sys_x", "%s, operator %v", target, operator)
		}
	}
}
