//go:build linux && (amd64 || arm64)

package resource_test

import (
	"syscall"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/resource"
)

// TestLongestText has texts of pages that are never touched.
func TestLongestText(t *testing.T) {
	const n = resource.MaxText + 1
	pages, err := syscall.Mmap(-1, 0, n, syscall.PROT_READ, syscall.MAP_ANON|syscall.MAP_PRIVATE|syscall.MAP_NORESERVE)
	if err != nil {
		t.Skip("SKIPPED: no room for addresses:", err)
	}
	defer func() { require.NoError(t, syscall.Munmap(pages)) }()
	long := unsafe.String(&pages[0], n)
	for field, r := range map[string]resource.Resource{
		"id":            {ID: long},
		"name":          {ID: "a", Name: long},
		"detail":        {ID: "a", Detail: long},
		"tags[1].key":   {ID: "a", Tags: []resource.Tag{{Key: "k"}, {Key: long}}},
		"tags[0].value": {ID: "a", Tags: []resource.Tag{{Key: "k", Value: long}}},
	} {
		err := r.Validate()
		var fault *resource.FieldError
		require.ErrorAs(t, err, &fault, field)
		require.Equal(t, field, fault.Field)
		require.Equal(t, "is 4 GiB long or longer", fault.Reason)
	}
	many := unsafe.Slice((*resource.Tag)(unsafe.Pointer(&pages[0])), resource.MaxTags+1)
	r := resource.Resource{ID: "a", Tags: many}
	require.ErrorContains(t, r.Validate(), "tags: are more than 16777216")
	r = resource.Resource{ID: "a", Detail: long[1:]}
	require.NoError(t, r.ValidateFields())
	require.ErrorContains(t, r.Validate(), "detail: is not a JSON object")
}
