package conformance

import (
	"net/http"
	"strings"
	"testing"

	ims "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2/model"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/httpapi"
)

// TestTagWritesAreSeen: what the calls about tags did, the tag query sees.
func TestTagWritesAreSeen(t *testing.T) {
	c := client(t, service(t, httpapi.Options{}), writer, mine, nil)
	require.NoError(t, addTag(c, "i4", "键", "值.1"))
	require.NoError(t, addTag(c, "i1", "arch", "riscv"))
	require.Equal(t, []string{"i4"}, found(t, c, model.ListImageByTagsRequestBody{Tags: list(tag("键", "值.1"))}))
	require.Equal(t, []string{"i1"}, found(t, c, model.ListImageByTagsRequestBody{Tags: list(tag("arch", "riscv"))}))
	require.Empty(t, found(t, c, model.ListImageByTagsRequestBody{WithoutAnyTag: ptr(true)}))
	require.NoError(t, removeTag(c, "i4", "键"))
	require.Equal(t, []string{"i4"}, found(t, c, model.ListImageByTagsRequestBody{WithoutAnyTag: ptr(true)}))
	require.Equal(t, []string{}, found(t, c, model.ListImageByTagsRequestBody{Tags: list(tag("键"))}))
}

// TestTagWriteRoles: who may do what, by the key that signs.
func TestTagWriteRoles(t *testing.T) {
	address := service(t, httpapi.Options{})
	calls := map[string]func(c *ims.ImsClient) error{
		"list": func(c *ims.ImsClient) error {
			_, err := c.ListImageTags(&model.ListImageTagsRequest{ImageId: "i2"})
			return err
		},
		"all":         func(c *ims.ImsClient) error { _, err := c.ListImagesTags(&model.ListImagesTagsRequest{}); return err },
		"add":         func(c *ims.ImsClient) error { return addTag(c, "i2", "k", "v") },
		"batch":       func(c *ims.ImsClient) error { return batchTags(c, "i2", tagActions.CREATE, "k=v") },
		"remove":      func(c *ims.ImsClient) error { return removeTag(c, "i2", "k") },
		"none":        func(c *ims.ImsClient) error { return removeTag(c, "none", "k") },
		"system":      func(c *ims.ImsClient) error { return addTag(c, "i2", "_sys_k", "v") },
		"system gone": func(c *ims.ImsClient) error { return removeTag(c, "i2", "_sys_k") },
	}
	order := []string{"list", "all", "add", "batch", "remove", "none", "system", "system gone"}
	for _, who := range []struct {
		key, project string
		want         []int // by order
	}{
		{reader, mine, []int{0, 0, 403, 403, 403, 403, 403, 403}},
		{writer, mine, []int{0, 0, 0, 0, 0, 404, 403, 403}},
		{operator, mine, []int{0, 0, 0, 0, 0, 404, 0, 0}},
		{operator, theirs, []int{403, 403, 403, 403, 403, 403, 403, 403}},
		{operator, "nowhere", []int{403, 403, 403, 403, 403, 403, 403, 403}},
	} {
		c := client(t, address, who.key, who.project, nil)
		for i, name := range order {
			err := calls[name](c)
			switch want := who.want[i]; want {
			case 0:
				require.NoError(t, err, "%s %s %s", who.key, who.project, name)
			case 404:
				requireFault(t, err, 404, "IMG.0144", "")
			default:
				requireFault(t, err, want, "IMG.0026", "")
			}
		}
	}
}

// TestTagWritesTampered: a write that was changed on its way does nothing.
func TestTagWritesTampered(t *testing.T) {
	address := service(t, httpapi.Options{})
	for _, change := range []tamper{
		func(r *http.Request) { r.URL.Path = strings.Replace(r.URL.Path, "/i1/", "/i2/", 1) },
		func(r *http.Request) { r.URL.Path += "/action" },
		func(r *http.Request) { setBody(r, `{"tag":{"key":"k","value":"w"}}`) },
	} {
		requireUnknown(t, addTag(client(t, address, writer, mine, change), "i1", "k", "v"))
	}
	requireUnknown(t, removeTag(client(t, address, writer, mine, func(r *http.Request) {
		r.URL.Path = strings.Replace(r.URL.Path, "/arch", "/os", 1)
	}), "i1", "arch"))
	c := client(t, address, reader, mine, nil)
	requireTags(t, c, "i1", "arch=arm64 os=ubuntu")
	requireTags(t, c, "i2", "arch=x86 os=ubuntu")
}
