package conformance

import (
	"testing"

	ims "github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2"
	"github.com/huaweicloud/huaweicloud-sdk-go-v3/services/ims/v2/model"
	"github.com/stretchr/testify/require"

	"github.com/tagdex/tagdex/httpapi"
)

var (
	actions = model.GetListImageByTagsRequestBodyActionEnum()
	all     = []string{"i1", "i2", "i3", "i4", "i5"}
)

// list is a list of the filter; of nothing it goes out as [].
func list(entries ...model.Tags) *[]model.Tags {
	some := append([]model.Tags{}, entries...)
	return &some
}

func tag(key string, values ...string) model.Tags { return model.Tags{Key: key, Values: values} }

// query asks for a page.
func query(c *ims.ImsClient, body model.ListImageByTagsRequestBody) (*model.ListImageByTagsResponse, error) {
	return c.ListImageByTags(&model.ListImageByTagsRequest{Body: &body})
}

// found asks by filter and by count, which must agree, and returns the ids.
func found(t *testing.T, c *ims.ImsClient, body model.ListImageByTagsRequestBody) []string {
	t.Helper()
	body.Action = actions.FILTER
	page, err := query(c, body)
	require.NoError(t, err)
	require.Equal(t, 200, page.HttpStatusCode)
	require.NotNil(t, page.Resources, "an empty page is a list all the same")
	ids := []string{}
	for _, one := range *page.Resources {
		ids = append(ids, one.ResourceId)
		require.NotNil(t, one.ResourceDetail)
		require.NotNil(t, one.Tags)
	}
	body.Action = actions.COUNT
	count, err := query(c, body)
	require.NoError(t, err)
	require.Nil(t, count.Resources)
	require.Equal(t, *page.TotalCount, *count.TotalCount)
	if body.Limit == nil && body.Offset == nil {
		require.Len(t, ids, int(*page.TotalCount))
	}
	return ids
}

// TestTagQuery: every list of the filter, in the shapes that the client sends.
func TestTagQuery(t *testing.T) {
	c := client(t, service(t, httpapi.Options{}), reader, mine, nil)
	for name, tc := range map[string]struct {
		body model.ListImageByTagsRequestBody
		want []string
	}{
		"nothing":                {model.ListImageByTagsRequestBody{}, all},
		"tags":                   {model.ListImageByTagsRequestBody{Tags: list(tag("arch", "arm64"))}, []string{"i1", "i3"}},
		"two keys":               {model.ListImageByTagsRequestBody{Tags: list(tag("arch", "arm64"), tag("os", "ubuntu"))}, []string{"i1"}},
		"two values":             {model.ListImageByTagsRequestBody{Tags: list(tag("arch", "arm64", "x86"))}, []string{"i1", "i2", "i3"}},
		"empty values":           {model.ListImageByTagsRequestBody{Tags: list(model.Tags{Key: "env", Values: []string{}})}, []string{"i3", "i5"}},
		"nil values":             {model.ListImageByTagsRequestBody{Tags: list(model.Tags{Key: "env"})}, []string{"i3", "i5"}}, // goes out as null
		"nil list":               {model.ListImageByTagsRequestBody{Tags: new([]model.Tags)}, all},                             // goes out as null
		"an empty value":         {model.ListImageByTagsRequestBody{Tags: list(tag("env", ""))}, []string{"i3"}},
		"tags_any":               {model.ListImageByTagsRequestBody{TagsAny: list(tag("os"), tag("env", "prod"))}, []string{"i1", "i2", "i5"}},
		"not_tags":               {model.ListImageByTagsRequestBody{NotTags: list(tag("arch", "arm64"), tag("os"))}, []string{"i2", "i3", "i4", "i5"}},
		"not_tags_any":           {model.ListImageByTagsRequestBody{NotTagsAny: list(tag("arch", "arm64"), tag("os"))}, []string{"i4", "i5"}},
		"without_any_tag":        {model.ListImageByTagsRequestBody{WithoutAnyTag: ptr(true)}, []string{"i4"}},
		"without_any_tag, false": {model.ListImageByTagsRequestBody{WithoutAnyTag: ptr(false)}, all},
		"without_any_tag, empty": {model.ListImageByTagsRequestBody{WithoutAnyTag: ptr(true), Tags: list()}, []string{"i4"}},
		"name":                   {model.ListImageByTagsRequestBody{Matches: &[]model.TagKeyValue{{Key: "resource_name", Value: "UBUNTU"}}}, []string{"i1", "i2"}},
		"name with signs":        {model.ListImageByTagsRequestBody{Matches: &[]model.TagKeyValue{{Key: "resource_name", Value: "前 & <"}}}, []string{"i5"}},
		"no name":                {model.ListImageByTagsRequestBody{Matches: &[]model.TagKeyValue{{Key: "resource_name", Value: ""}}}, []string{"i4"}},
		"id":                     {model.ListImageByTagsRequestBody{Matches: &[]model.TagKeyValue{{Key: "resource_id", Value: "i3"}}}, []string{"i3"}},
		"all at once": {model.ListImageByTagsRequestBody{
			Tags: list(tag("arch")), TagsAny: list(tag("os"), tag("env")), NotTags: list(tag("os", "debian")), NotTagsAny: list(tag("arch", "x86")),
			Matches: &[]model.TagKeyValue{{Key: "resource_name", Value: "ub"}},
		}, []string{"i1"}},
		"contradiction": {model.ListImageByTagsRequestBody{Tags: list(tag("arch")), NotTags: list(tag("arch"))}, []string{}},
		"system tag":    {model.ListImageByTagsRequestBody{Tags: list(tag("_sys_owner", "1"))}, []string{}},
		"page":          {model.ListImageByTagsRequestBody{Limit: ptr("2"), Offset: ptr("1")}, []string{"i2", "i3"}},
		"past the end":  {model.ListImageByTagsRequestBody{Limit: ptr("1000"), Offset: ptr("9223372036854775807")}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, found(t, c, tc.body))
		})
	}
}

// TestTagQueryAnswer: all of an image, as the client reads it.
func TestTagQueryAnswer(t *testing.T) {
	c := client(t, service(t, httpapi.Options{}), reader, mine, nil)
	page, err := query(c, model.ListImageByTagsRequestBody{Action: actions.FILTER, Tags: list(tag("os")), Limit: ptr("2")})
	require.NoError(t, err)
	require.Equal(t, int32(2), *page.TotalCount)
	require.Equal(t, []model.ShowImageByTagsResource{
		{
			ResourceId: "i1", ResourceName: "Ubuntu 22.04",
			ResourceDetail: &model.QueryImageByTagsResourceDetail{Status: "active"},
			Tags:           []model.TagKeyValue{{Key: "arch", Value: "arm64"}, {Key: "os", Value: "ubuntu"}},
		},
		{
			ResourceId: "i2", ResourceName: "Ubuntu 24.04",
			ResourceDetail: &model.QueryImageByTagsResourceDetail{Status: "active"},
			Tags:           []model.TagKeyValue{{Key: "arch", Value: "x86"}, {Key: "os", Value: "ubuntu"}},
		},
	}, *page.Resources)
}
