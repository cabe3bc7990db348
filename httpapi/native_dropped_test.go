package httpapi_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// SEMANTICS section 10: members of resources that are written and mean nothing
// are told.
func TestNativeDroppedMembers(t *testing.T) {
	h, _ := nativeHandler(t, mayWrite)
	got := post(h, nativeImages+"/load", `{"resource_id":"a","foo":1}
{"resource_id":"b","bar\r\nx":[],"foo":2,"tags":[{"key":"k","value":"v","vlaue":"w"}]}
`)
	require.Equal(t, 200, got.status, got.body)
	require.Equal(t, `foo, "bar\r\nx", "tags[].vlaue"`, got.header.Get("Tagdex-Ignored"))
	got = do(h, "PUT", nativeImages+"/resources/a", `{"resource_id":"a","nmae":"x"}`)
	require.Equal(t, 200, got.status, got.body)
	require.Equal(t, "nmae", got.header.Get("Tagdex-Ignored"))
	got = do(h, "PUT", nativeImages+"/resources/a", "\ufeff"+`{"resource_id":"a"}`)
	require.Equal(t, 200, got.status, got.body)
	got = post(h, nativeImages+"/load", `{"resource_id":"a","resource_name":"x"}`)
	require.Equal(t, 200, got.status, got.body)
	require.Empty(t, got.header.Get("Tagdex-Ignored"))
}
