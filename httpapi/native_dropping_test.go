package httpapi

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/dialect"
	"github.com/tagdex/tagdex/engine"
	"github.com/tagdex/tagdex/resource"
)

// TestDropDuringLoad drops the collection of a request while its rows are read:
// the answer is 409, and nothing is there.
func TestDropDuringLoad(t *testing.T) {
	reg := engine.NewRegistry(nil)
	_, err := reg.Open("p", "images").Upsert(t.Context(), resource.Resource{ID: "a"})
	require.NoError(t, err)
	n := &native{New(reg, nil).(*handler)}
	r := httptest.NewRequest(http.MethodPost, "/", nil)
	r.SetPathValue("project_id", "p")
	r.SetPathValue("resource_type", "images")
	_, err = n.upsert(t.Context(), &exchange{}, r, func(yield func(engine.Row, error) bool) {
		yield(engine.Row{Resource: resource.Resource{ID: "b"}}, nil)
		require.True(t, reg.Drop("p", "images"))
		yield(engine.Row{Resource: resource.Resource{ID: "c"}}, nil)
	})
	var fault *dialect.Error
	require.ErrorAs(t, err, &fault)
	require.Equal(t, http.StatusConflict, fault.Status)
	require.Equal(t, codeDropped, fault.Code)
	_, ok := reg.Collection("p", "images")
	require.False(t, ok)
}
