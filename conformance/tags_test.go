package conformance

import (
	"fmt"
	"strings"
	"testing"

	ims "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2/model"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/httpapi"
)

var tagActions = model.GetBatchAddOrDeleteTagsRequestBodyActionEnum()

func addTag(c *ims.ImsClient, image, key, value string) error {
	answer, err := c.AddImageTag(&model.AddImageTagRequest{
		ImageId: image, Body: &model.AddImageTagRequestBody{Tag: &model.ResourceTag{Key: key, Value: value}},
	})
	if err == nil && answer.HttpStatusCode != 204 {
		return fmt.Errorf("status %d", answer.HttpStatusCode)
	}
	return err
}

func removeTag(c *ims.ImsClient, image, key string) error {
	answer, err := c.DeleteImageTag(&model.DeleteImageTagRequest{ImageId: image, Key: key})
	if err == nil && answer.HttpStatusCode != 204 {
		return fmt.Errorf("status %d", answer.HttpStatusCode)
	}
	return err
}

// batchTags sends tags like "k=v"; none is a nil list.
func batchTags(c *ims.ImsClient, image string, action model.BatchAddOrDeleteTagsRequestBodyAction, kv ...string) error {
	var list []model.ResourceTag
	for _, one := range kv {
		key, value, _ := strings.Cut(one, "=")
		list = append(list, model.ResourceTag{Key: key, Value: value})
	}
	answer, err := c.BatchAddOrDeleteTags(&model.BatchAddOrDeleteTagsRequest{
		ImageId: image, Body: &model.BatchAddOrDeleteTagsRequestBody{Action: action, Tags: list},
	})
	if err == nil && answer.HttpStatusCode != 204 {
		return fmt.Errorf("status %d", answer.HttpStatusCode)
	}
	return err
}

// requireTags checks the tags of an image, like "k=v k=v".
func requireTags(t *testing.T, c *ims.ImsClient, image, want string) {
	t.Helper()
	answer, err := c.ListImageTags(&model.ListImageTagsRequest{ImageId: image})
	require.NoError(t, err)
	require.NotNil(t, answer.Tags)
	all := []string{}
	for _, tag := range *answer.Tags {
		all = append(all, tag.Key+"="+tag.Value)
	}
	require.Equal(t, want, strings.Join(all, " "))
}

// TestTagCalls: each call of the client about tags.
func TestTagCalls(t *testing.T) {
	c := client(t, service(t, httpapi.Options{}), writer, mine, nil)
	requireTags(t, c, "i1", "arch=arm64 os=ubuntu")
	requireTags(t, c, "i2", "arch=x86 os=ubuntu")
	requireTags(t, c, "i4", "")
	require.NoError(t, addTag(c, "i1", "env", "prod"))
	require.NoError(t, addTag(c, "i1", "arch", ""))
	require.NoError(t, addTag(c, "i1", "鍵", "値"))
	requireTags(t, c, "i1", "arch= os=ubuntu env=prod 鍵=値")
	require.NoError(t, removeTag(c, "i1", "os"))
	require.NoError(t, removeTag(c, "i1", "鍵"))
	require.NoError(t, batchTags(c, "i1", tagActions.CREATE, "b=2", "env=test", "a=1"))
	requireTags(t, c, "i1", "arch= env=test b=2 a=1")
	require.NoError(t, batchTags(c, "i1", tagActions.DELETE, "b=", "none=x", "arch=other"))
	requireTags(t, c, "i1", "env=test a=1")

	all, err := c.ListImagesTags(&model.ListImagesTagsRequest{})
	require.NoError(t, err)
	require.Equal(t, []model.Tags{
		{Key: "a", Values: []string{"1"}},
		{Key: "arch", Values: []string{"arm64", "x86"}},
		{Key: "env", Values: []string{"", "prod", "test"}},
		{Key: "os", Values: []string{"ubuntu"}},
	}, *all.Tags)
}

// TestTagFaults: what the client makes of each refusal.
func TestTagFaults(t *testing.T) {
	address := service(t, httpapi.Options{})
	c := client(t, address, writer, mine, nil)
	for _, row := range []struct {
		err     error
		status  int
		code    string
		message string
	}{
		{addTag(c, "none", "a", "1"), 404, "IMG.0144", "image_id"},
		{addTag(c, "i1", "", "1"), 400, "IMG.0115", "tag.key"},
		{addTag(c, "i1", "a=b", "1"), 400, "IMG.0115", "tag.key"},
		{addTag(c, "i1", strings.Repeat("k", 37), "1"), 400, "IMG.0115", "tag.key"},
		{addTag(c, "i1", "a", strings.Repeat("v", 44)), 400, "IMG.0115", "tag.value"},
		{addTag(c, "i1", "_sys_a", "1"), 403, "IMG.0026", "tag.key"},
		{removeTag(c, "i1", "none"), 404, "IMG.0404", "key"},
		{removeTag(c, "none", "a"), 404, "IMG.0144", "image_id"},
		{removeTag(c, "i2", "_sys_owner"), 403, "IMG.0026", "key"},
		{batchTags(c, "i1", tagActions.CREATE), 400, "IMG.0115", "tags"},
		{batchTags(c, "i1", tagActions.DELETE), 400, "IMG.0115", "tags"},
		{batchTags(c, "i1", tagActions.CREATE, "a=1", "a=2"), 400, "IMG.0001", "tags[1].key"},
		{batchTags(c, "i1", tagActions.CREATE, "1=", "2=", "3=", "4=", "5=", "6=", "7=", "8=", "9="), 400, "IMG.0116", "tags"},
		{addTag(client(t, address, writer, theirs, nil), "secret", "a", "1"), 403, "IMG.0026", "project"},
		{addTag(client(t, address, reader, mine, nil), "i1", "a", "1"), 403, "IMG.0026", "read"},
		{removeTag(client(t, address, reader, mine, nil), "i1", "arch"), 403, "IMG.0026", "read"},
	} {
		requireFault(t, row.err, row.status, row.code, row.message)
	}
	_, err := c.AddImageTag(&model.AddImageTagRequest{ImageId: "i1", Body: &model.AddImageTagRequestBody{}})
	requireFault(t, err, 400, "IMG.0001", "tag")
	_, err = c.ListImageTags(&model.ListImageTagsRequest{ImageId: "secret"})
	requireFault(t, err, 404, "IMG.0144", "image_id")
	requireTags(t, c, "i1", "arch=arm64 os=ubuntu")

	o := client(t, address, operator, mine, nil)
	require.NoError(t, addTag(o, "i1", "_sys_a", "1"))
	require.NoError(t, removeTag(o, "i2", "_sys_owner"))
	requireTags(t, o, "i1", "arch=arm64 os=ubuntu")
}
